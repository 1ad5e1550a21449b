import LatheCore

/// Why the record of a run cannot be used.
public enum RunStoreError: LatheError {
  /// SQLite reported a failure.
  case storage(file: String, message: String)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .storage(let file, let message):
      Explanation(
        what: "the record of the run cannot be read or written: \(message)", place: file,
        remedy: "Check the free space and the permissions of the folder, or delete the file to start anew.")
    }
  }

  /// Always false: the run failed, not the input.
  public var isBadInput: Bool { false }
}
