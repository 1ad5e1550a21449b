import Foundation
import Search

/// Opens the place where studies live, from text: `memory`, the path of a file, `postgresql://…`.
public typealias StorageOpening = @Sendable (String) throws -> any StudyStorage

/// A study, or all studies, of a storage, as one says it on the command line: `study.db`, `study.db#NAME`, `study.yaml`.
public struct StudyLocation: Sendable, Hashable {
  /// Where the storage is.
  public let storage: String
  /// The study; `nil` if it was not said.
  public let name: String?

  /// The place that `text` names. The file of a study stands for its storage and its name.
  ///
  /// - Throws: ``TuningError`` if a study file cannot be read.
  public init(_ text: String) throws(TuningError) {
    // A password may have the character in it, in an address where it stands before the host.
    let afterUser = text.contains("://") ? text.lastIndex(of: "@") : nil
    if let mark = text.lastIndex(of: "#"), mark > afterUser ?? text.startIndex {
      storage = String(text[..<mark])
      name = String(text[text.index(after: mark)...])
    } else if ["yaml", "yml", "json"].contains(URL(filePath: text).pathExtension), !text.contains("://") {
      let file = try StudyFile(contentsOf: URL(filePath: text))
      storage = file.storage
      name = file.name
    } else {
      storage = text
      name = nil
    }
  }

  /// The storage, which must exist if it is a file: reading must not make an empty one.
  public func openExisting(_ open: StorageOpening) throws -> any StudyStorage {
    if !storage.contains("://"), storage != "memory" {
      let path = storage.hasPrefix("sqlite:") ? String(storage.dropFirst(7)) : storage
      guard FileManager.default.fileExists(atPath: path) else {
        // An address with a slip in it may have a password.
        let shown = path.contains("@") ? path.prefix { $0 != ":" } + "…" : path[...]
        throw TuningError.file(
          path: String(shown), problem: "there is no such file", remedy: "Check the name.")
      }
    }
    return try open(storage)
  }

  /// The results of the study, the only one of the storage if none was named, and the storage's place, which has no
  /// password in it.
  public func results(_ open: StorageOpening) throws -> (study: StudyResults, place: String) {
    let storage = try openExisting(open)
    return (try storage.results(of: Self.choose(name, in: storage)), storage.place)
  }

  /// The name of the study that is meant.
  public static func choose(_ name: String?, in storage: any StudyStorage) throws -> String {
    let names = try storage.studyNames()
    if let name {
      guard names.contains(name) else {
        throw TuningError.choice(
          place: storage.place, problem: "there is no study \"\(name)\"",
          remedy: names.isEmpty ? "There are no studies." : NearestName.remedy(for: name, among: names))
      }
      return name
    }
    guard let only = names.first, names.count == 1 else {
      throw TuningError.choice(
        place: storage.place,
        problem: names.isEmpty ? "there are no studies" : "there are \(names.count) studies",
        remedy: names.isEmpty
          ? "Check the name of the file." : "Name one of: \(names.joined(separator: ", ")).")
    }
    return only
  }
}

extension StudyStorage {
  /// Everything that is known of a study.
  public func results(of study: String) throws(SearchError) -> StudyResults {
    let changes = try changes(study: study, since: 0)
    let definition: StudyDefinition
    if let changed = changes.definition {
      definition = changed
    } else {
      definition = try write(study: study) { (transaction) throws(SearchError) in
        try transaction.definition()
      }
    }
    return StudyResults(definition: definition, trials: changes.trials)
  }
}
