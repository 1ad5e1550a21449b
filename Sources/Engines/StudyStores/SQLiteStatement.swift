import GRDB
import GRDBSQLite

/// A prepared statement, run without the conversions that GRDB offers: they took more time than SQLite.
struct SQLiteStatement {
  private let handle: OpaquePointer
  /// SQLite copies a text when it is bound.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  /// A statement that GRDB owns and keeps for the next time.
  init(_ statement: Statement) { handle = statement.sqliteStatement }

  /// Runs it and gives all rows.
  func rows(_ arguments: [SQLValue]) throws -> [[SQLValue]] {
    defer { sqlite3_reset(handle) }
    for (index, argument) in arguments.enumerated() { try bind(argument, at: CInt(index + 1)) }
    let columns = 0..<sqlite3_column_count(handle)
    var rows: [[SQLValue]] = []
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: rows.append(columns.map(value))
      case SQLITE_DONE: return rows
      case let code: throw failure(code)
      }
    }
  }

  private func bind(_ value: SQLValue, at place: CInt) throws {
    let code =
      switch value {
      case .null: sqlite3_bind_null(handle, place)
      case .integer(let value): sqlite3_bind_int64(handle, place, value)
      case .real(let value): sqlite3_bind_double(handle, place, value)
      case .text(let value):
        value.withCString { sqlite3_bind_text(handle, place, $0, CInt(value.utf8.count), Self.copied) }
      }
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func value(_ column: CInt) -> SQLValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      guard let start = sqlite3_column_text(handle, column) else { return .null }
      let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
      return .text(String(decoding: bytes, as: UTF8.self))
    default: return .null
    }
  }

  private func failure(_ code: CInt) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
  }
}
