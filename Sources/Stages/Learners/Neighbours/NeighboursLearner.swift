import Foundation
import LatheCore
import Models

/// Nearest neighbours: the share of each class, the mean, or a quantile among the training rows nearest to a row.
///
/// The number of neighbours is chosen from a path, from many to few; an iteration is a step on it. It stores at most 20,000 rows
/// and 4 million numbers, a random sample where there are more, because every prediction compares with all of them. It
/// runs on one thread.
public struct NeighboursLearner: Learner {
  /// How much a feature counts in a distance.
  public enum FeatureWeighting: String, Codable, Sendable, CaseIterable {
    /// All alike, in units of their standard deviation.
    case equal
    /// In units of their standard deviation, times the size of the feature's correlation with the target (the correlation
    /// ratio where the target is a class), but at least a tenth of the largest.
    case relevance
  }

  /// A short name unique in a portfolio.
  public let name: String
  /// How much a neighbour counts.
  public let weighting: NeighboursModel.Weighting
  /// How much a feature counts in a distance.
  public let featureWeighting: FeatureWeighting
  private let fixedSteps: Int?

  /// Always `neighbours`.
  public var family: ModelFamily { .neighbours }
  /// Always `dense`.
  public var featureView: FeatureView { .dense }

  /// A learner named after how it weighs unless a name is given, e.g. `neighbours-relevance`.
  public init(
    weighting: NeighboursModel.Weighting = .inverseDistance, featureWeighting: FeatureWeighting = .relevance,
    name: String? = nil
  ) {
    self.init(weighting: weighting, featureWeighting: featureWeighting, name: name, fixedSteps: nil)
  }

  private init(
    weighting: NeighboursModel.Weighting, featureWeighting: FeatureWeighting, name: String?, fixedSteps: Int?
  ) {
    self.weighting = weighting
    self.featureWeighting = featureWeighting
    self.name = name ?? "neighbours-\(featureWeighting.rawValue)"
    self.fixedSteps = fixedSteps
  }

  /// How neighbours and features are weighed.
  public var parameters: [String: String] {
    var parameters = ["neighbour weights": weighting.rawValue, "feature weights": featureWeighting.rawValue]
    if let fixedSteps { parameters["steps"] = "\(fixedSteps)" }
    return parameters
  }

  /// Always true.
  public func supports(_ problem: LearningProblem) -> Bool { true }

  /// Always false.
  public func honoursMonotone(_ problem: LearningProblem) -> Bool { false }

  /// The same learner that takes a given number of steps on its path.
  public func fixingIterations(_ iterations: Int) -> NeighboursLearner {
    NeighboursLearner(
      weighting: weighting, featureWeighting: featureWeighting, name: name, fixedSteps: iterations)
  }

  private static let largestStore = (rows: 20_000, numbers: 4_000_000)
  private static let neighbourCounts = [100, 50, 25, 12, 6, 3]

  /// Fits a model.
  public func fit(_ training: LearningSet, validation: LearningSet?, limits: FitLimits) throws(LearnersError)
    -> FittedModel
  {
    let features = max(training.features.columns.count, 1)
    let rows = max(1, min(Self.largestStore.rows, Self.largestStore.numbers / features))
    let set = try training.usable(atMost: rows, seed: limits.seed, learner: name)
    // A mean or a share of zero has an infinite loss under these.
    let needsPrior = set.problem.isClassification || set.problem.loss.isNonNegative
    let search = PathSearch(learner: name, patience: 2, fixedSteps: fixedSteps)
    return try search.fit(set, validation: validation, limits: limits) { (set, _) throws(LearnersError) in
      NeighboursPath(
        set, counts: Self.neighbourCounts, weighting: weighting, scales: scales(set),
        smoothing: needsPrior ? 1 : 0)
    }
  }

  /// What each feature is multiplied by; zero where it is constant.
  private func scales(_ set: LearningSet) -> [Double] {
    let weights = set.normalisedWeights
    var relevances: [Double] = []
    var deviations: [Double] = []
    for column in set.features.columns {
      let mean = weightedMean(column, weights)
      let variance = weightedMean(column.map { ($0 - mean) * ($0 - mean) }, weights)
      deviations.append(variance.squareRoot())
      relevances.append(
        variance > 0 && featureWeighting == .relevance ? relevance(column, mean, variance, set, weights) : 1)
    }
    let floor = 0.1 * (relevances.max() ?? 1)
    return zip(deviations, relevances).map { deviation, relevance in
      deviation > 1e-150 && deviation.isFinite ? max(relevance, floor, 1e-6) / deviation : 0
    }
  }

  /// The correlation ratio with the classes, or the absolute correlation with the target.
  private func relevance(
    _ column: [Double], _ mean: Double, _ variance: Double, _ set: LearningSet, _ weights: [Double]
  ) -> Double {
    guard set.problem.isClassification else {
      let targetMean = weightedMean(set.targets, weights)
      let targetVariance = weightedMean(set.targets.map { ($0 - targetMean) * ($0 - targetMean) }, weights)
      let products = zip(column, set.targets).map { ($0 - mean) * ($1 - targetMean) }
      return targetVariance > 0
        ? abs(weightedMean(products, weights)) / (variance * targetVariance).squareRoot() : 1
    }
    var sums = [Double](repeating: 0, count: set.problem.classes.count)
    var totals = sums
    for row in column.indices {
      sums[Int(set.targets[row])] += weights[row] * (column[row] - mean)
      totals[Int(set.targets[row])] += weights[row]
    }
    let between = zip(sums, totals).reduce(0) { $0 + ($1.1 > 0 ? $1.0 * $1.0 / $1.1 : 0) }
    return (between / totals.reduce(0, +) / variance).squareRoot()
  }
}
