import LatheCore
import Models

/// The answers of many neighbours, then of fewer and fewer.
struct NeighboursPath: ModelPath {
  /// Numbers of neighbours, falling.
  let counts: [Int]
  private let make: @Sendable (Int) -> NeighboursModel
  private var position = 0
  /// What each number of neighbours answers for the rows asked about, found together.
  private var known: [[Double]]?

  init(
    _ set: LearningSet, counts: [Int], weighting: NeighboursModel.Weighting, scales: [Double],
    smoothing: Double
  ) {
    self.counts = counts
    let weights = set.normalisedWeights
    let shifts = set.features.columns.map { weightedMean($0, weights) }
    let featureCount = shifts.count
    var rows = [Float](repeating: 0, count: set.rowCount * featureCount)
    for (feature, column) in set.features.columns.enumerated() {
      for (row, value) in column.enumerated() {
        rows[row * featureCount + feature] = Float((value - shifts[feature]) * scales[feature])
      }
    }
    let stored = rows
    let targets = set.targets
    let statistic = Self.statistic(set.problem)
    let prior =
      set.problem.isClassification
      ? set.problem.classShares(targets: targets, weights: weights)
      : [set.problem.loss.statistic(of: targets, weights: weights)]
    make = { count in
      NeighboursModel(
        neighbourCount: count, weighting: weighting, statistic: statistic, shifts: shifts, scales: scales,
        rows: stored, targets: targets, weights: weights, smoothing: smoothing, prior: prior)
    }
  }

  private static func statistic(_ problem: LearningProblem) -> NeighboursModel.Statistic {
    if problem.isClassification { return .shares(classCount: problem.classes.count) }
    switch problem.loss {
    case .squaredError, .poisson, .tweedie: return .mean
    case .absoluteError: return .quantile(level: 0.5)
    case .quantile(let level): return .quantile(level: level)
    }
  }

  var count: Int { counts.count }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    guard position < counts.count, !limits.shouldStop else { return nil }
    defer { position += 1 }
    return PathStep(model: make(counts[position]))
  }

  mutating func skip(_ steps: Int) -> Bool {
    position += steps
    return true
  }

  mutating func answers(of model: any Model, to features: FeatureMatrix, _ limits: FitLimits) -> [Double]? {
    guard let model = model as? NeighboursModel else { return model.predict(features) }
    if known == nil {
      known = model.predictions(features, neighbourCounts: counts) { limits.shouldStop }
    }
    return known?[position - 1]
  }
}
