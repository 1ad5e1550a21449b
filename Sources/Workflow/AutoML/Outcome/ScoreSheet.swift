import Bundles
import LatheCore
import Metrics

/// Scores of predictions by several metrics, with intervals for the objective and a constant answer to compare with.
struct ScoreSheet: Sendable {
  /// The objective first.
  let scores: [RecordedScore]
  /// The objective's score of the best constant answer.
  let baseline: Double?

  init(
    predictions: [Double], targets: [Double], weights: [Double]?, problem: LearningProblem, objective: Metric,
    decision: DecisionRule, rows: RecordedScore.Rows, seed: UInt64
  ) {
    scores = EnsembleVerdict.metrics(for: problem, objective: objective).compactMap { metric in
      if metric == objective,
        let interval = try? metric.confidenceInterval(
          predictions: predictions, targets: targets, weights: weights, problem: problem, decision: decision,
          seed: seed)
      {
        return RecordedScore(
          metric: metric, rows: rows, rowCount: targets.count, value: interval.estimate,
          lower: interval.lower,
          upper: interval.upper)
      }
      guard
        let score = try? metric.score(
          predictions: predictions, targets: targets, weights: weights, problem: problem, decision: decision)
      else { return nil }
      return RecordedScore(metric: metric, rows: rows, rowCount: targets.count, value: score)
    }
    baseline = try? objective.score(
      predictions: Self.constant(targets: targets, weights: weights, problem: problem), targets: targets,
      weights: weights, problem: problem, decision: .mostProbable)
  }

  /// The best constant answer: class shares, the median for absolute errors, else the mean.
  private static func constant(targets: [Double], weights: [Double]?, problem: LearningProblem) -> [Double] {
    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }
    let total = targets.indices.reduce(0) { $0 + weight($1) }
    switch problem.task {
    case .regression:
      let level: Double? =
        switch problem.loss {
        case .absoluteError: 0.5
        case .quantile(let level): level
        default: nil
        }
      let answer =
        if let level { targets.sorted()[min(targets.count - 1, Int(level * Double(targets.count)))] } else {
          targets.indices.reduce(0) { $0 + weight($1) * targets[$1] } / total
        }
      return [Double](repeating: answer, count: targets.count)
    case .binary:
      let share = targets.indices.reduce(0) { $0 + weight($1) * targets[$1] } / total
      return [Double](repeating: share, count: targets.count)
    case .multiclass:
      var shares = [Double](repeating: 0, count: problem.classes.count)
      for row in targets.indices { shares[Int(targets[row])] += weight(row) / total }
      return targets.flatMap { _ in shares }
    }
  }
}
