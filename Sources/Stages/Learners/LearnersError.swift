import LatheCore

/// Why a model could not be fitted.
public enum LearnersError: LatheError {
  /// The learner cannot fit this problem or these data.
  case unsupported(learner: String, reason: String)
  /// The native library reported a failure.
  case engine(learner: String, message: String)
  /// The deadline came before there was any model.
  case interrupted(learner: String)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .unsupported(let learner, let reason):
      Explanation(what: "\(learner) cannot learn from these data: \(reason)")
    case .engine(let learner, let message):
      Explanation(what: "\(learner) failed: \(message)")
    case .interrupted(let learner):
      Explanation(
        what: "\(learner) was stopped before it had a model", remedy: "Give it more time.")
    }
  }

  /// Whether the data are the cause.
  public var isBadInput: Bool {
    if case .unsupported = self { true } else { false }
  }
}
