import Foundation
import Search
import SearchTesting
import Testing

@testable import StudyStores

@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
struct PostgreSQLStorageTests {
  @Test(arguments: StorageContract.Check.allCases)
  func `it keeps the contract of storages`(check: StorageContract.Check) throws {
    let url = try PostgreSQLServer.shared().url
    try StorageContract { try PostgreSQLStorage(url: url) }.verify(check)
  }
}
