import LatheCore
import Metrics

/// The chosen ensemble as it will answer: calibrated, with its decision rule, and judged on validation rows.
struct EnsembleVerdict: Sendable {
  let calibration: Calibration?
  let decision: DecisionRule
  /// Calibrated out-of-fold predictions for the evaluation rows.
  let predictions: [Double]
  let evaluation: Evaluation

  /// Calibrates and tunes on the out-of-fold predictions of `state`.
  ///
  /// - Parameter calibrates: False where classes were weighted in training: calibration would take that back.
  init(_ state: SearchState, calibrates: Bool, seed: UInt64) {
    evaluation = state.evaluation
    let problem = evaluation.problem
    var calibrated = state.predictions
    var calibration: Calibration?
    if problem.isClassification, calibrates,
      let fitted = try? Calibration.fitted(
        predictions: state.predictions, targets: evaluation.targets, weights: evaluation.weights,
        problem: problem, keepingRanks: problem.task == .binary && evaluation.metric.judgesRanks, seed: seed),
      fitted != .identity
    {
      calibration = fitted
      calibrated = fitted.apply(to: state.predictions, problem: problem)
    }
    self.calibration = calibration
    predictions = calibrated
    decision =
      problem.isClassification
      ? (try? DecisionRule.tuned(
        for: evaluation.metric, predictions: calibrated, targets: evaluation.targets,
        weights: evaluation.weights,
        problem: problem, seed: seed)) ?? .mostProbable : .mostProbable
  }

  /// Metrics worth showing beside the objective.
  static func metrics(for problem: LearningProblem, objective: Metric) -> [Metric] {
    let usual: [Metric] =
      switch problem.task {
      case .binary: [.auc, .logLoss, .accuracy, .balancedAccuracy, .f1, .mcc, .averagePrecision, .brier]
      case .multiclass: [.logLoss, .accuracy, .balancedAccuracy, .f1Macro, .auc, .mcc]
      case .regression: [.rmse, .mae, .r2]
      }
    return [objective] + usual.filter { $0 != objective }
  }
}
