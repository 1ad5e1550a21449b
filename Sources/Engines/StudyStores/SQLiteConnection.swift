import Foundation
import GRDB
import Search

/// SQLite, while this thread has the connection.
final class SQLiteConnection: SQLConnection {
  private let database: Database
  let place: String
  private var wasBusy = false

  init(database: Database, place: String) {
    self.database = database
    self.place = place
  }

  func rows(of requests: [SQLRequest]) throws(SearchError) -> [[[SQLValue]]] {
    do { return try requests.map { try rows($0.statement, $0.arguments) } } catch {
      wasBusy = (error as? DatabaseError)?.isBusy ?? false
      throw .sqlite(error, place: place)
    }
  }

  func run(_ request: SQLRequest) throws(SearchError) { _ = try rows(of: [request]) }

  @discardableResult
  private func rows(_ statement: String, _ arguments: [SQLValue] = []) throws -> [[SQLValue]] {
    try SQLiteStatement(database.cachedStatement(sql: statement)).rows(arguments)
  }

  /// Runs `body` in a transaction, as soon as other processes allow it.
  ///
  /// - Parameter isReading: Whether it gets its lock, a shared one, with its first statement.
  func transaction<Result>(
    isReading: Bool, _ body: (SQLiteConnection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    let wait = SQLiteWait()
    while true {
      do {
        try rows(isReading ? "BEGIN" : "BEGIN IMMEDIATE")
      } catch {
        if (error as? DatabaseError)?.isBusy == true, wait.goesOn() { continue }
        throw .sqlite(error, place: place)
      }
      wasBusy = false
      let outcome = Swift.Result { () throws(SearchError) in
        let result = try body(self)
        do { try rows("COMMIT") } catch { throw .sqlite(error, place: place) }
        return result
      }
      guard case .failure(let error) = outcome else { return try outcome.get() }
      // Some failures have ended the transaction already.
      if database.isInsideTransaction { _ = try? rows("ROLLBACK") }
      guard isReading, wasBusy, wait.goesOn() else { throw error }
    }
  }
}

extension SQLConnection {
  /// Runs the body of a transaction on the study in a row, and notes what it changed.
  func run<Result>(
    _ body: (inout any StudyTransaction) throws(SearchError) -> Result, study row: [SQLValue], now: Date
  ) throws(SearchError) -> Result {
    var transaction: any StudyTransaction = try SQLTransaction(self, now: now, study: row)
    let result = try body(&transaction)
    try (transaction as? SQLTransaction<Self>)?.finish()
    return result
  }
}

extension DatabaseError {
  /// Whether another connection is the cause, so that trying again helps. The last one comes up when several processes
  /// find a log that was left by one that was killed.
  var isBusy: Bool {
    resultCode == .SQLITE_BUSY || resultCode == .SQLITE_LOCKED || resultCode == .SQLITE_PROTOCOL
  }
}

extension SearchError {
  static func sqlite(_ error: any Error, place: String) -> SearchError {
    guard let error = error as? DatabaseError else { return .storage(place: place, message: "\(error)") }
    let message = error.message ?? "\(error.resultCode)"
    let remedy =
      switch error.resultCode {
      case .SQLITE_NOTADB: "give the path of a file of studies, or of one that is to be created"
      case .SQLITE_CORRUPT: "restore the file from a copy, or save what is left with sqlite3's .recover"
      case .SQLITE_CANTOPEN: "check that its folder exists and can be written"
      case .SQLITE_READONLY, .SQLITE_PERM: "check the permissions of the file and its folder"
      case .SQLITE_FULL: "make room on the disk"
      case .SQLITE_BUSY: "end the process that holds the lock, which has not moved for a minute"
      default: "check the disk and the permissions of the file"
      }
    return .storage(place: place, message: "\(message); \(remedy)")
  }
}
