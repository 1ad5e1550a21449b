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
      let row = try connection.query(SQLStatements.study + " FOR UPDATE", [SQLValue(study)]).first
      guard let row else { throw .noStudy(study, in: place) }
      // A statement of its own: time passed while waiting for the lock.
      let seconds = try connection.query(PostgreSQLSchema.clock, []).first?.first?.real
      guard let seconds else { throw connection.damaged("study") }
      return try connection.run(body, study: row, now: Date(timeIntervalSince1970: seconds))
    }
  }

  /// What has changed.
  public func changes(study: String, since revision: Int) throws(SearchError) -> StudyChanges {
    try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { (connection) throws(SearchError) in
      try connection.changes(study: study, since: revision)
    }
  }

  private func transaction<Result>(
    _ begin: String, _ body: (PostgreSQLConnection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    turn.lock()
    defer { turn.unlock() }
    let deadline = ContinuousClock.now + .seconds(Self.patience)
    while true {
      let ended = Swift.Result { () throws(SearchError) in try connection.transaction(begin, body) }
      guard case .failure(let error) = ended, connection.isLost else { return try ended.get() }
      let isUnknown = connection.isCommitUnknown
      try reconnect(until: deadline, error)
      // It may have been committed, and only whoever asked for it can know whether to ask again.
      if isUnknown { throw error }
    }
  }

  private func reconnect(
    until deadline: ContinuousClock.Instant, _ lost: SearchError
  ) throws(SearchError) {
    while true {
      if let another = try? PostgreSQLConnection(address) {
        connection = another
        return
      }
      guard ContinuousClock.now < deadline else { throw lost }
      Thread.sleep(forTimeInterval: 0.5)
    }
  }
}
