import CPostgreSQL
import Foundation
import Search

/// A connection to PostgreSQL. Not for two threads at once.
final class PostgreSQLConnection: SQLConnection {
  private let address: PostgreSQLAddress
  private let handle: OpaquePointer
  private var prepared: [String: String] = [:]
  /// Whether the connection broke while the server was asked to commit.
  private(set) var isCommitUnknown = false

  var place: String { address.place }

  /// Whether the server can no longer be reached through it.
  var isLost: Bool { PQstatus(handle) != CONNECTION_OK }

  init(_ address: PostgreSQLAddress) throws(SearchError) {
    self.address = address
    // The address comes first, so that it can overrule what follows.
    let settings = [
      ("fallback_application_name", "lathe"), ("connect_timeout", "10"), ("client_encoding", "UTF8"),
      ("dbname", address.url),
    ]
    var keys = settings.map { UnsafePointer(strdup($0.0)) } + [nil]
    var values = settings.map { UnsafePointer(strdup($0.1)) } + [nil]
    defer { for text in keys + values { free(UnsafeMutablePointer(mutating: text)) } }
    guard let handle = PQconnectdbParams(&keys, &values, 1) else {
      throw .storage(place: address.place, message: "there is no memory for a connection")
    }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else { throw failure() }
    // Notices such as "already exists, skipping" are of no interest.
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    // A worker that hangs inside a transaction must not hang all others.
    for setting in [
      "SET search_path = lathe", "SET idle_in_transaction_session_timeout = '60s'",
      "SET lock_timeout = '120s'",
    ] { try execute(setting) }
  }

  deinit { PQfinish(handle) }

  /// Runs a statement without parameters and without rows.
  func execute(_ statement: String) throws(SearchError) {
    let result = PQexec(handle, statement)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
      throw failure()
    }
  }

  func query(_ statement: String, _ arguments: [SQLValue]) throws(SearchError) -> [[SQLValue]] {
    let name = try prepare(statement)
    // Texts are in one block, each with the zero at its end that libpq expects.
    var texts: [CChar] = []
    let starts = arguments.map { argument -> Int? in
      guard let text = argument.parameterText else { return nil }
      defer { texts += text.utf8CString }
      return texts.count
    }
    let result = texts.withUnsafeBufferPointer { texts in
      let parameters = starts.map { start in start.flatMap { texts.baseAddress?.advanced(by: $0) } }
      return PQexecPrepared(handle, name, CInt(arguments.count), parameters, nil, nil, 0)
    }
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK: return []
    case PGRES_TUPLES_OK: return try rows(result)
    default: throw failure()
    }
  }

  private func prepare(_ statement: String) throws(SearchError) -> String {
    if let name = prepared[statement] { return name }
    let name = "s\(prepared.count)"
    let result = PQprepare(handle, name, statement, 0, nil)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure() }
    prepared[statement] = name
    return name
  }

  private func rows(_ result: OpaquePointer?) throws(SearchError) -> [[SQLValue]] {
    var rows: [[SQLValue]] = []
    for row in 0..<PQntuples(result) {
      var values: [SQLValue] = []
      for column in 0..<PQnfields(result) {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
          values.append(.null)
          continue
        }
        let value = SQLValue(String(cString: start), type: PQftype(result, column))
        guard let value else { throw damaged("of a result") }
        values.append(value)
      }
      rows.append(values)
    }
    return rows
  }

  /// Runs `body` in a transaction.
  func transaction<Result>(
    _ begin: String, _ body: (PostgreSQLConnection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    isCommitUnknown = false
    try execute(begin)
    let outcome = Swift.Result { () throws(SearchError) in try body(self) }
    guard case .success = outcome else {
      // If this fails too, the connection is lost and the server rolls back by itself.
      try? execute("ROLLBACK")
      return try outcome.get()
    }
    do throws(SearchError) { try execute("COMMIT") } catch {
      isCommitUnknown = isLost
      throw error
    }
    return try outcome.get()
  }

  private func failure() -> SearchError {
    let message = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
    let lines = message.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    return .storage(place: place, message: address.withoutSecrets(lines.joined(separator: "; ")))
  }
}

extension SQLValue {
  /// The value as PostgreSQL reads it; `nil` for none.
  fileprivate var parameterText: String? {
    switch self {
    case .null: nil
    case .integer(let value): "\(value)"
    case .real(let value) where value.isInfinite: value > 0 ? "Infinity" : "-Infinity"
    case .real(let value) where value.isNaN: "NaN"
    case .real(let value): "\(value)"
    case .text(let value): value
    }
  }

  /// A value that PostgreSQL has written.
  fileprivate init?(_ text: String, type: Oid) {
    switch type {
    // The numbers of its types int8, int2 and int4, float4 and float8.
    case 20, 21, 23:
      guard let value = Int64(text) else { return nil }
      self = .integer(value)
    case 700, 701:
      guard let value = Double(text) else { return nil }
      self = .real(value)
    default: self = .text(text)
    }
  }
}
