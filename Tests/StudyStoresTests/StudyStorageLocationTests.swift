import Foundation
import Search
import Testing

@testable import StudyStores

@Suite struct StudyStorageLocationTests {
  @Test(arguments: [
    ("memory", StudyStorageLocation.memory), ("runs/a.db", .file(path: "runs/a.db")),
    ("A.SQLite3", .file(path: "A.SQLite3")), ("sqlite:anything", .file(path: "anything")),
    ("sqlite:/tmp/x", .file(path: "/tmp/x")), ("sqlite:///near.db", .file(path: "near.db")),
    ("sqlite:////tmp/far.db", .file(path: "/tmp/far.db")),
    ("postgresql://ann@host/base", .postgreSQL(url: "postgresql://ann@host/base")),
    ("postgres://host", .postgreSQL(url: "postgres://host")),
  ])
  func `a text names a storage`(text: String, location: StudyStorageLocation) throws {
    #expect(try StudyStorageLocation(text) == location)
  }

  @Test(arguments: ["", "sqlite:", "study.yaml", "mysql://ann:s3cret@host/base", "http://x.db", "memory "])
  func `other texts are refused with what there is`(text: String) throws {
    let error = #expect(throws: SearchError.self) { try StudyStorageLocation(text) }
    let message = try #require(error).description
    #expect(message.contains("postgresql://USER@HOST/DATABASE"))
    #expect(!message.contains("s3cret"))
  }

  @Test func `a location is opened and described without its password`() throws {
    #expect(try StudyStorageLocation("memory").open() is MemoryStorage)
    let path = FileManager.default.temporaryDirectory.appending(path: "location-\(UUID().uuidString).db").path
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let storage = try StudyStorageLocation(path).open()
    #expect(storage.place == path && storage.isShared)
    #expect(
      try "\(StudyStorageLocation("postgresql://ann:s3cret@host/base"))" == "postgresql://ann@host/base")
    #expect(try "\(StudyStorageLocation("postgresql://ann:s3cret%zz@host/base"))" == "postgresql")
  }
}
