import LatheCore

/// Why predictions cannot be scored.
public enum MetricsError: LatheError {
  /// No metric has this name.
  case unknownMetric(String)
  /// The metric is not defined for this kind of problem.
  case unsupported(metric: Metric, problem: LearningProblem)
  /// An array has the wrong length.
  case count(of: String, is: Int, expected: Int)
  /// A prediction is not a finite number.
  case prediction(row: Int, value: Double)
  /// A target is no class index, not finite, or outside of what the metric is defined for.
  case target(row: Int, value: Double, expected: String)
  /// A weight is negative or not finite, or all are zero (then `row` is `nil`).
  case weight(row: Int?, value: Double)
  /// The score is 0/0 for these targets.
  case undefined(metric: Metric, reason: String)
  /// The decision rule is for another problem.
  case decision(DecisionRule, problem: LearningProblem)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .unknownMetric(let name):
      Explanation(
        what: "there is no metric \"\(name)\"",
        remedy: "Choose one of \(Metric.names.joined(separator: ", ")).")
    case .unsupported(let metric, let problem):
      Explanation(
        what: "the metric \(metric) does not apply to \(Self.describe(problem))",
        remedy: Self.remedy(metric, problem))
    case .count(let name, let count, let expected):
      Explanation(
        what: "there are \(count) \(name) where \(expected) are expected",
        remedy: "Give as many as the rows need.")
    case .prediction(let row, let value):
      Explanation(
        what: "the prediction \(value) is not a finite number", place: "row \(row)",
        remedy: "Leave out the model that made it.")
    case .target(let row, let value, let expected):
      Explanation(
        what: "the target \(value) is not \(expected)", place: "row \(row)",
        remedy: "Correct or remove the row, or choose another metric.")
    case .weight(let row?, let value):
      Explanation(
        what: "the weight \(value) is not a finite number of at least zero", place: "row \(row)",
        remedy: "Correct the weight.")
    case .weight(nil, _):
      Explanation(what: "there is no row of positive weight", remedy: "Give at least one.")
    case .undefined(let metric, let reason):
      Explanation(
        what: "the metric \(metric) is undefined here: \(reason)",
        remedy: "Use more rows, a stratified split, or another metric.")
    case .decision(_, let problem):
      Explanation(
        what: "the decision rule does not belong to \(Self.describe(problem))",
        remedy: "Use the rule that was made with the model.")
    }
  }

  /// Always true: predictions, targets and names all come from outside of this module.
  public var isBadInput: Bool { true }

  private static func describe(_ problem: LearningProblem) -> String {
    switch problem.task {
    case .binary: "a classification into two classes"
    case .multiclass: "a classification into \(problem.classes.count) classes"
    case .regression: "a regression"
    }
  }

  private static func remedy(_ metric: Metric, _ problem: LearningProblem) -> String {
    if metric == .f1, problem.task == .multiclass { return "Use f1-macro or f1-weighted." }
    let names = Metric.plain.filter { $0.supports(problem) }.map(\.name)
    return "Choose one of \(names.joined(separator: ", "))."
  }
}
