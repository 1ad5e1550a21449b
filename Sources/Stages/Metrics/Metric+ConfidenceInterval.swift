import LatheCore

extension Metric {
  /// The score with an interval that says how far chance in the choice of the rows may have moved it.
  ///
  /// Accuracy has Wilson's interval, with Kish's effective number of rows where they are weighted; AUC of two classes
  /// without weights has DeLong's. All others are bootstrapped in about 0.2 s: bias-corrected and accelerated up to
  /// 1,000 rows, else by percentiles; where a score reads more than 20,000 numbers by the standard error, which is
  /// measured on at most 40,000 of them and scaled to all; bounds beyond the scores that there can be are cut.
  ///
  /// - Parameters:
  ///   - level: The share of such intervals that hold the true score, in the open interval (0, 1).
  ///   - seed: Chooses the resamples.
  /// - Throws: ``MetricsError`` as ``score(predictions:targets:weights:problem:decision:)``, and if the score is 0/0
  ///   in most resamples.
  public func confidenceInterval(
    predictions: [Double], targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    decision: DecisionRule = .mostProbable, level: Double = 0.95, seed: UInt64 = 0
  ) throws(MetricsError) -> ConfidenceInterval {
    if self == .auc, problem.task == .binary, weights == nil {
      let checked = try ClassTargets(targets, weights: nil, problem: problem)
      try checkPredictions(predictions, rows: targets.count, problem: problem)
      let outcomes = predictions.withUnsafeBufferPointer {
        RankedOutcomes(scores: $0, targets: checked, positive: 1)
      }
      if let interval = ConfidenceInterval.deLong(outcomes, level: level) { return interval }
    }
    let estimate = try score(
      predictions: predictions, targets: targets, weights: weights, problem: problem, decision: decision)
    if self == .accuracy {
      return .wilson(share: estimate, rows: effectiveRows(weights, rows: targets.count), level: level)
    }
    var random = RandomSource(seed: seed, stream: "confidence interval")
    let width = problem.outputCount
    // All others read one number a row: the label or the probability of the true class.
    let cost = judgesRanks || self == .brier ? width : 1
    var rows = Array(targets.indices)
    if rows.count * cost > Bootstrap.costLimit {
      rows.shuffle(using: &random)
      rows = rows.prefix(max(Bootstrap.costLimit / cost, 1)).sorted()
    }
    let bootstrap = Bootstrap(
      weights: rows.map { row in weights.map { $0[row] } ?? 1 }, cost: rows.count * cost,
      thinning: Double(targets.count) / Double(rows.count), range: scoreRange(for: problem),
      score: try reweightedScore(
        rows.flatMap { predictions[$0 * width..<($0 + 1) * width] }, rows.map { targets[$0] }, problem,
        decision))
    guard let interval = bootstrap.interval(estimate: estimate, level: level, &random) else {
      throw .undefined(metric: self, reason: "most resamples of the rows have no score")
    }
    return interval
  }

  /// The score as a function of the weights; what does not depend on them is done once.
  private func reweightedScore(
    _ predictions: [Double], _ targets: [Double], _ problem: LearningProblem, _ decision: DecisionRule
  ) throws(MetricsError) -> ([Double]) -> Double? {
    guard problem.isClassification else {
      let values = try ValueTargets(targets, weights: nil)
      return { weights in
        predictions.withUnsafeBufferPointer { values.reweighted(weights)?.score($0, self) }
      }
    }
    let classes = try ClassTargets(targets, weights: nil, problem: problem)
    if judgesRanks {
      let rankings = predictions.withUnsafeBufferPointer { classes.rankings($0) }
      return { classes.reweighted($0)?.rankingScore(rankings, self) }
    }
    if needsLabels {
      let labels = decision.labels(for: predictions, problem: problem)
      return { weights in
        var tally = ClassTally(classCount: classes.classCount)
        for row in labels.indices where weights[row] > 0 {
          tally.count(actual: Int(classes.classes[row]), predicted: labels[row], weight: weights[row])
        }
        return tally.isEmpty ? nil : tally.value(of: self)
      }
    }
    return { weights in
      predictions.withUnsafeBufferPointer { predictions in
        guard let classes = classes.reweighted(weights) else { return nil }
        return self == .logLoss ? classes.logLoss(predictions) : classes.brier(predictions)
      }
    }
  }
}

/// Kish's number of equally weighted rows that say as much as these.
func effectiveRows(_ weights: [Double]?, rows: Int) -> Double {
  guard let weights else { return Double(rows) }
  let total = weights.reduce(0, +)
  return total * total / weights.reduce(0) { $0 + $1 * $1 }
}
