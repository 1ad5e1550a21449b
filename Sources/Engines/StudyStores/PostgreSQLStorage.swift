import Foundation
import Search

/// Studies in a PostgreSQL database, for the processes of many machines.
///
/// The tables lie in the schema `lathe`, which is created. Whoever changes a study locks its row meanwhile; times are those
/// of the server's clock, so those of the machines may differ. One object has one connection, which several threads can
/// use in turn. A connection that was lost is made again, and what had not been committed is done again.
public final class PostgreSQLStorage: StudyStorage {
  /// Seconds for which a lost connection is sought again.
  static let patience = 30.0

  /// Where the database is, without a password.
  public let place: String
  private let address: PostgreSQLAddress
  private let turn = NSLock()
  /// Touched by whoever holds `turn`; a mutex could not lend it to a caller's closure.
  nonisolated(unsafe) private var connection: PostgreSQLConnection
  /// Until when a lost connection is sought; likewise.
  nonisolated(unsafe) private var patienceEnd: ContinuousClock.Instant?

  /// How often the server was waited for.
  var roundTrips: Int {
    turn.lock()
    defer { turn.unlock() }
    return connection.roundTrips
  }

  /// Yes.
  public var isShared: Bool { true }

  /// Connects to a database, and creates the tables unless they are there.
  ///
  /// - Parameter url: `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`, or any other connection string of libpq. What is
  ///   left out comes from the environment (`PGPASSWORD`, `PGSERVICE`, …) and from `~/.pgpass`.
  /// - Throws: `SearchError.storage(place:message:)` if it is no such string, if the server cannot be reached or
  ///   refuses, and if the tables were made by a newer version.
  public init(url: String) throws(SearchError) {
    let address = try PostgreSQLAddress(url)
    let connection = try PostgreSQLConnection(address)
    try PostgreSQLSchema.prepare(connection)
    self.address = address
    place = address.place
    self.connection = connection
  }

  /// The names of all studies.
  public func studyNames() throws(SearchError) -> [String] {
    try transaction("BEGIN READ ONLY") { (connection) throws(SearchError) in
      try connection.query(SQLStatements.studyNames, []).compactMap { $0.first?.text }
    }
  }

  /// Adds a study.
  public func create(_ definition: StudyDefinition) throws(SearchError) -> Bool {
    let text = try definition.checkedText(place: place)
    return try transaction("BEGIN") { (connection) throws(SearchError) in
      try !connection.query(SQLStatements.createStudy, [.text(definition.name), .text(text)]).isEmpty
    }
  }

  /// Removes a study.
  public func remove(study: String) throws(SearchError) {
    try transaction("BEGIN") { (connection) throws(SearchError) in
      _ = try connection.query(SQLStatements.removeStudy, [SQLValue(study)])
    }
  }

  /// Runs a transaction; once more if the connection was lost before it was committed.
  public func write<Result: Sendable>(
    study: String, _ body: (inout any StudyTransaction) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    try transaction("BEGIN") { (connection) throws(SearchError) in
      // The clock by a statement of its own: time passes while the lock is waited for.
      let found = try connection.rows(of: [
        SQLRequest(SQLStatements.study + " FOR UPDATE", [SQLValue(study)]),
        SQLRequest(PostgreSQLSchema.clock),
      ])
      guard let row = found.first?.first else { throw .noStudy(study, in: place) }
      guard let seconds = found.last?.first?.first?.real else { throw connection.damaged("study") }
      return try connection.run(body, study: row, now: Date(timeIntervalSince1970: seconds))
    }
  }

  /// What has changed.
  public func changes(study: String, since revision: Int) throws(SearchError) -> StudyChanges {
    try connected { (connection) throws(SearchError) in
      try PostgreSQLSnapshot(connection: connection).changes(study: study, since: revision)
    }
  }

  private func transaction<Result>(
    _ begin: String, _ body: (PostgreSQLConnection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    try connected { (connection) throws(SearchError) in try connection.transaction(begin, body) }
  }

  /// Runs `body`; once more with another connection if the connection was lost.
  private func connected<Result>(
    _ body: (PostgreSQLConnection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    turn.lock()
    defer { turn.unlock() }
    while true {
      let ended = Swift.Result { () throws(SearchError) in try body(connection) }
      guard case .failure(let error) = ended, connection.isLost else { return try ended.get() }
      let isUnknown = connection.isCommitUnknown
      try reconnect()
      // It may have been committed, and only whoever asked for it can know whether to ask again.
      if isUnknown { throw error }
    }
  }

  /// Whoever comes after patience has ended tries once: otherwise all that is done when a run ends would wait in turn.
  private func reconnect() throws(SearchError) {
    let end = patienceEnd ?? .now + .seconds(Self.patience)
    patienceEnd = end
    while true {
      do throws(SearchError) {
        connection = try PostgreSQLConnection(address)
        patienceEnd = nil
        return
      } catch {
        guard ContinuousClock.now < end else { throw error }
      }
      Thread.sleep(forTimeInterval: 0.5)
    }
  }
}

/// A connection whose statements see one state of the database: those that are sent together.
private struct PostgreSQLSnapshot: SQLConnection {
  let connection: PostgreSQLConnection
  var place: String { connection.place }

  func rows(of requests: [SQLRequest]) throws(SearchError) -> [[[SQLValue]]] {
    try connection.snapshot(requests)
  }

  func run(_ request: SQLRequest) throws(SearchError) { _ = try rows(of: [request]) }
}
