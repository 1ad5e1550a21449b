import CPostgreSQL
import Foundation
import Search

/// A connection to PostgreSQL. Not for two threads at once.
final class PostgreSQLConnection: SQLConnection {
  private let address: PostgreSQLAddress
  private let handle: OpaquePointer
  private var prepared: [String: String] = [:]
  /// Statements that are sent with the next one.
  private var waiting: [SQLRequest] = []
  private static let mostWaiting = 500
  /// How often the server was waited for, but for what is done once for a connection.
  private(set) var roundTrips = 0
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

  /// Runs a statement without parameters and without rows, at once.
  func execute(_ statement: String) throws(SearchError) {
    if !waiting.isEmpty { _ = try rows(of: []) }
    let result = PQexec(handle, statement)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
      throw failure()
    }
  }

  /// Sends statements all at once, after those that wait, and gives the rows of each: one trip to the server and back.
  func rows(of requests: [SQLRequest]) throws(SearchError) -> [[[SQLValue]]] {
    let sent = waiting + requests
    waiting = []
    for request in sent { try prepare(request.statement) }
    guard PQenterPipelineMode(handle) == 1 else { throw failure() }
    let isSent = sent.allSatisfy(send)
    let problem: SearchError? = isSent && PQpipelineSync(handle) == 1 ? nil : failure()
    // Without its mark at the end the server would never answer.
    if !isSent { _ = PQpipelineSync(handle) }
    // To read to the end brings the connection into order again, whatever has failed.
    let received = Swift.Result { () throws(SearchError) in try receive() }
    PQexitPipelineMode(handle)
    if let problem { throw problem }
    let rows = try received.get()
    guard rows.count == sent.count else { throw damaged("of a result") }
    roundTrips += 1
    return Array(rows.suffix(requests.count))
  }

  /// Keeps a statement until there is something to ask or to commit.
  func run(_ request: SQLRequest) throws(SearchError) {
    waiting.append(request)
    // A large import must not be held in memory as a whole.
    if waiting.count >= Self.mostWaiting { _ = try rows(of: []) }
  }

  private func send(_ request: SQLRequest) -> Bool {
    // Texts are in one block, each with the zero at its end that libpq expects.
    var texts: [CChar] = []
    let starts = request.arguments.map { argument -> Int? in
      guard let text = argument.parameterText else { return nil }
      defer { texts += text.utf8CString }
      return texts.count
    }
    return texts.withUnsafeBufferPointer { texts in
      let parameters = starts.map { start in start.flatMap { texts.baseAddress?.advanced(by: $0) } }
      return PQsendQueryPrepared(
        handle, prepared[request.statement], CInt(request.arguments.count), parameters, nil, nil, 0) == 1
    }
  }

  /// The rows of what was sent, up to the mark at its end.
  private func receive() throws(SearchError) -> [[[SQLValue]]] {
    var found: [[[SQLValue]]] = []
    var problem: SearchError?
    var wasEmpty = false
    while true {
      guard let result = PQgetResult(handle) else {
        // One after the results of each statement; two in a row when there is nothing more, as after a lost connection.
        if wasEmpty || isLost { break }
        wasEmpty = true
        continue
      }
      wasEmpty = false
      defer { PQclear(result) }
      let status = PQresultStatus(result)
      if status == PGRES_PIPELINE_SYNC { break }
      switch status {
      case PGRES_COMMAND_OK: found.append([])
      case PGRES_TUPLES_OK:
        do throws(SearchError) { found.append(try rows(result)) } catch { problem = problem ?? error }
      // Those after one that failed are passed over.
      case PGRES_PIPELINE_ABORTED: break
      default: problem = problem ?? failure(PQresultErrorMessage(result))
      }
    }
    if let problem { throw problem }
    if isLost { throw failure() }
    return found
  }

  private func prepare(_ statement: String) throws(SearchError) {
    guard prepared[statement] == nil else { return }
    let name = "s\(prepared.count)"
    let result = PQprepare(handle, name, statement, 0, nil)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure() }
    prepared[statement] = name
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

  /// Runs `body` in a transaction. Its beginning travels with the first statement that has rows, what is written with the
  /// end.
  func transaction<Result>(
    _ begin: String, _ body: (PostgreSQLConnection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    isCommitUnknown = false
    waiting = [SQLRequest(begin)]
    let outcome = Swift.Result { () throws(SearchError) in try body(self) }
    guard case .success = outcome else {
      // What was not sent need not be undone. If this fails too, the connection is lost and the server rolls back.
      waiting = []
      if PQtransactionStatus(handle) != PQTRANS_IDLE { try? execute("ROLLBACK") }
      return try outcome.get()
    }
    try commit()
    return try outcome.get()
  }

  /// The rows of statements that see one state of the database, in one trip.
  func snapshot(_ requests: [SQLRequest]) throws(SearchError) -> [[[SQLValue]]] {
    isCommitUnknown = false
    waiting = [SQLRequest("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")]
    do throws(SearchError) {
      return try rows(of: requests + [SQLRequest("COMMIT")]).dropLast()
    } catch {
      if !isLost { try? execute("ROLLBACK") }
      throw error
    }
  }

  private func commit() throws(SearchError) {
    // A server that has said goodbye has not been asked yet, and the transaction can be done again. The first look finds
    // what it said, the second that nothing can follow.
    guard PQconsumeInput(handle) == 1, PQconsumeInput(handle) == 1, !isLost else { throw failure() }
    do throws(SearchError) {
      _ = try rows(of: [SQLRequest("COMMIT")])
    } catch {
      isCommitUnknown = isLost
      if !isLost { try? execute("ROLLBACK") }
      throw error
    }
  }

  private func failure(_ message: UnsafePointer<CChar>? = nil) -> SearchError {
    let message = (message ?? UnsafePointer(PQerrorMessage(handle))).map { String(cString: $0) } ?? ""
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
