/// An error that says what was wrong, where, and what to do about it.
///
/// Each module has one public enum that conforms. The command line prints ``description`` and exits with
/// ``isBadInput`` ? 2 : 1.
public protocol LatheError: Error, CustomStringConvertible {
  /// What was wrong, with its place and its remedy.
  var explanation: Explanation { get }
  /// Whether the user's input is the cause, as against a failed run.
  var isBadInput: Bool { get }
}

extension LatheError {
  /// The explanation in one line or a few.
  public var description: String { explanation.description }
}

/// The message of an error: what, where, remedy.
public struct Explanation: Sendable, CustomStringConvertible {
  /// What was wrong, one sentence without a final stop.
  public var what: String
  /// Where: the file, and within it the line, the column and the value as far as they are known.
  public var place: String?
  /// What the reader can do, one sentence.
  public var remedy: String?

  /// A message.
  public init(what: String, place: String? = nil, remedy: String? = nil) {
    self.what = what
    self.place = place
    self.remedy = remedy
  }

  /// `PLACE: WHAT. REMEDY.`
  public var description: String {
    let head = place.map { "\($0): \(what)" } ?? what
    // What a library said may end as a sentence does.
    let stop = head.last.map(".?!".contains) == true ? "" : "."
    return remedy.map { "\(head)\(stop) \($0)" } ?? head
  }
}

/// What can be wrong with the values of this module.
public enum CoreError: LatheError {
  /// Two columns of a frame have one name.
  case duplicateColumn(String)
  /// A column is longer or shorter than the first.
  case columnLengths(column: String, rows: Int, expected: Int)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .duplicateColumn(let name):
      Explanation(what: "two columns are called \"\(name)\"", remedy: "Rename one of them.")
    case .columnLengths(let column, let rows, let expected):
      Explanation(
        what: "column \"\(column)\" has \(rows) rows where the first column has \(expected)",
        remedy: "Give all columns the same number of rows.")
    }
  }

  /// Always true.
  public var isBadInput: Bool { true }
}
