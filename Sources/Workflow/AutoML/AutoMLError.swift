import LatheCore

/// Why a fit could not be done.
public enum AutoMLError: LatheError {
  /// A column named in the request is not in the data.
  case missingColumn(name: String, role: String, available: [String])
  /// The target cannot be learnt.
  case target(column: String, reason: String, remedy: String)
  /// A setting does not fit the data or another setting.
  case setting(name: String, reason: String, remedy: String)
  /// There is nothing to learn from.
  case data(reason: String, remedy: String)
  /// No candidate could be fitted in the time.
  case noModel(reason: String)
  /// A stop was asked for before there was anything to keep.
  case interrupted
  /// A stage failed.
  case stage(any LatheError)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .missingColumn(let name, let role, let available):
      Explanation(
        what: "there is no column \"\(name)\" to use as \(role)",
        remedy:
          "The columns are: \(available.prefix(20).joined(separator: ", "))\(available.count > 20 ? ", …" : "")."
      )
    case .target(let column, let reason, let remedy):
      Explanation(what: "the target \"\(column)\" cannot be learnt: \(reason)", remedy: remedy)
    case .setting(let name, let reason, let remedy):
      Explanation(what: "\(name): \(reason)", remedy: remedy)
    case .data(let reason, let remedy):
      Explanation(what: reason, remedy: remedy)
    case .noModel(let reason):
      Explanation(what: "no model could be fitted: \(reason)", remedy: "Give more time with --time.")
    case .interrupted:
      Explanation(what: "stopped before the first model was fitted", remedy: "Nothing was written.")
    case .stage(let error):
      error.explanation
    }
  }

  /// Whether the user's input is the cause.
  public var isBadInput: Bool {
    switch self {
    case .missingColumn, .target, .setting, .data: true
    case .noModel, .interrupted: false
    case .stage(let error): error.isBadInput
    }
  }
}
