import GRDB

/// A row whose values may be of any kind: the file is somebody else's.
struct CheckedRow {
  private let row: Row
  private let path: String

  init(_ row: Row, path: String) {
    self.row = row
    self.path = path
  }

  /// The rows of a query.
  static func fetch(_ database: Database, _ sql: String, _ study: Int64, path: String) throws -> [CheckedRow]
  {
    try Row.fetchAll(database, sql: sql, arguments: [study]).map { CheckedRow($0, path: path) }
  }

  /// The value of a column; `nil` for none, and for one of another kind.
  func optional<Value: DatabaseValueConvertible>(_ column: String) -> Value? {
    guard let value = row[column] as DatabaseValue? else { return nil }
    return Value.fromDatabaseValue(value)
  }

  /// The value of a column that has one.
  func needed<Value: DatabaseValueConvertible>(_ column: String) throws(OptunaError) -> Value {
    guard let value: Value = optional(column) else {
      throw OptunaError(path: path, problem: "a row has no \(column), or one of another kind")
    }
    return value
  }
}
