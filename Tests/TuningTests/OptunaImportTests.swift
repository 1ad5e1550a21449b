import Foundation
import OptunaStudies
import Search
import Testing

@testable import Tuning

/// A file that Optuna wrote, against what Optuna itself reads from it.
@Suite struct OptunaImportTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  private struct GoldenTrial: Decodable {
    let state: String
    let values: [String]?
    let params: [String: String]
    let reports: [String: String]
  }

  @Test func `studies are read as Optuna reads them`() throws {
    let golden = try JSONDecoder().decode(
      [String: [GoldenTrial]].self, from: Data(contentsOf: Self.golden.appending(path: "optuna.json")))
    let studies = try StudyImport(contentsOf: Self.golden.appending(path: "optuna.db")).studies
    #expect(studies.map(\.definition.name) == ["several", "steps"])
    let states = [
      "COMPLETE": TrialState.complete, "PRUNED": .pruned, "FAIL": .failed, "WAITING": .waiting,
    ]
    for study in studies {
      let expected = try #require(golden[study.definition.name])
      #expect(study.trials.count == expected.count)
      for (trial, golden) in zip(study.trials, expected) {
        #expect(trial.state == states[golden.state])
        if trial.state == .complete { #expect(trial.values == golden.values?.compactMap { Double($0) }) }
        #expect(trial.reports.count == golden.reports.count)
        for report in trial.reports {
          let value = try #require(golden.reports["\(report.step)"].flatMap { Double($0) })
          #expect(report.value == value || (report.value.isNaN && value.isNaN))
        }
        let words = ["None": "null", "True": "true"]
        #expect(trial.parameters.count == golden.params.count)
        for (name, text) in golden.params {
          let value = try #require(trial.parameters[name])
          #expect(value.double == Double(text) || value.description == words[text] ?? text)
        }
      }
    }
  }

  @Test func `spaces, directions, times and notes come along`() throws {
    let studies = try OptunaFile(contentsOf: Self.golden.appending(path: "optuna.db")).studies
    let several = studies[0]
    #expect(several.definition.directions == [.minimize, .maximize])
    #expect(several.definition.attributes["purpose"] == "golden")
    let domains = Dictionary(
      uniqueKeysWithValues: several.definition.space.parameters.map { ($0.name, $0.domain) })
    #expect(domains["rate"] == .float(low: 1e-4, high: 1, scale: .logarithmic))
    #expect(domains["count"] == .integer(low: 1, high: 10, step: 3))
    #expect(domains["kind"] == .categorical(["tree", 2, "null", true, 1.5]))
    let notes = several.trials[0].attributes
    #expect(notes["note"] == "plain" && notes["list"] == "[1, 2]")
    #expect(several.trials.allSatisfy { ($0.seconds ?? -1) >= 0 })
    #expect(several.trials.contains { $0.values.last == .infinity })
  }

  @Test func `other and damaged files are refused`() throws {
    let study = try TemporaryStudy()
    var bytes = try Data(contentsOf: Self.golden.appending(path: "optuna.db"))
    let header = study.folder.appending(path: "header.db")
    try Data(bytes.prefix(100)).write(to: header)
    #expect(throws: OptunaError.self) { try StudyImport(contentsOf: header) }
    // Whatever is damaged, reading ends with an error or with studies, never with the process.
    var random = RandomNumberSequence(state: 7)
    for _ in 0..<60 {
      let copy = bytes
      for _ in 0..<40 {
        bytes[100 + Int(random.next() % UInt64(bytes.count - 100))] = UInt8(truncatingIfNeeded: random.next())
      }
      let url = study.folder.appending(path: "damaged.db")
      try bytes.write(to: url)
      do { _ = try OptunaFile(contentsOf: url) } catch { #expect(error.isBadInput) }
      bytes = copy
    }
  }

  private struct RandomNumberSequence {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }
}
