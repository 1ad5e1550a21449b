import Search

/// A value in a column of a database.
enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
  init(_ value: Double?) { self = value.map(SQLValue.real) ?? .null }

  /// Databases end a text at a zero character or refuse it: it is written as its symbol.
  init(_ value: String?) {
    self = value.map { .text($0.contains("\0") ? $0.replacing("\0", with: "\u{2400}") : $0) } ?? .null
  }

  var integer: Int? { if case .integer(let value) = self { Int(value) } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }
  var real: Double? {
    switch self {
    case .real(let value): value
    case .integer(let value): Double(value)
    case .null, .text: nil
    }
  }
}

/// A connection to a database, inside a transaction.
protocol SQLConnection {
  /// Where the database is, for messages.
  var place: String { get }

  /// Runs statements, each of whose parameters are `$1`, `$2`, …, in this order; the rows of each.
  func rows(of requests: [SQLRequest]) throws(SearchError) -> [[[SQLValue]]]

  /// Runs a statement without rows, at the latest before the next one that has some, or at the end of the transaction.
  func run(_ request: SQLRequest) throws(SearchError)
}

extension SQLConnection {
  /// The rows of one statement.
  func query(_ statement: String, _ arguments: [SQLValue]) throws(SearchError) -> [[SQLValue]] {
    try rows(of: [SQLRequest(statement, arguments)]).first ?? []
  }
}

/// A statement and the values of its parameters.
struct SQLRequest: Sendable {
  let statement: String
  let arguments: [SQLValue]

  init(_ statement: String, _ arguments: [SQLValue] = []) {
    self.statement = statement
    self.arguments = arguments
  }
}
