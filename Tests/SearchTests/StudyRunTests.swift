import Foundation
import LatheCore
import Testing

@testable import Search

@Suite struct StudyRunTests {
  @Test func `a run has as many trials as it was told, as many at a time as it may`() async throws {
    let study = try Study()
    let tally = Tally()
    try await study.run(trials: 25, parallel: 4) { trial in
      tally.begin()
      defer { tally.end() }
      try await Task.sleep(for: .milliseconds(2))
      return try trial.suggestFloat("x", in: 0...1)
    }
    #expect(study.trials.count == 25 && tally.total == 25)
    #expect(study.trials.allSatisfy { $0.state == .complete && $0.attempts == 1 })
    #expect((2...4).contains(tally.most))
    try await study.run(trials: 25) { _ -> Double in throw Mishap() }
    #expect(study.trials.count == 25)
  }

  @Test func `several workers together have as many trials as one`() async throws {
    let storage = SharedMemory()
    let tally = Tally()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        let study = try Study(storage: storage)
        group.addTask {
          try await study.run(trials: 30, parallel: 2) { trial in
            tally.begin()
            return try trial.suggestFloat("x", in: 0...1)
          }
        }
      }
      try await group.waitForAll()
    }
    let trials = try storage.changes(study: "study", since: 0).trials
    #expect(trials.count == 30 && tally.total == 30)
    #expect(trials.allSatisfy { $0.state == .complete && $0.attempts == 1 })
  }

  @Test func `cancellation gives trials back, and a later run goes on with them`() async throws {
    let study = try Study()
    let run = Task {
      try await study.run(trials: 5, parallel: 2) { trial in
        _ = try trial.suggestFloat("x", in: 0...1)
        if trial.number >= 2 { try await Task.sleep(for: .seconds(100)) }
        return 0
      }
    }
    while study.trials.count < 4 { try await Task.sleep(for: .milliseconds(2)) }
    run.cancel()
    try await run.value
    let states = study.trials.map(\.state)
    #expect(states == [.complete, .complete, .waiting, .waiting])
    let before = study.trials.map(\.parameters)
    try await study.run(trials: 5) { trial in try trial.suggestFloat("x", in: 0...1) }
    #expect(study.trials.allSatisfy { $0.state == .complete })
    #expect(study.trials.count == 5)
    for (was, now) in zip(before, study.trials) where !was.isEmpty { #expect(was == now.parameters) }
    #expect(study.trials.map(\.failedAttempts) == [0, 0, 0, 0, 0])
  }

  @Test func `a deadline ends the run and gives the trial back`() async throws {
    let study = try Study()
    // A machine that is busy may not begin a trial before the first deadline.
    for seconds in [0.2, 2, 20] where study.trials.isEmpty {
      try await study.run(deadline: .after(seconds: seconds)) { _ in
        try await Task.sleep(for: .seconds(100))
        return 0
      }
    }
    #expect(study.trials.map(\.state) == [.waiting])
    try await study.run(deadline: .after(seconds: 0)) { _ in 0 }
    #expect(study.trials.map(\.attempts) == [1])
  }

  @Test func `a trial that fails is begun again with the same parameters`() async throws {
    let study = try Study(sampler: SensitiveSampler(), tolerance: .init(retries: 2))
    let tally = Tally()
    try await study.run(trials: 2) { trial in
      let x = try trial.suggestFloat("x", in: 0...1)
      tally.begin()
      if trial.number == 0, tally.total < 3 { throw Mishap() }
      return x
    }
    #expect(study.trials.map(\.attempts) == [3, 1])
    #expect(study.trials.map { $0.values.first == $0.parameters["x"]?.double } == [true, true])
    #expect(study.trials[0].failure == nil)
  }

  @Test func `a trial that fails too often has failed, and too many of them end the run`() async throws {
    let study = try Study(tolerance: .init(retries: 1, consecutiveFailures: 3))
    let error = await #expect(throws: SearchError.self) {
      try await study.run(trials: 50) { trial -> Double in
        if trial.number == 1 { return 0 }
        throw Mishap()
      }
    }
    guard case .failures(count: 3, let last) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(last.contains("Mishap"))
    #expect(study.trials.map(\.state) == [.failed, .complete, .failed, .failed, .failed])
    #expect(study.trials.map(\.attempts) == [2, 1, 2, 2, 2])
  }

  @Test func `an objective that throws a cancellation of its own has failed`() async throws {
    let study = try Study(tolerance: .init(consecutiveFailures: 2))
    await #expect(throws: SearchError.self) {
      try await study.run { _ -> Double in throw CancellationError() }
    }
    #expect(study.trials.map(\.state) == [.failed, .failed])
  }

  @Test func `the last word on a trial can end the run`() async throws {
    let study = try Study()
    try await study.run(
      onFinish: { $0.values == [2] ? .end : .goOn },
      objective: { trial in Double(trial.number) })
    #expect(study.trials.map(\.values) == [[0], [1], [2]])
  }

  @Test func `a run ends when a grid does`() async throws {
    let space = try SearchSpace([Parameter("a", .boolean), Parameter("b", .categorical(["x", "y", "z"]))])
    let study = try Study(space: space, sampler: GridSampler())
    try study.enqueue(["a": true])
    try await study.run(parallel: 3) { _ in 0 }
    #expect(study.trials.count == 7)
    #expect(Set(study.trials.dropFirst().map(\.parameters)).count == 6)
  }

  @Test func `a trial that was taken away does not end the run of others`() async throws {
    let storage = SharedMemory()
    let study = try Study(storage: storage)
    try await study.run(trials: 3) { trial in
      if trial.number == 1 {
        try storage.write(study: "study") { (transaction) throws(SearchError) in
          guard var stolen = try transaction.trial(1) else { return }
          stolen.state = .complete
          stolen.worker = "thief"
          stolen.values = [7]
          try transaction.save(stolen)
        }
      }
      return 0
    }
    #expect(study.trials.map(\.values) == [[0], [7], [0]])
  }

  @Test(arguments: [0, 1]) func `a run does not end before dead workers' trials do`(retries: Int) async throws
  {
    let storage = SharedMemory()
    let study = try Study(storage: storage, tolerance: .init(leaseSeconds: 0.3, retries: retries))
    _ = try storage.begin(study: "study", worker: "dead", leaseSeconds: 0.5, limit: nil)
    try await study.run(trials: 2, parallel: 2) { _ in 0 }
    #expect(study.trials.map(\.state) == [retries == 0 ? .failed : .complete, .complete])
  }

  @Test func `a run does not wait for workers that live`() async throws {
    let storage = SharedMemory()
    let tolerance = Study.Tolerance(leaseSeconds: 0.4)
    let other = try Study(storage: storage, tolerance: tolerance)
    let long = try other.ask()
    let study = try Study(storage: storage, tolerance: tolerance)
    try await study.run(trials: 2) { _ in 0 }
    #expect(study.trials.map(\.state) == [.running, .complete])
    try other.tell(long, 1)
  }

  @Test func `paused trials go on, with what they had`() async throws {
    let study = try Study(sampler: SensitiveSampler(), scheduler: PausingScheduler(width: 3), maximumStep: 2)
    try await study.run(trials: 3) { trial in
      let x = try trial.suggestFloat("x", in: 0...1)
      #expect(trial.earlierReports.isEmpty == (trial.until == 1))
      for step in 1...2 where step > trial.earlierReports.last?.step ?? 0 {
        if try trial.report(x, step: step) != .proceed { throw PrunedTrial() }
      }
      return x
    }
    #expect(study.trials.map(\.state) == [.complete, .complete, .complete])
    #expect(study.trials.map(\.attempts) == [2, 2, 2])
    for trial in study.trials {
      #expect(trial.reports.map(\.step) == [1, 2])
      #expect(Set(trial.reports.map(\.value)) == [trial.parameters["x"]?.double ?? .nan])
    }
  }
}
