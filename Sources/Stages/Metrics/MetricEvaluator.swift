import LatheCore

/// A metric made ready to score many predictions of the same rows, as ensemble selection does.
///
/// Targets and weights are checked and converted once. On one core, scoring a million rows takes a few
/// milliseconds for metrics of values and probabilities and one radix sort for AUC.
///
/// ```swift
/// let evaluator = try MetricEvaluator(.auc, targets: targets, problem: problem)
/// let losses = try candidates.map { try evaluator.loss($0) }
/// ```
public struct MetricEvaluator: Sendable {
  /// The metric.
  public let metric: Metric
  /// The number of rows.
  public let rowCount: Int
  private let problem: LearningProblem
  private let decision: DecisionRule
  private let prepared: Prepared

  private enum Prepared {
    case classes(ClassTargets)
    case values(ValueTargets)
  }

  /// An evaluator of `metric` on rows with `targets`.
  ///
  /// - Throws: ``MetricsError`` as ``Metric/score(predictions:targets:weights:problem:decision:)``.
  public init(
    _ metric: Metric, targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    decision: DecisionRule = .mostProbable
  ) throws(MetricsError) {
    guard metric.supports(problem) else { throw .unsupported(metric: metric, problem: problem) }
    guard decision.fits(problem) else { throw .decision(decision, problem: problem) }
    self.metric = metric
    self.problem = problem
    self.decision = decision
    rowCount = targets.count
    if problem.isClassification {
      prepared = .classes(try ClassTargets(targets, weights: weights, problem: problem))
    } else {
      let values = try ValueTargets(targets, weights: weights)
      try values.check(domainOf: metric)
      prepared = .values(values)
    }
  }

  /// The score of `predictions`, row-major as `LearningProblem` lays them out.
  public func score(_ predictions: [Double]) throws(MetricsError) -> Double {
    try checkPredictions(predictions, rows: rowCount, problem: problem)
    return try predictions.withUnsafeBufferPointer { predictions throws(MetricsError) in
      switch prepared {
      case .classes(let targets): try score(predictions, of: targets)
      case .values(let targets): targets.score(predictions, metric)
      }
    }
  }

  /// The score turned so that lower is better; see ``Metric/loss(fromScore:)``.
  public func loss(_ predictions: [Double]) throws(MetricsError) -> Double {
    metric.loss(fromScore: try score(predictions))
  }

  /// As ``loss(_:)``, but a metric of labels is taken at the threshold that maximises it on these very rows, for two
  /// classes: to compare predictions that will get a threshold of their own. Precision and recall, which a degenerate
  /// threshold maximises, are taken as they are.
  public func lossAtBestDecision(_ predictions: [Double]) throws(MetricsError) -> Double {
    guard problem.task == .binary, metric.needsLabels, metric != .precision, metric != .recall,
      case .classes(let targets) = prepared
    else { return try loss(predictions) }
    try checkPredictions(predictions, rows: rowCount, problem: problem)
    let search = ThresholdSearch(metric: metric, predictions: predictions, targets: targets)
    let threshold = search.bestThreshold() ?? 0.5
    let tally = predictions.withUnsafeBufferPointer { targets.tally($0, .threshold(at: threshold)) }
    return metric.loss(fromScore: tally.value(of: metric))
  }

  private func score(_ predictions: UnsafeBufferPointer<Double>, of targets: ClassTargets)
    throws(MetricsError) -> Double
  {
    switch metric {
    case .logLoss: return targets.logLoss(predictions)
    case .brier: return targets.brier(predictions)
    case .auc, .averagePrecision:
      guard let score = targets.rankingScore(predictions, metric) else {
        throw .undefined(metric: metric, reason: "the rows do not hold two classes")
      }
      return score
    default: return targets.tally(predictions, decision).value(of: metric)
    }
  }
}

/// Checks that there are `problem.outputCount` finite predictions a row.
func checkPredictions(_ predictions: [Double], rows: Int, problem: LearningProblem) throws(MetricsError) {
  let expected = rows * problem.outputCount
  guard predictions.count == expected else {
    throw .count(of: "predictions", is: predictions.count, expected: expected)
  }
  if let index = firstNonFinite(predictions) {
    throw .prediction(row: index / problem.outputCount, value: predictions[index])
  }
}

/// The index of the first number that is NaN or infinite.
func firstNonFinite(_ numbers: [Double]) -> Int? {
  let exponent: UInt64 = 0x7ff0_0000_0000_0000
  var found = false
  // Integer operations without an early exit, so that the compiler vectorises them.
  numbers.withUnsafeBufferPointer { numbers in
    for index in numbers.indices { found = found || numbers[index].bitPattern & exponent == exponent }
  }
  return found ? numbers.firstIndex { !$0.isFinite } : nil
}

/// Checks weights and adds them up; `nil` weights count one each.
func totalWeight(_ weights: [Double]?, rows: Int) throws(MetricsError) -> Double {
  guard let weights else {
    guard rows > 0 else { throw .weight(row: nil, value: 0) }
    return Double(rows)
  }
  guard weights.count == rows else { throw .count(of: "weights", is: weights.count, expected: rows) }
  if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
    throw .weight(row: row, value: weights[row])
  }
  let total = weights.reduce(0, +)
  guard total > 0 && total.isFinite else { throw .weight(row: nil, value: total) }
  return total
}
