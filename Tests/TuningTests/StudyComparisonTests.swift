import Foundation
import Search
import Testing

@testable import Tuning

@Suite struct StudyComparisonTests {
  private func study(_ values: [Double?], direction: Direction = .minimize, secondsEach: Double = 10)
    -> StudyResults
  {
    let trials = values.enumerated().map { number, value in
      var trial = TrialRecord(number: number, state: value == nil ? .failed : .complete)
      trial.values = value.map { [$0] } ?? []
      trial.started = Date(timeIntervalSince1970: Double(number) * secondsEach)
      trial.finished = Date(timeIntervalSince1970: Double(number + 1) * secondsEach)
      return trial
    }
    return StudyResults(definition: StudyDefinition(name: "s", directions: [direction]), trials: trials)
  }

  @Test func `medians of the best so far are taken over the studies of a group`() throws {
    let comparison = try StudyComparison([
      ("a", [study([5, 3, 4]), study([9, 1, 1]), study([7, 7, 2])]),
      ("b", [study([nil, 8, 6], secondsEach: 20)]),
    ])
    #expect(comparison.trialCounts == [1, 2, 3])
    #expect(comparison.groups[0].bestByTrials == [7, 3, 2])
    #expect(comparison.groups[1].bestByTrials == [nil, 8, 6])
    #expect(comparison.groups.map(\.best) == [2, 6] && comparison.groups.map(\.duration) == [30, 60])
    #expect(comparison.seconds.last == 30)
    #expect(
      comparison.groups[0].bestBySeconds.last == 2 && comparison.groups[1].bestBySeconds.last == .some(nil))
    #expect(comparison.reportContent.groups[1].byTrials.map(\.y) == [8, 6])
  }

  @Test func `large values are good where they are maximised`() throws {
    let comparison = try StudyComparison([("a", [study([1, 5, 2], direction: .maximize)])])
    #expect(comparison.groups[0].bestByTrials == [1, 5, 5])
  }

  @Test func `what cannot be compared is refused`() {
    #expect(throws: TuningError.self) { try StudyComparison([]) }
    #expect(throws: TuningError.self) {
      try StudyComparison([("a", [study([1])]), ("b", [study([1], direction: .maximize)])])
    }
  }

  @Test func `labels gather studies, and places name them`() throws {
    let folder = try TemporaryStudy()
    for name in ["one", "two"] { _ = folder.storage.create(StudyDefinition(name: name)) }
    let storage = folder.storage
    let groups = try StudyGroups.read(["x=memory#one", "memory#two", "x=memory#two"]) { _ in storage }
    #expect(groups.map(\.name) == ["x", "two"] && groups.map(\.studies.count) == [2, 1])
    let error = #expect(throws: TuningError.self) { try StudyLocation("memory").results { _ in storage } }
    #expect(error?.description.contains("Name one of: one, two.") == true)
    let unknown = #expect(throws: TuningError.self) {
      try StudyLocation("memory#tow").results { _ in storage }
    }
    #expect(unknown?.description.contains("Did you mean \"two\"?") == true)
    #expect(throws: TuningError.self) { try StudyLocation("/nowhere/s.db").results { _ in storage } }
    #expect(try StudyLocation("postgresql://a:b#c@host/base").name == nil)
    #expect(try StudyLocation("postgresql://a:b#c@host/base#d").name == "d")
    let slip = #expect(throws: TuningError.self) {
      try StudyLocation("postgresql:/ann:s3cret@host/base").results { _ in storage }
    }
    #expect(slip?.description.contains("s3cret") == false)
  }

  @Test func `the file of a study stands for its storage and its name`() throws {
    let folder = try TemporaryStudy()
    let url = try folder.write("name: n\ncommand: a\nparameters: {x: {type: boolean}}", to: "s.yaml")
    let location = try StudyLocation(url.path)
    #expect(location.name == "n" && location.storage == folder.folder.appending(path: "s.db").path)
  }
}
