import Foundation
import GRDB
import LatheCore

/// The record of one search for a model: every finished fit, written to SQLite as soon as it exists.
///
/// The database is in write-ahead mode, so a process that is killed loses at most the fit in flight. A second
/// run with the same ``RunIdentity`` reads the fits back and goes on from there.
public final class RunStore: Sendable {
  private let database: DatabasePool

  /// Opens the record at `file`, or creates it.
  ///
  /// - Throws: ``RunStoreError`` if the file cannot be opened or is no such record.
  public init(file: URL) throws(RunStoreError) {
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      database = try DatabasePool(path: file.path, configuration: configuration)
      try Self.migrator.migrate(database)
    } catch {
      throw .storage(file: file.path, message: "\(error)")
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.create(table: "run") { table in
        table.primaryKey("id", .integer)
        table.column("data", .text).notNull()
        table.column("settings", .text).notNull()
        table.column("plan", .blob).notNull()
        table.column("startedAt", .datetime).notNull()
      }
      try database.create(table: "fit") { table in
        table.primaryKey {
          table.column("candidate", .text)
          table.column("fold", .integer)
        }
        table.column("kind", .text).notNull()
        table.column("files", .blob).notNull()
        table.column("outcome", .blob).notNull()
        table.column("predictions", .blob).notNull()
      }
    }
    return migrator
  }

  /// What the recorded fits belong to, `nil` for a new record.
  public func identity() throws(RunStoreError) -> RunIdentity? {
    try reading { database in
      try Row.fetchOne(database, sql: "SELECT data, settings FROM run WHERE id = 1").map { row in
        RunIdentity(data: row["data"], settings: row["settings"])
      }
    }
  }

  /// The plan that the record was begun with: its fits belong to the folds of that plan.
  public func plan() throws(RunStoreError) -> Data? {
    try reading { database in
      try Data.fetchOne(database, sql: "SELECT plan FROM run WHERE id = 1")
    }
  }

  /// Starts the record anew for `identity` and `plan`: earlier fits are deleted.
  public func begin(_ identity: RunIdentity, plan: Data) throws(RunStoreError) {
    try writing { database in
      try database.execute(sql: "DELETE FROM fit")
      try database.execute(
        sql: "INSERT OR REPLACE INTO run (id, data, settings, plan, startedAt) VALUES (1, ?, ?, ?, ?)",
        arguments: [identity.data, identity.settings, plan, Date()])
    }
  }

  /// Writes a finished fit; it replaces an earlier one of the same candidate and fold.
  public func record(_ fit: RecordedFit) throws(RunStoreError) {
    let files: Data
    let outcome: Data
    do {
      files = try PropertyListEncoder.binary.encode(fit.files)
      outcome = try JSONEncoder().encode(fit.outcome)
    } catch {
      throw .storage(file: database.path, message: "\(error)")
    }
    try writing { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO fit (candidate, fold, kind, files, outcome, predictions)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          fit.candidate, fit.fold, fit.kind, files, outcome,
          fit.predictions.withUnsafeBytes { Data($0) },
        ])
    }
  }

  /// All recorded fits, by candidate and fold. A row that cannot be read is left out: the fit is then made again.
  public func fits() throws(RunStoreError) -> [RecordedFit] {
    try reading { database in
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT candidate, fold, kind, files, outcome, predictions FROM fit ORDER BY candidate, fold")
      return rows.compactMap { row in
        let predictions: Data = row["predictions"]
        guard predictions.count.isMultiple(of: MemoryLayout<Double>.stride),
          let files = try? PropertyListDecoder().decode([String: Data].self, from: row["files"]),
          let outcome = try? JSONDecoder().decode(RecordedFit.Outcome.self, from: row["outcome"])
        else { return nil }
        return RecordedFit(
          candidate: row["candidate"], fold: row["fold"], kind: row["kind"], files: files,
          outcome: outcome,
          predictions: [Double](
            unsafeUninitializedCapacity: predictions.count / MemoryLayout<Double>.stride
          ) { buffer, count in
            count = predictions.copyBytes(to: buffer) / MemoryLayout<Double>.stride
          })
      }
    }
  }

  /// Removes the files of the record at `file`, which must not be open.
  public static func remove(file: URL) {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: file.path + suffix)
    }
  }

  private func reading<T>(_ body: (Database) throws -> T) throws(RunStoreError) -> T {
    do { return try database.read(body) } catch {
      throw .storage(file: database.path, message: "\(error)")
    }
  }

  private func writing(_ body: (Database) throws -> Void) throws(RunStoreError) {
    do { try database.write(body) } catch {
      throw .storage(file: database.path, message: "\(error)")
    }
  }
}

extension PropertyListEncoder {
  fileprivate static var binary: PropertyListEncoder {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return encoder
  }
}
