import Foundation
import LatheCore
import Search
import Testing

@testable import Tuning

/// The examples tune real programs; here for a few trials, in a copy of their folder.
@Suite struct ExampleTests {
  private static let examples = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples")

  private func run(
    _ example: String, trials: Int
  ) async throws -> (summary: TuneSummary, trials: [TrialRecord], report: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "example-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in [example, "german-credit"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
      let source = Self.examples.appending(path: name)
      for file in try FileManager.default.contentsOfDirectory(
        at: source, includingPropertiesForKeys: [.isRegularFileKey])
      where try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
        try FileManager.default.copyItem(
          at: file, to: folder.appending(path: "\(name)/\(file.lastPathComponent)"))
      }
    }
    var file = try StudyFile(contentsOf: folder.appending(path: "\(example)/study.yaml"))
    file.trials = trials
    file.sampler = "random"
    file.parallel = 2
    let storage = MemoryStorage()
    let summary = try await TuneRun(file: file, storage: storage).run()
    return (
      summary, try storage.results(of: file.name).trials,
      try String(contentsOf: URL(filePath: summary.report), encoding: .utf8)
    )
  }

  @Test func `a compressor has a front of size and time`() async throws {
    let (summary, trials, report) = try await run("tune-compression", trials: 6)
    #expect(trials.allSatisfy { $0.state == .complete }, "\(trials.compactMap(\.failure))")
    #expect(trials[0].parameters["method"] == "deflate" && trials[0].parameters["level"] == 6)
    #expect(trials.allSatisfy { $0.values[0] > 1_000 && $0.values[0] < 80_000 && $0.values[1] > 0 })
    #expect(summary.front?.isEmpty == false)
    #expect(report.contains("Pareto front") && report.contains("milliseconds"))
  }

  @Test func `a classifier reports its loss after each epoch`() async throws {
    let (summary, trials, report) = try await run("tune-classifier", trials: 3)
    #expect(trials.allSatisfy { $0.state == .complete }, "\(trials.compactMap(\.failure))")
    #expect(trials.allSatisfy { $0.reports.map(\.step) == Array(1...20) })
    #expect(trials.allSatisfy { $0.values == [$0.reports.map(\.value).min() ?? .nan] })
    #expect((summary.best?.values["loss"] ?? 1) < 0.65)
    #expect(report.contains("Values on the way"))
  }
}
