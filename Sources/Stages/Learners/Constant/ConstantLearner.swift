import LatheCore
import Models

/// The baseline: the share of each class, or the statistic of the target that the loss estimates (mean, median,
/// quantile). O(rows log rows).
public struct ConstantLearner: Learner {
  /// `constant`
  public let name: String
  /// Always `constant`.
  public var family: ModelFamily { .constant }
  /// Reads no feature, so the cheaper view.
  public var featureView: FeatureView { .dense }
  /// None.
  public var parameters: [String: String] { [:] }

  /// The baseline.
  public init(name: String = "constant") { self.name = name }

  /// Always true.
  public func supports(_ problem: LearningProblem) -> Bool { true }

  /// Always true: a constant neither rises nor falls.
  public func honoursMonotone(_ problem: LearningProblem) -> Bool { true }

  /// Itself: there are no iterations.
  public func fixingIterations(_ iterations: Int) -> ConstantLearner { self }

  /// Fits the constant; never stopped, as it takes no time.
  public func fit(_ training: LearningSet, validation: LearningSet?, limits: FitLimits) throws(LearnersError)
    -> FittedModel
  {
    let count = training.features.columns.count
    // The features are not looked at, so that the baseline fits whatever they hold.
    let bare = LearningSet(
      problem: training.problem,
      features: FeatureMatrix(features: [], columns: [], rowCount: training.rowCount),
      targets: training.targets,
      weights: training.weights)
    let set = try bare.usable(seed: limits.seed, learner: name)
    let weights = set.normalisedWeights
    let answer: [Double]
    if set.problem.isClassification {
      let shares = set.problem.classShares(targets: set.targets, weights: weights)
      answer = set.problem.task == .binary ? [shares[1]] : shares
    } else {
      answer = [set.problem.loss.statistic(of: set.targets, weights: weights)]
    }
    return FittedModel(model: ConstantModel(answer: answer, featureCount: count))
  }
}

extension LearningProblem {
  /// The weighted share of each class, each as if one more row of average weight were spread evenly over the classes, so
  /// that no class is impossible.
  func classShares(targets: [Double], weights: [Double]) -> [Double] {
    var shares = [Double](repeating: 1 / Double(classes.count), count: classes.count)
    for (target, weight) in zip(targets, weights) { shares[Int(target)] += weight }
    let sum = shares.reduce(0, +)
    return shares.map { $0 / sum }
  }
}

extension RegressionLoss {
  /// The constant that minimises the loss: the weighted mean, median or quantile of `targets`.
  func statistic(of targets: [Double], weights: [Double]) -> Double {
    switch self {
    case .squaredError, .poisson, .tweedie: weightedMean(targets, weights)
    case .absoluteError: weightedQuantile(targets, weights, level: 0.5)
    case .quantile(let level): weightedQuantile(targets, weights, level: level)
    }
  }
}

/// `Σ wv / Σ w`
func weightedMean(_ values: [Double], _ weights: [Double]) -> Double {
  var sum = 0.0
  var total = 0.0
  for (value, weight) in zip(values, weights) {
    sum += weight * value
    total += weight
  }
  return total > 0 ? sum / total : 0
}

/// The least value at or below which `level` of the weight lies; the mean of the two where both qualify.
func weightedQuantile(_ values: [Double], _ weights: [Double], level: Double) -> Double {
  let order = values.indices.filter { weights[$0] > 0 }.sorted { values[$0] < values[$1] }
  guard let last = order.last else { return 0 }
  let threshold = level * order.reduce(0) { $0 + weights[$1] }
  var below = 0.0
  for (place, row) in order.enumerated() {
    below += weights[row]
    if abs(below - threshold) <= 1e-12 * threshold, place + 1 < order.count {
      return (values[row] + values[order[place + 1]]) / 2
    }
    if below > threshold { return values[row] }
  }
  return values[last]
}
