import Foundation
import OptunaStudies
import Search

/// Studies from files: what ``StudyExport`` writes, and Optuna's SQLite files.
public struct StudyImport {
  /// The studies that the file holds.
  public let studies: [StudyResults]

  /// Reads a file, whose kind is seen by its contents.
  ///
  /// - Throws: ``TuningError`` with the line that cannot be understood.
  public init(contentsOf url: URL) throws {
    let data: Data
    do { data = try Data(contentsOf: url, options: .mappedIfSafe) } catch {
      throw TuningError.file(path: url.path, problem: "the file cannot be read", remedy: "Check its name.")
    }
    if data.starts(with: Data("SQLite format 3\0".utf8)) {
      studies = try OptunaFile(contentsOf: url).studies
      return
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw TuningError.file(
        path: url.path, problem: "it is neither text nor an SQLite file",
        remedy: "Give JSON lines or CSV that lathe studies export wrote, or an SQLite file of Optuna.")
    }
    studies = [
      text.first == "{"
        ? try Self.jsonLines(text, path: url.path)
        : try TrialTable(text, path: url.path).results(
          name: url.deletingPathExtension().lastPathComponent)
    ]
  }

  /// Adds the studies to a storage and gives their names.
  ///
  /// - Parameters:
  ///   - only: The study to take; all if `nil`.
  ///   - name: What to call it; its own name if `nil`.
  /// - Throws: ``TuningError`` if there are studies of these names, or no such study in the file.
  public func save(only: String?, as name: String?, in storage: any StudyStorage) throws -> [String] {
    let chosen = studies.filter { only == nil || $0.definition.name == only }
    guard !chosen.isEmpty else {
      throw TuningError.choice(
        place: "the file", problem: "there is no study \"\(only ?? "")\"",
        remedy: NearestName.remedy(for: only ?? "", among: studies.map(\.definition.name)))
    }
    guard name == nil || chosen.count == 1 else {
      throw TuningError.choice(
        place: "the file", problem: "there are \(chosen.count) studies, which cannot have one name",
        remedy: "Choose one of: \(chosen.map(\.definition.name).joined(separator: ", ")).")
    }
    let existing = try storage.studyNames()
    for results in chosen where existing.contains(name ?? results.definition.name) {
      let taken = name ?? results.definition.name
      throw TuningError.choice(
        place: storage.place, problem: "study \"\(taken)\" exists already",
        remedy: "Give the imported one another name by --name.")
    }
    return try chosen.map { results in
      var definition = results.definition
      definition.name = name ?? definition.name
      guard try storage.create(definition) else {
        throw TuningError.choice(
          place: storage.place, problem: "study \"\(definition.name)\" exists already",
          remedy: "Give the imported one another name by --name.")
      }
      try storage.add(results.trials.map(Self.ended), study: definition.name)
      return definition.name
    }
  }

  /// A trial that ran elsewhere runs no more; it has failed as far as this storage is concerned.
  private static func ended(_ trial: TrialRecord) -> TrialRecord {
    guard trial.state == .running else { return trial }
    var trial = trial
    trial.state = .failed
    trial.leaseEnd = nil
    trial.failure = "it was running when the study was imported"
    return trial
  }

  private static func jsonLines(_ text: String, path: String) throws -> StudyResults {
    let decoder = StudyDocuments.decoder()
    var definition: StudyDefinition?
    var trials: [TrialRecord] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty {
      do {
        if definition == nil {
          definition = try decoder.decode(StudyExport.Heading.self, from: Data(line.utf8)).study
        } else {
          trials.append(try decoder.decode(TrialRecord.self, from: Data(line.utf8)))
        }
      } catch {
        throw TuningError.studyFile(
          path: path, line: index + 1, key: nil,
          problem: definition == nil ? "this does not describe a study" : "this is not a trial",
          remedy: "Import what lathe studies export has written.")
      }
    }
    guard let definition else {
      throw TuningError.file(path: path, problem: "it is empty", remedy: nil)
    }
    return StudyResults(definition: definition, trials: trials)
  }
}
