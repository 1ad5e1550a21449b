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

  @Test(arguments: StorageContract.Check.allCases)
  func `it keeps the contract of storages`(check: StorageContract.Check) throws {
    let path = path
    try StorageContract { try SQLiteStorage(path: path) }.verify(check)
  }
}
