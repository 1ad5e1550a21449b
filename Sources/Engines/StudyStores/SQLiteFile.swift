import Foundation
import GRDB
import Search

/// The opening of a file of studies.
enum SQLiteFile {
  /// Marks a file as one of ours, in the database's own header ("Lath").
  static let applicationIdentifier = 0x4C61_7468

  /// Opens the file at `path`, creates it or brings it up to date.
  static func open(_ path: String) throws(SearchError) -> DatabaseQueue {
    let wait = SQLiteWait()
    while true {
      do {
        var configuration = Configuration()
        configuration.label = "lathe.studies"
        configuration.busyMode = .callback(SQLiteWait.pause)
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try check(database, path)
        // A foreign file has been refused before anything of it is changed.
        try database.writeWithoutTransaction { database in
          try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
          // In pages: the log is brought into the file, and both to the disk, after 16 MB of it.
          try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        }
        try migrator.migrate(database)
        return database
      } catch let error as SearchError {
        throw error
      } catch {
        // Of two processes that create one file, the slower finds its tables made already, and looks again.
        let isRace = (error as? DatabaseError).map { $0.isBusy || $0.resultCode == .SQLITE_ERROR } ?? false
        guard isRace, wait.goesOn() else { throw .sqlite(error, place: path) }
      }
    }
  }

  private static func check(_ database: DatabaseQueue, _ path: String) throws {
    let (mark, tables, isNewer) = try database.read { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(
          database, sql: "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE '%grdb_migrations%'") ?? 0,
        try migrator.hasBeenSuperseded(database)
      )
    }
    guard mark == applicationIdentifier || (mark == 0 && tables == 0) else {
      throw SearchError.storage(
        place: path, message: "it is a database of something else; give another path, and it will be created")
    }
    guard !isNewer else {
      throw SearchError.storage(
        place: path, message: "it was written by a newer version of Lathe; update Lathe, or give another path"
      )
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationIdentifier)")
      for table in SQLStatements.tables(identifier: "INTEGER PRIMARY KEY") {
        try database.execute(sql: table)
      }
    }
    return migrator
  }
}

/// Patience with other processes that hold the lock.
struct SQLiteWait {
  /// Seconds after which waiting ends in an error.
  static let patience = 60.0
  private static let pauses = 0.0005...0.005
  private let start = ContinuousClock.now

  /// Waits for a moment; false when patience is at its end.
  func goesOn() -> Bool {
    Thread.sleep(forTimeInterval: .random(in: Self.pauses))
    return ContinuousClock.now - start < .seconds(Self.patience)
  }

  /// The same for SQLite, which counts how often it has asked. Pauses of chance, for workers that collided once would
  /// otherwise collide again.
  static func pause(_ tries: Int) -> Bool {
    Thread.sleep(forTimeInterval: .random(in: pauses))
    return Double(tries) < patience / ((pauses.lowerBound + pauses.upperBound) / 2)
  }
}
