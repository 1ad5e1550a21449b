import Foundation
import GRDB
import Search
import Testing

@testable import StudyStores

/// Workers that are killed at random moments; `LATHE_SOAK_KILLS=300` kills as many on each storage.
@Suite(.serialized) final class KilledWorkersTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "kills-\(UUID().uuidString)")
  private let kills = ProcessInfo.processInfo.environment["LATHE_SOAK_KILLS"].flatMap { Int($0) } ?? 20

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  @Test func `killed workers lose nothing, double nothing and leave a sound file`() throws {
    let path = folder.appending(path: "studies.db").path
    let crew = WorkerCrew(folder: folder, location: path, study: "killed")
    try crew.work(killing: kills)
    try crew.finish()
    try crew.check()
    let verdict = try DatabaseQueue(path: path).read { database in
      try String.fetchAll(database, sql: "PRAGMA integrity_check")
    }
    #expect(verdict == ["ok"])
  }

  @Test(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
  func `killed workers lose nothing and double nothing in PostgreSQL`() throws {
    let crew = WorkerCrew(
      folder: folder, location: try PostgreSQLServer.shared().url, study: folder.lastPathComponent)
    try crew.work(killing: kills)
    try crew.finish()
    try crew.check()
  }
}
