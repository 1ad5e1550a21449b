import LatheCore
import Search
import Synchronization
import Testing

@Suite struct SchedulerStudyTests {
  private static func space() throws -> SearchSpace {
    try SearchSpace([Parameter("x", .float(low: 0, high: 1))])
  }

  @Test func `a paused trial goes on where it stopped, with the same parameters`() async throws {
    let study = try Study(
      space: Self.space(), scheduler: AsynchronousSuccessiveHalving(), seed: 3, maximumStep: 9)
    let steps = Mutex<[Int: [Int]]>([:])
    let values = Mutex<[Int: Set<Double>]>([:])
    try await study.run(trials: 27, parallel: 3) { trial in
      let x = try trial.suggestFloat("x", in: 0...1)
      values.withLock { _ = $0[trial.number, default: []].insert(x) }
      for step in (trial.earlierReports.last?.step ?? 0) + 1...(trial.until ?? 9) {
        steps.withLock { $0[trial.number, default: []].append(step) }
        try trial.report(x + 1 / Double(step), step: step)
        if trial.shouldStop { throw PrunedTrial() }
      }
      return x
    }
    #expect(study.trials.count == 27)
    #expect(study.trials.count { $0.state == .complete } >= 1)
    #expect(study.trials.allSatisfy { $0.state == .complete || $0.state == .paused })
    #expect(values.withLock { $0.values.allSatisfy { $0.count == 1 } })
    let made = steps.withLock { $0 }
    #expect(made.values.allSatisfy { $0 == Array(1...$0.count) })
    #expect(made.values.contains { $0.count == 9 })
  }

  @Test func `what an objective returns counts as its report`() async throws {
    let study = try Study(space: Self.space(), scheduler: SuccessiveHalving(), seed: 3, maximumStep: 9)
    try await study.run(trials: 9) { trial in try trial.suggestFloat("x", in: 0...1) }
    #expect(study.trials.count { $0.state == .complete } == 1)
    #expect(study.trials.map { $0.reports.count }.sorted() == [1, 1, 1, 1, 1, 1, 2, 2, 2])
    let best = study.trials.min { $0.reports[0].value < $1.reports[0].value }
    #expect(study.best?.number == best?.number)
  }

  @Test func `a study that maximises promotes the largest`() async throws {
    let study = try Study(
      space: Self.space(), directions: [.maximize], scheduler: SuccessiveHalving(), seed: 3, maximumStep: 9)
    try await study.run(trials: 9) { trial in try trial.suggestFloat("x", in: 0...1) }
    let largest = study.trials.compactMap { $0.parameters["x"]?.double }.max()
    #expect(study.best?.parameters["x"]?.double == largest)
  }

  @Test func `a study that is resumed goes on as if nothing had happened`() async throws {
    func study(_ storage: MemoryStorage) throws -> Study {
      try Study(space: Self.space(), scheduler: Hyperband(), storage: storage, seed: 9, maximumStep: 9)
    }
    let objective: @Sendable (Trial) async throws -> Double = { trial in
      let x = try trial.suggestFloat("x", in: 0...1)
      return x + 1 / Double(trial.until ?? 9)
    }
    let whole = try study(MemoryStorage())
    try await whole.run(trials: 40, objective: objective)
    let storage = MemoryStorage()
    for trials in [7, 16, 30, 40] { try await study(storage).run(trials: trials, objective: objective) }
    let parts = try study(storage)
    #expect(parts.trials.map(\.parameters) == whole.trials.map(\.parameters))
    #expect(parts.trials.map(\.until) == whole.trials.map(\.until))
    #expect(parts.trials.filter { $0.state == .complete }.count >= 4)
  }

  @Test func `in population-based training a trial knows whose state it begins with`() async throws {
    let study = try Study(
      space: Self.space(), scheduler: PopulationBasedTraining(populationSize: 4, interval: 2), seed: 2,
      maximumStep: 8)
    let states = Mutex<[[Int]: Double]>([:])
    try await study.run(parallel: 2) { trial in
      let x = try trial.suggestFloat("x", in: 0...1)
      var (level, start) = (0.0, 0)
      if let last = trial.earlierReports.last {
        (level, start) = (last.value, last.step)
      } else if let parent = trial.parent {
        start = parent.step
        level = try #require(states.withLock { $0[[parent.trial, parent.step]] })
      }
      for step in start + 1...(trial.until ?? 8) {
        level += x
        states.withLock { $0[[trial.number, step]] = level }
        try trial.report(level, step: step)
      }
      return level
    }
    #expect(study.trials.count { $0.state == .complete } == 4)
    let branches = study.trials.filter { $0.parent != nil }
    #expect(branches.count == study.trials.count { $0.state == .pruned })
    #expect(branches.count >= 2)
    for branch in branches {
      let step = try #require(branch.parentStep)
      #expect(branch.reports.first?.step == step + 1)
    }
  }
}
