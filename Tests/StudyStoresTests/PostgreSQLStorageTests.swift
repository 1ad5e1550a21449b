import CPostgreSQL
import Foundation
import Search
import SearchTesting
import Testing

@testable import StudyStores

@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
struct PostgreSQLStorageTests {
  private let name = "study \(UUID().uuidString)"

  private func storage() throws -> PostgreSQLStorage {
    try PostgreSQLStorage(url: PostgreSQLServer.shared().url)
  }

  /// Ends all connections of an application, as an administrator or a server that is restarted does.
  private func disconnect(_ application: String) throws {
    let address = try PostgreSQLAddress(PostgreSQLServer.shared().url)
    // With patience: the connection is gone before this returns.
    let statement =
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = $1"
    #expect(try !PostgreSQLConnection(address).query(statement, [.text(application)]).isEmpty)
  }

  @Test(arguments: StorageContract.Check.allCases)
  func `it keeps the contract of storages`(check: StorageContract.Check) throws {
    let url = try PostgreSQLServer.shared().url
    try StorageContract { try PostgreSQLStorage(url: url) }.verify(check)
  }

  @Test func `threads that share an object take turns`() throws {
    let storage = try storage()
    try StorageContract { storage }.verify(.givesTrialsOnce)
  }

  @Test func `a connection that was lost is made again`() throws {
    let storage = try PostgreSQLStorage(url: PostgreSQLServer.shared().url + "&application_name=lost")
    _ = try storage.create(StudyDefinition(name: name))
    try disconnect("lost")
    #expect(try storage.enqueue([["x": 1]], study: name) == [0])
    try disconnect("lost")
    #expect(try storage.changes(study: name, since: 0).trials.map(\.parameters) == [["x": 1]])
  }

  @Test func `a transaction whose connection is lost in the middle is done again, once`() throws {
    let storage = try PostgreSQLStorage(url: PostgreSQLServer.shared().url + "&application_name=middle")
    _ = try storage.create(StudyDefinition(name: name))
    var runs = 0
    try storage.write(study: name) { (transaction) throws(SearchError) in
      try transaction.save(TrialRecord(number: try transaction.trialCount(), state: .waiting))
      runs += 1
      if runs == 1 { try? disconnect("middle") }
    }
    #expect(runs == 2)
    #expect(try storage.changes(study: name, since: 0).trials.count == 1)
  }

  @Test func `many that create the tables at once do not disturb each other`() throws {
    let address = try PostgreSQLAddress(PostgreSQLServer.shared().url)
    let database = "fresh_\(UInt32.random(in: 0 ... .max))"
    try PostgreSQLConnection(address).execute("CREATE DATABASE \(database)")
    let url = try PostgreSQLServer.shared().url.replacing("/postgres?", with: "/\(database)?")
    let failures = ParallelFailures()
    DispatchQueue.concurrentPerform(iterations: 6) { worker in
      failures.catching {
        _ = try PostgreSQLStorage(url: url).create(StudyDefinition(name: "\(worker)"))
      }
    }
    #expect(failures.messages.isEmpty)
    #expect(try PostgreSQLStorage(url: url).studyNames().count == 6)
    try PostgreSQLConnection(PostgreSQLAddress(url)).execute("UPDATE version SET version = 99")
    let error = #expect(throws: SearchError.self) { try PostgreSQLStorage(url: url) }
    #expect(error?.description.contains("newer version") == true)
  }

  @Test(arguments: [
    "postgresql://ann:s3cr%t@host/base", "postgresql://ann:s3cr:t@host:badport/base",
    "postgresql://ann:s3cr%40t@localhost:1/base?connect_timeout=1", "password=s3cr host='unfinished",
    "host=/nowhere password=s3cr%40t user=ann",
  ])
  func `a password is never in a message`(url: String) throws {
    let error = #expect(throws: SearchError.self) { try PostgreSQLStorage(url: url) }
    #expect(error?.description.contains("s3cr") == false)
  }

  @Test func `a place names everything but the password`() throws {
    let address = try PostgreSQLAddress("postgresql://ann:s3cr%40t@db.example:5433/base")
    #expect(address.place == "postgresql://ann@db.example:5433/base")
    #expect(address.withoutSecrets("no s3cr@t for you") == "no … for you")
  }

  @Test func `a trial is asked for and told of in few trips to the server`() throws {
    let storage = try storage()
    let space = try SearchSpace([Parameter("x", .float(low: 0, high: 1))])
    let study = try Study(name, space: space, sampler: RandomSampler(), storage: storage)
    try study.tell(study.ask(), 1)
    let before = storage.roundTrips
    for _ in 0..<5 { try study.tell(study.ask(), 1) }
    #expect(storage.roundTrips - before == 5 * 13)
  }

  @Test func `a statement that fails in the middle leaves the connection in order`() throws {
    let storage = try storage()
    _ = try storage.create(StudyDefinition(name: name))
    let connection = try PostgreSQLConnection(PostgreSQLAddress(PostgreSQLServer.shared().url))
    for _ in 0..<2 {
      #expect(throws: SearchError.self) {
        try connection.transaction("BEGIN") { (connection) throws(SearchError) in
          try connection.run(SQLRequest("SELECT 1 / $1::bigint", [.integer(0)]))
          try connection.run(SQLRequest(SQLStatements.removeStudy, [.text(name)]))
        }
      }
      #expect(throws: SearchError.self) {
        try connection.rows(of: [SQLRequest("SELECT 1 / $1::bigint", [.integer(0)]), SQLRequest("SELECT 1")])
      }
    }
    #expect(try connection.query("SELECT 41 + $1::bigint", [.integer(1)]) == [[.integer(42)]])
    #expect(try storage.studyNames().contains(name))
  }

  @Test func `an import larger than what is sent at once is kept as a whole`() throws {
    let storage = try storage()
    _ = try storage.create(StudyDefinition(name: name))
    let trials = (0..<700).map { number in
      var trial = TrialRecord(number: number, state: .complete)
      trial.values = [Double(number)]
      trial.reports = [IntermediateValue(step: 1, value: 0.5)]
      return trial
    }
    try storage.add(trials, study: name)
    let found = try storage.changes(study: name, since: 0).trials
    #expect(found.map(\.values) == trials.map(\.values) && found.allSatisfy { $0.reports.count == 1 })
  }
}
