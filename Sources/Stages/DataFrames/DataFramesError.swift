import LatheCore

/// Why a table could not be read, split or written.
public enum DataFramesError: LatheError {
  /// No path was given, or a folder holds no table.
  case noFiles(place: String)
  /// There is nothing at the path.
  case fileMissing(path: String)
  /// The system refuses to open or read the file.
  case unreadable(path: String, reason: String)
  /// The file has no bytes.
  case empty(path: String)
  /// The file has a header and no row.
  case noRows(path: String)
  /// The bytes are in a format that is not a table this library reads.
  case unsupportedFormat(path: String, found: String, remedy: String)
  /// The file breaks the rules of its format.
  case damaged(path: String, format: String, reason: String)
  /// More columns than can be meant.
  case tooManyColumns(path: String, count: Int, limit: Int)
  /// No row has as many fields as the header.
  case noMatchingRow(path: String, expected: Int, line: Int, found: Int)
  /// Rows that cannot be used where none may be left out; the lines are not known of rows that were drawn.
  case malformedRows(path: String, lines: [Int], count: Int, expected: Int)
  /// Files given together that have no column in common.
  case noCommonColumn(path: String, other: String)
  /// A column that is asked for is not in the data.
  case unknownColumn(name: String, available: [String], place: String)
  /// Values that do not fit the kind a schema demands.
  case valueMismatch(column: String, kind: ColumnKind, examples: [ValuePlace], count: Int, place: String)
  /// The schema file cannot be understood.
  case invalidSchema(path: String, reason: String)
  /// An option has a value that makes no sense.
  case invalidOption(name: String, reason: String)
  /// The result cannot be written.
  case unwritable(path: String, reason: String)

  /// A value and the row it stands in.
  public struct ValuePlace: Sendable, Hashable {
    /// The row, counted from 1 without the header.
    public let row: Int
    /// The value as it is spelled, cut to 60 characters.
    public let value: String
  }

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .noFiles(let place):
      Explanation(
        what: "there is no table here", place: place,
        remedy: "Give a CSV, TSV, JSON lines or Parquet file, or a folder of them.")
    case .fileMissing(let path):
      Explanation(what: "there is no such file", place: path, remedy: "Check the path.")
    case .unreadable(let path, let reason):
      Explanation(
        what: "the file cannot be read: \(reason)", place: path,
        remedy: "Check its permissions, and that it is a plain file.")
    case .empty(let path):
      Explanation(
        what: "file is empty", place: path, remedy: "Check the step that wrote it, it has 0 bytes.")
    case .noRows(let path):
      Explanation(
        what: "no data rows", place: path, remedy: "The file holds a header only; add rows below it.")
    case .unsupportedFormat(let path, let found, let remedy):
      Explanation(what: "this is \(found), which cannot be read as a table", place: path, remedy: remedy)
    case .damaged(let path, let format, let reason):
      Explanation(
        what: "the \(format) data are damaged or incomplete: \(reason)", place: path,
        remedy: "Copy the file again from its source, or correct the place named.")
    case .tooManyColumns(let path, let count, let limit):
      Explanation(
        what: "the first line has \(count) columns where at most \(limit) are read", place: path,
        remedy: "Check the delimiter and the line ends; a table that has one row a column must be transposed."
      )
    case .noMatchingRow(let path, let expected, let line, let found):
      Explanation(
        what: "no row has the \(expected) fields of the header; line \(line) has \(found)", place: path,
        remedy: "Check the delimiter, or give it explicitly.")
    case .malformedRows(let path, let lines, let count, let expected):
      Explanation(
        what: "\(count) \(count == 1 ? "row does" : "rows do") not have the \(expected) fields of the header",
        place: lines.isEmpty ? path : "\(path), line \(Self.list(lines.map(String.init), of: count))",
        remedy: "Correct these lines; rows may not be left out here.")
    case .noCommonColumn(let path, let other):
      Explanation(
        what: "the file has no column in common with \(other)", place: path,
        remedy: "Files read together must be parts of one table.")
    case .unknownColumn(let name, let available, let place):
      Explanation(
        what: "there is no column \"\(name)\"", place: place,
        remedy: "The columns are \(Self.list(Array(available.prefix(20)), of: available.count)).")
    case .valueMismatch(let column, let kind, let examples, let count, let place):
      Explanation(
        what: "\(count) \(count == 1 ? "value is" : "values are") not \(Self.phrase(kind)): "
          + examples.map { "\"\($0.value)\" in row \($0.row)" }.joined(separator: ", "),
        place: "\(place), column \"\(column)\"",
        remedy: "Correct the values, or the kind of the column in the schema.")
    case .invalidSchema(let path, let reason):
      Explanation(
        what: "the schema cannot be used: \(reason)", place: path,
        remedy: "Its form is a list of columns, each with a name and a kind, one of "
          + ColumnKind.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    case .invalidOption(let name, let reason):
      Explanation(what: "the option \(name) cannot be used: \(reason)")
    case .unwritable(let path, let reason):
      Explanation(
        what: "the file cannot be written: \(reason)", place: path,
        remedy: "Check that the folder exists, may be written to and has room.")
    }
  }

  /// Whether the input is the cause; false where a result cannot be written.
  public var isBadInput: Bool {
    if case .unwritable = self { false } else { true }
  }

  static func list(_ shown: [String], of count: Int) -> String {
    shown.joined(separator: ", ") + (count > shown.count ? " and \(count - shown.count) more" : "")
  }

  private static func phrase(_ kind: ColumnKind) -> String {
    switch kind {
    case .boolean: "one of two values"
    case .integer: "a whole number"
    case .float: "a number"
    case .date: "a date"
    case .dateTime: "a date with time"
    case .category, .text, .identifier, .constant: "a value of kind \(kind.rawValue)"
    }
  }
}
