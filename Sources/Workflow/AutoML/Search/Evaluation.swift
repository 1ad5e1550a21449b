import DataFrames
import LatheCore
import Metrics

/// The rows on which candidates are compared, with their targets and the objective.
struct Evaluation: Sendable {
  let problem: LearningProblem
  let metric: Metric
  /// Evaluation rows, fold after fold.
  let rows: [Int]
  let targets: [Double]
  let weights: [Double]?
  private let whole: MetricEvaluator?
  private let folds: [MetricEvaluator?]

  /// An evaluation on the validation rows of `folds`.
  init(table: TrainingTable, folds: [Fold], metric: Metric) {
    var rows: [Int] = []
    var ranges: [Range<Int>] = []
    for fold in folds {
      ranges.append(rows.count..<rows.count + fold.validation.count)
      rows.append(contentsOf: fold.validation)
    }
    self.init(
      problem: table.problem, metric: metric, rows: rows, ranges: ranges,
      targets: rows.map { table.targets[$0] },
      weights: table.weights.map { weights in rows.map { weights[$0] } })
  }

  private init(
    problem: LearningProblem, metric: Metric, rows: [Int], ranges: [Range<Int>], targets: [Double],
    weights: [Double]?
  ) {
    self.problem = problem
    self.metric = metric
    self.rows = rows
    self.targets = targets
    self.weights = weights
    func evaluator(_ range: Range<Int>) -> MetricEvaluator? {
      try? MetricEvaluator(
        metric, targets: Array(targets[range]), weights: weights.map { Array($0[range]) }, problem: problem,
        decision: .mostProbable)
    }
    whole = evaluator(0..<rows.count)
    folds = ranges.map(evaluator)
  }

  /// The loss of predictions for all evaluation rows, lower is better; infinite where it is undefined. Metrics of
  /// labels are taken at the threshold that suits them best, as the bundle will have one.
  func loss(_ predictions: [Double]) -> Double { Self.loss(predictions, by: whole) }

  /// The loss of predictions for the rows of one fold.
  func loss(_ predictions: [Double], fold: Int) -> Double { Self.loss(predictions, by: folds[fold]) }

  /// An evaluation on at most `limit` of the rows, evenly spaced, and the positions of those rows.
  func thinned(to limit: Int) -> (evaluation: Evaluation, positions: [Int]) {
    guard rows.count > limit else { return (self, Array(rows.indices)) }
    let positions = (0..<limit).map { $0 * rows.count / limit }
    return (part(positions), positions)
  }

  /// An evaluation on the rows at `positions`.
  func part(_ positions: [Int]) -> Evaluation {
    Evaluation(
      problem: problem, metric: metric, rows: positions.map { rows[$0] }, ranges: [],
      targets: positions.map { targets[$0] },
      weights: weights.map { weights in positions.map { weights[$0] } })
  }

  private static func loss(_ predictions: [Double], by evaluator: MetricEvaluator?) -> Double {
    guard let loss = try? evaluator?.lossAtBestDecision(predictions), !loss.isNaN else { return .infinity }
    return loss
  }
}
