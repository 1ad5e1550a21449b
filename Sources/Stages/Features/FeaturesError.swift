import LatheCore

/// Why features could not be fitted or read from a bundle.
public enum FeaturesError: LatheError {
  /// The deadline came, or a stop was requested, before the features were fitted.
  case interrupted
  /// No column tells rows apart, so there is nothing to learn from.
  case noUsableColumn(columns: Int)
  /// The frame and its targets, weights or groups differ in length.
  case rowCounts(rows: Int, targets: Int)
  /// Stored transforms contradict themselves.
  case damaged(column: String?, reason: String)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .interrupted:
      Explanation(what: "the features were not fitted in time", remedy: "Give it more time.")
    case .noUsableColumn(let columns):
      Explanation(
        what:
          "none of the \(columns) columns can be learnt from: each is constant, empty or different in every row",
        remedy: "Check that the right columns were read and that the target is not the only one that varies.")
    case .rowCounts(let rows, let targets):
      Explanation(what: "\(rows) rows came with \(targets) targets, weights or groups")
    case .damaged(let column, let reason):
      Explanation(
        what: "the stored features are damaged: \(reason)", place: column.map { "column \"\($0)\"" },
        remedy: "Copy the bundle again from its source, or fit the model again.")
    }
  }

  /// Whether the data or the file are the cause, as against a stop or the calling program.
  public var isBadInput: Bool {
    switch self {
    case .noUsableColumn, .damaged: true
    case .interrupted, .rowCounts: false
    }
  }
}
