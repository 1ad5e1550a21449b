/// The kind of answer a model gives.
public enum PredictionTask: String, Codable, Sendable, Hashable, CaseIterable {
  /// One of two classes.
  case binary
  /// One of three or more classes.
  case multiclass
  /// A number.
  case regression
}

/// What a regression model minimises, and with it which statistic of the target it estimates.
public enum RegressionLoss: Codable, Sendable, Hashable {
  /// Squared error: the mean.
  case squaredError
  /// Absolute error: the median.
  case absoluteError
  /// Pinball loss: the quantile at `level`, in the open interval (0, 1).
  case quantile(level: Double)
  /// Poisson deviance with a logarithmic link: the mean of a count, targets at or above zero.
  case poisson
  /// Tweedie deviance with a logarithmic link, `power` in [1, 2): the mean of a zero-inflated amount.
  case tweedie(power: Double)

  /// Whether targets and predictions of this loss are never negative.
  public var isNonNegative: Bool {
    switch self {
    case .poisson, .tweedie: true
    case .squaredError, .absoluteError, .quantile: false
    }
  }
}

/// What is to be predicted: the task, the classes in their fixed order, and the loss of a regression.
///
/// Targets are numbers everywhere past reading: the index into ``classes`` for classification, the value
/// itself for regression. Predictions are row-major arrays of ``outputCount`` numbers a row: the probability
/// of `classes[1]` for a binary task, one probability a class for a multi-class task, the value for regression.
public struct LearningProblem: Codable, Sendable, Hashable {
  /// The kind of answer.
  public let task: PredictionTask
  /// The class labels as they are spelled in the data, sorted; `[negative, positive]` when binary; empty for regression.
  public let classes: [String]
  /// What a regression minimises; ignored by classification.
  public let loss: RegressionLoss

  /// A classification into `classes`; two make it binary.
  public static func classification(classes: [String]) -> LearningProblem {
    LearningProblem(
      task: classes.count == 2 ? .binary : .multiclass, classes: classes, loss: .squaredError)
  }

  /// A regression that minimises `loss`.
  public static func regression(loss: RegressionLoss = .squaredError) -> LearningProblem {
    LearningProblem(task: .regression, classes: [], loss: loss)
  }

  /// Numbers a prediction holds a row: the number of classes when multi-class, else one.
  public var outputCount: Int { task == .multiclass ? classes.count : 1 }

  /// Whether the answer is a class.
  public var isClassification: Bool { task != .regression }
}
