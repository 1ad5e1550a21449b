import LatheCore

/// How good predictions are, as one number.
///
/// Rows may carry weights; a weight of two counts like the same row twice. Metrics of labels (accuracy and
/// the like) see the labels that a ``DecisionRule`` makes of the predictions, all others the predictions.
///
/// For two classes, `precision`, `recall` and `f1` are those of the positive class, `classes[1]`.
public enum Metric: Hashable, Sendable {
  /// Area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half.
  /// With more classes the unweighted mean of one class against the rest, over the classes that have rows on both sides.
  case auc
  /// Mean negative log-likelihood of the true class; probabilities are clipped to [2⁻⁵², 1 − 2⁻⁵²].
  case logLoss
  /// The share of rows whose label is right.
  case accuracy
  /// The mean over the true classes of the share of their rows that is found.
  case balancedAccuracy
  /// The harmonic mean of precision and recall of the positive class; for two classes only.
  case f1
  /// The mean of the F1 of the classes that are true or predicted somewhere.
  case f1Macro
  /// The mean of the F1 of the classes, weighted by their rows.
  case f1Weighted
  /// Matthews correlation coefficient (Gorodkin's R_K for more classes), 0 where it is 0/0.
  case mcc
  /// The share of rows labelled positive that are; with more classes the mean over classes. 0 where nothing is labelled so.
  case precision
  /// The share of positive rows that are labelled so; with more classes the mean over classes.
  case recall
  /// Area under the precision-recall curve as a step function; with more classes the mean of one against the rest.
  case averagePrecision
  /// Mean squared error of the probabilities: of `classes[1]` for two classes, summed over the classes for more.
  case brier
  /// Root mean squared error.
  case rmse
  /// Mean absolute error.
  case mae
  /// Coefficient of determination; where all targets are equal 1 for perfect predictions, else 0.
  case r2
  /// Root mean squared error of log(1 + value); predictions below zero count as zero.
  case rmsle
  /// Mean absolute error as a share of the target.
  case mape
  /// Mean pinball loss of the quantile at `level`, in the open interval (0, 1).
  case pinball(level: Double)
  /// Mean Poisson deviance of counts; predictions are clipped from below at 10⁻¹⁰.
  case poissonDeviance
  /// Mean Tweedie deviance of `power` in the open interval (1, 2); predictions are clipped from below at 10⁻¹⁰.
  case tweedieDeviance(power: Double)

  /// Whether a larger score is a better one.
  public var isHigherBetter: Bool {
    switch self {
    case .auc, .accuracy, .balancedAccuracy, .f1, .f1Macro, .f1Weighted, .mcc, .precision, .recall,
      .averagePrecision, .r2:
      true
    case .logLoss, .brier, .rmse, .mae, .rmsle, .mape, .pinball, .poissonDeviance, .tweedieDeviance:
      false
    }
  }

  /// Whether the score depends on the labels that a ``DecisionRule`` makes, rather than on the predictions themselves.
  public var needsLabels: Bool {
    switch self {
    case .accuracy, .balancedAccuracy, .f1, .f1Macro, .f1Weighted, .mcc, .precision, .recall: true
    default: false
    }
  }

  /// Whether the score depends on nothing but the order of the rows by their predictions.
  public var judgesRanks: Bool { self == .auc || self == .averagePrecision }

  /// Whether the metric is defined for `problem`.
  public func supports(_ problem: LearningProblem) -> Bool {
    switch self {
    case .auc, .logLoss, .accuracy, .balancedAccuracy, .f1Macro, .f1Weighted, .mcc, .precision, .recall,
      .averagePrecision, .brier:
      problem.isClassification
    case .f1: problem.task == .binary
    case .rmse, .mae, .r2, .rmsle, .mape, .pinball, .poissonDeviance, .tweedieDeviance:
      problem.task == .regression
    }
  }

  /// The metric to optimise where nobody says otherwise: AUC for two classes, log-loss for more, and the loss
  /// itself for a regression.
  public static func standard(for problem: LearningProblem) -> Metric {
    switch problem.task {
    case .binary: .auc
    case .multiclass: .logLoss
    case .regression:
      switch problem.loss {
      case .squaredError: .rmse
      case .absoluteError: .mae
      case .quantile(let level): .pinball(level: level)
      case .poisson: .poissonDeviance
      case .tweedie(let power): power > 1 ? .tweedieDeviance(power: power) : .poissonDeviance
      }
    }
  }
}
