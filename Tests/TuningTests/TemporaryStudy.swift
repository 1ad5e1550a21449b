import Foundation
import LatheCore
import Search

@testable import Tuning

/// A folder with a study file, removed at its end.
final class TemporaryStudy {
  let folder = FileManager.default.temporaryDirectory.appending(path: "tuning-\(UUID().uuidString)")
  let storage = MemoryStorage()
  let groups = ProcessGroups()

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file.
  @discardableResult
  func write(_ text: String, to name: String) throws -> URL {
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return url
  }

  func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  func file(_ text: String, name: String = "study.yaml") throws -> StudyFile {
    try StudyFile(contentsOf: write(text, to: name))
  }

  /// Runs a study file to its end.
  @discardableResult
  func run(
    _ text: String, resumes: Bool = false, stop: StopSignal = StopSignal(),
    emit: @escaping @Sendable (TuneEvent) -> Void = { _ in }
  ) async throws -> TuneSummary {
    try await TuneRun(
      file: file(text), storage: storage, resumes: resumes, groups: groups, stop: stop, emit: emit
    ).run()
  }

  /// The trials of the study `study`.
  func trials() throws -> [TrialRecord] { try storage.changes(study: "study", since: 0).trials }
}
