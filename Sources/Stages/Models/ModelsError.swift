import LatheCore

/// Why a stored model cannot be used.
public enum ModelsError: LatheError {
  /// A file of a model is damaged or does not belong to this problem.
  case damaged(file: String, reason: String)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .damaged(let file, let reason):
      Explanation(
        what: "the model is damaged: \(reason)", place: file,
        remedy: "Copy the bundle again from its source, or fit the model again.")
    }
  }

  /// Always true: the file is an input.
  public var isBadInput: Bool { true }
}
