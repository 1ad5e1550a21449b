import Foundation
import GRDB
import Search

/// Studies in a file, for the processes of one machine.
///
/// The file is an SQLite database with a write-ahead log: while one process writes, others can read. A process that is
/// killed loses nothing that it has been told is kept. A machine that loses power may lose the last moments, never the
/// rest: the log is not forced to the disk at each commit, which would cost more than all else together.
///
/// While another process writes, calls wait. The file must lie on a disk of the machine, not on a network share.
public final class SQLiteStorage: StudyStorage {
  private let database: DatabaseQueue
  /// The path of the file.
  public let place: String

  /// Yes.
  public var isShared: Bool { true }

  /// Opens the file at `path`, or creates it.
  ///
  /// - Throws: `SearchError.storage(place:message:)` if it cannot be opened or created, is something else, is
  ///   damaged, or was written by a newer version.
  public init(path: String) throws(SearchError) {
    place = path
    database = try SQLiteFile.open(path)
  }

  /// The names of all studies.
  public func studyNames() throws(SearchError) -> [String] {
    try transaction(isReading: true) { (connection) throws(SearchError) in
      try connection.query(SQLStatements.studyNames, []).compactMap { $0.first?.text }
    }
  }

  /// Adds a study.
  public func create(_ definition: StudyDefinition) throws(SearchError) -> Bool {
    let text = try definition.checkedText(place: place)
    return try transaction(isReading: false) { (connection) throws(SearchError) in
      try !connection.query(SQLStatements.createStudy, [.text(definition.name), .text(text)]).isEmpty
    }
  }

  /// Removes a study.
  public func remove(study: String) throws(SearchError) {
    try transaction(isReading: false) { (connection) throws(SearchError) in
      _ = try connection.query(SQLStatements.removeStudy, [.text(study)])
    }
  }

  /// Runs a transaction.
  public func write<Result: Sendable>(
    study: String, _ body: (inout any StudyTransaction) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    try transaction(isReading: false) { (connection) throws(SearchError) in
      guard let row = try connection.query(SQLStatements.study, [.text(study)]).first else {
        throw .noStudy(study, in: place)
      }
      return try connection.run(body, study: row, now: Date())
    }
  }

  /// What has changed.
  public func changes(study: String, since revision: Int) throws(SearchError) -> StudyChanges {
    try transaction(isReading: true) { (connection) throws(SearchError) in
      try connection.changes(study: study, since: revision)
    }
  }

  private func transaction<Result>(
    isReading: Bool, _ body: (SQLiteConnection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    try database.inDatabase { database in
      Swift.Result { () throws(SearchError) in
        let connection = SQLiteConnection(database: database, place: place)
        return try connection.transaction(isReading: isReading, body)
      }
    }.get()
  }
}
