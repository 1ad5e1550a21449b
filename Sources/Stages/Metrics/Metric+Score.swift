import LatheCore

extension Metric {
  /// The score of `predictions`.
  ///
  /// To score many predictions of the same rows, make one ``MetricEvaluator``.
  ///
  /// - Parameters:
  ///   - predictions: Row-major, as `LearningProblem` lays them out.
  ///   - targets: One a row: the index of the class, or the value.
  ///   - weights: One of at least zero a row; `nil` for equal weights.
  ///   - decision: How labels are made, for metrics that need them.
  /// - Throws: ``MetricsError`` if the metric does not apply to the problem, lengths disagree, a number is not
  ///   finite or not in the metric's domain, or the score is 0/0 (AUC where all rows are of one class).
  /// - Complexity: O(n), for AUC and average precision O(n log n), times the number of classes.
  public func score(
    predictions: [Double], targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    decision: DecisionRule = .mostProbable
  ) throws(MetricsError) -> Double {
    let evaluator = try MetricEvaluator(
      self, targets: targets, weights: weights, problem: problem, decision: decision)
    return try evaluator.score(predictions)
  }

  /// The score turned so that lower is better and a perfect prediction has 0: see ``loss(fromScore:)``.
  public func loss(
    predictions: [Double], targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    decision: DecisionRule = .mostProbable
  ) throws(MetricsError) -> Double {
    loss(
      fromScore: try score(
        predictions: predictions, targets: targets, weights: weights, problem: problem, decision: decision))
  }

  /// `1 - score` where higher is better (all those metrics have 1 as their best), else the score.
  ///
  /// It is its own inverse: the loss of a loss is the score again.
  public func loss(fromScore score: Double) -> Double { isHigherBetter ? 1 - score : score }

  /// The scores that predictions of `problem` can have.
  func scoreRange(for problem: LearningProblem) -> ClosedRange<Double> {
    switch self {
    case .auc, .accuracy, .balancedAccuracy, .f1, .f1Macro, .f1Weighted, .precision, .recall,
      .averagePrecision:
      0...1
    case .mcc: -1...1
    // Summed over the classes: a certain wrong answer errs by 1 in two of them.
    case .brier: 0...(problem.task == .multiclass ? 2 : 1)
    case .r2: -Double.infinity...1
    case .logLoss, .rmse, .mae, .rmsle, .mape, .pinball, .poissonDeviance, .tweedieDeviance:
      0...Double.infinity
    }
  }
}
