import Foundation
import Synchronization

/// Studies in memory: gone with the process.
public final class MemoryStorage: StudyStorage {
  private let studies = Mutex<(names: [String], contents: [String: MemoryStudy])>(([], [:]))

  /// A storage without studies.
  public init() {}

  /// `memory`.
  public var place: String { "memory" }

  /// No.
  public var isShared: Bool { false }

  /// The names of all studies.
  public func studyNames() -> [String] { studies.withLock { $0.names } }

  /// Adds a study.
  public func create(_ definition: StudyDefinition) -> Bool {
    studies.withLock { studies in
      guard studies.contents[definition.name] == nil else { return false }
      studies.names.append(definition.name)
      studies.contents[definition.name] = MemoryStudy(definition)
      return true
    }
  }

  /// Removes a study.
  public func remove(study: String) {
    studies.withLock { studies in
      studies.names.removeAll { $0 == study }
      studies.contents[study] = nil
    }
  }

  /// Runs a transaction.
  public func write<Result: Sendable>(
    study: String, _ body: (inout any StudyTransaction) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    try contents(of: study).write(body)
  }

  /// What has changed.
  public func changes(study: String, since revision: Int) throws(SearchError) -> StudyChanges {
    try contents(of: study).changes(since: revision)
  }

  private func contents(of study: String) throws(SearchError) -> MemoryStudy {
    guard let contents = studies.withLock({ $0.contents[study] }) else { throw .noStudy(study, in: place) }
    return contents
  }
}

extension SearchError {
  /// There is no study of this name.
  public static func noStudy(_ name: String, in place: String) -> SearchError {
    .study(
      name: name, problem: "there is no such study in \(place)", remedy: "Correct the name, or create it.")
  }
}
