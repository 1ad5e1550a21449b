import SearchTesting
import Testing

@testable import Search

@Suite struct MemoryStorageTests {
  @Test(arguments: StorageContract.Check.allCases)
  func `it keeps the contract of storages`(check: StorageContract.Check) throws {
    let storage = MemoryStorage()
    try StorageContract { storage }.verify(check)
  }
}
