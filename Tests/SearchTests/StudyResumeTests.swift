import Foundation
import Testing

@testable import Search

@Suite struct StudyResumeTests {
  /// Runs 24 trials of all kinds of ends, with a new study every so many trials; what was proposed.
  private func proposals(anewEvery period: Int) throws -> [String] {
    let space = try SearchSpace([
      Parameter("x", .float(low: 0, high: 1, scale: .linear, step: nil)),
      Parameter("kind", .categorical(["a", "b", "c"])),
    ])
    let storage = MemoryStorage()
    func open() throws -> Study {
      try Study(space: space, directions: [.maximize], sampler: SensitiveSampler(), storage: storage, seed: 3)
    }
    var study = try open()
    try study.enqueue(["x": 0.5])
    for number in 0..<24 {
      if number % period == 0 { study = try open() }
      if number == 9 { try study.enqueue(["kind": "b"]) }
      let trial = try study.ask()
      let value = trial.parameters["x"]?.double ?? 0
      try trial.report(value, step: 1)
      switch number % 5 {
      case 1: try study.fail(trial, reason: "no")
      case 2: try study.stop(trial)
      case 3 where number < 20:
        try study.giveBack(trial)
        let again = try study.ask()
        #expect(again.number == trial.number && again.parameters == trial.parameters)
        try study.tell(again, value)
      default: try study.tell(trial, value)
      }
    }
    return study.trials.map { "\($0.parameters.sorted { $0.key < $1.key }) \($0.note ?? "")" }
  }

  @Test func `a study that is opened anew goes on as if nothing had happened`() throws {
    let whole = try proposals(anewEvery: 100)
    #expect(Set(whole).count == 24)
    for period in [1, 2, 7] { #expect(try proposals(anewEvery: period) == whole) }
  }

  @Test func `trials that end out of order are learnt in the order in which they did`() throws {
    let storage = MemoryStorage()
    let study = try Study(sampler: SensitiveSampler(), storage: storage)
    let trials = try (0..<6).map { _ in try study.ask() }
    for number in [3, 0, 5, 1] {
      _ = try trials[number].suggestFloat("x", in: 0...1)
      try study.tell(trials[number], 1)
    }
    var (live, later) = (StudyHistory(study.definition), StudyHistory(study.definition))
    let ended = try later.update(from: storage).map(\.number)
    #expect(ended == [3, 0, 5, 1])
    _ = try live.update(from: storage)
    #expect(later.observations.map(\.number) == [3, 0, 5, 1])
    #expect(later.request(for: 6, plannedTrials: nil, parallelism: 1).pending.map(\.number) == [])
    try study.tell(trials[4], 1)
    #expect(try live.update(from: storage).map(\.number) == [4])
    #expect(live.observations.map(\.number) == [3, 0, 5, 1, 4])
  }

  @Test func `reports are added to what is known`() throws {
    let storage = MemoryStorage()
    let study = try Study(directions: [.maximize], storage: storage)
    var history = StudyHistory(study.definition)
    let trial = try study.ask()
    for (step, value) in [(1, 1.0), (5, 5), (3, 3), (5, 6)] {
      try trial.report(value, step: step)
      _ = try history.update(from: storage)
    }
    let expected = [(1, 1.0), (3, 3), (5, 6)].map { IntermediateValue(step: $0, value: $1) }
    #expect(history.trials[0].reports == expected)
    #expect(history.curves[0].losses.map(\.value) == [-1, -3, -6])
    try study.tell(trial, 6)
    _ = try history.update(from: storage)
    #expect(history.trials[0].reports == expected)
    #expect(history.observations[0].curve.map(\.value) == [-1, -3, -6])
  }

  @Test func `order of ends does not depend on clocks`() throws {
    let storage = MemoryStorage()
    let study = try Study(storage: storage)
    var trials = (0..<2).map { TrialRecord(number: $0, state: .complete) }
    for index in trials.indices {
      trials[index].values = [0]
      trials[index].finished = Date(timeIntervalSince1970: 100 - Double(index))
    }
    try storage.add(trials, study: study.name)
    try study.refresh()
    var history = StudyHistory(study.definition)
    _ = try history.update(from: storage)
    #expect(history.observations.map(\.number) == [0, 1])
  }
}
