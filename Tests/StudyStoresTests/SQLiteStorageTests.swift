import Foundation
import GRDB
import Search
import SearchTesting
import Testing

@testable import StudyStores

@Suite final class SQLiteStorageTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "studies-\(UUID().uuidString)")
  private var path: String { folder.appending(path: "studies.db").path }

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The message of the refusal to open the file.
  private func refusal() throws -> String {
    try #require(#expect(throws: SearchError.self) { try SQLiteStorage(path: self.path) }).description
  }

  @Test(arguments: StorageContract.Check.allCases)
  func `it keeps the contract of storages`(check: StorageContract.Check) throws {
    let path = path
    try StorageContract { try SQLiteStorage(path: path) }.verify(check)
  }

  @Test func `what was kept is there when the file is opened again`() throws {
    do {
      let storage = try SQLiteStorage(path: path)
      _ = try storage.create(StudyDefinition(name: "s", seed: .max))
      _ = try storage.enqueue([["x": 0.5]], study: "s")
    }
    let changes = try SQLiteStorage(path: path).changes(study: "s", since: 0)
    #expect(changes.definition?.seed == .max)
    #expect(changes.trials.map(\.parameters) == [["x": 0.5]])
  }

  @Test func `somebody who holds the lock for a moment is waited for`() async throws {
    let storage = try SQLiteStorage(path: path)
    _ = try storage.create(StudyDefinition(name: "s"))
    let other = try DatabaseQueue(path: path)
    let isHeld = DispatchSemaphore(value: 0)
    let holder = Thread {
      try? other.inDatabase { database in
        try database.execute(sql: "BEGIN EXCLUSIVE")
        isHeld.signal()
        Thread.sleep(forTimeInterval: 0.3)
        try database.execute(sql: "COMMIT")
      }
    }
    holder.start()
    isHeld.wait()
    #expect(try storage.enqueue([[:]], study: "s") == [0])
  }

  @Test func `many that create one file at once do not disturb each other`() throws {
    let path = path
    for round in 0..<5 {
      let failures = ParallelFailures()
      DispatchQueue.concurrentPerform(iterations: 6) { worker in
        failures.catching {
          _ = try SQLiteStorage(path: path + "\(round)").create(StudyDefinition(name: "\(worker)"))
        }
      }
      #expect(failures.messages.isEmpty)
      #expect(try SQLiteStorage(path: path + "\(round)").studyNames().sorted() == (0..<6).map { "\($0)" })
    }
  }

  @Test func `a file that is no database is refused and left as it is`() throws {
    let contents = Data("not a database, but long enough to look like a file of some kind".utf8)
    try contents.write(to: URL(filePath: path))
    let message = try refusal()
    #expect(message.contains("studies.db") && message.contains("give the path"))
    #expect(try Data(contentsOf: URL(filePath: path)) == contents)
  }

  @Test func `somebody else's database is refused and left as it is`() throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE studies (study_id INTEGER)") }
    let contents = try Data(contentsOf: URL(filePath: path))
    #expect(try refusal().contains("a database of something else"))
    #expect(try Data(contentsOf: URL(filePath: path)) == contents)
  }

  @Test func `a file of a newer version is refused`() throws {
    _ = try SQLiteStorage(path: path)
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('2')")
    }
    #expect(try refusal().contains("newer version"))
  }

  @Test func `a folder that does not exist is named`() throws {
    let message = try #require(
      #expect(throws: SearchError.self) { try SQLiteStorage(path: "/nowhere/at/all.db") }
    ).description
    #expect(message.contains("/nowhere/at/all.db") && message.contains("folder"))
  }

  @Test func `a damaged file ends in an error`() throws {
    do {
      let storage = try SQLiteStorage(path: path)
      _ = try storage.create(StudyDefinition(name: "s"))
      _ = try storage.enqueue((0..<2000).map { ["x": .number(Double($0))] }, study: "s")
    }
    var contents = try Data(contentsOf: URL(filePath: path))
    #expect(contents.count > 100_000)
    for place in stride(from: 8192, to: contents.count, by: 7) { contents[place] = 0xA5 }
    try contents.write(to: URL(filePath: path))
    #expect(throws: SearchError.self) {
      let storage = try SQLiteStorage(path: self.path)
      _ = try storage.changes(study: "s", since: 0)
      _ = try storage.begin(study: "s", worker: "a", leaseSeconds: 1, limit: nil)
    }
  }

  @Test func `a row that makes no sense ends in an error that names its table`() throws {
    let storage = try SQLiteStorage(path: path)
    _ = try storage.create(StudyDefinition(name: "s"))
    _ = try storage.enqueue([[:]], study: "s")
    try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE trial SET parameters = '{'") }
    let error = #expect(throws: SearchError.self) { try storage.changes(study: "s", since: 0) }
    #expect(error?.description.contains("table trial") == true)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE study SET definition = 'x'") }
    #expect(throws: SearchError.self) { try Study("s", storage: storage) }
  }

  @Test func `nothing that ask and tell need reads all trials`() throws {
    _ = try SQLiteStorage(path: path)
    let statements =
      [
        SQLStatements.study, SQLStatements.trial, SQLStatements.firstWaiting, SQLStatements.running,
      ] + SQLStatements.changes
    let database = try DatabaseQueue(path: path)
    for statement in statements {
      let plan = try database.read { database in
        let rows = try Row.fetchAll(
          database, sql: "EXPLAIN QUERY PLAN " + statement.replacing(#/\$\d/#, with: "1"))
        return rows.map { row -> String in row["detail"] }
      }
      let usesAllTrials = plan.contains {
        $0.hasPrefix("SCAN") || $0.hasSuffix("autoindex_trial_1 (study=?)")
      }
      #expect(!usesAllTrials, "\(statement): \(plan)")
    }
  }

  @Test func `a name with a zero character is refused`() throws {
    let storage = try SQLiteStorage(path: path)
    #expect(throws: SearchError.self) { try storage.create(StudyDefinition(name: "a\0b")) }
  }
}
