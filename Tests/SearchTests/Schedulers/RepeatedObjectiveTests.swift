import Search
import Synchronization
import Testing

@Suite struct RepeatedObjectiveTests {
  private static func space() throws -> SearchSpace {
    try SearchSpace([Parameter("x", .float(low: 0, high: 10))])
  }

  @Test func `the value is the mean of the executions`() async throws {
    let study = try Study(space: Self.space())
    let objective = RepeatedObjective(executions: 4) { _, execution in Double(execution) }
    try await study.run(trials: 2) { try await objective.value(of: $0) }
    #expect(study.trials.map(\.values) == [[1.5], [1.5]])
    #expect(study.trials[0].reports.map(\.value) == [0, 1, 2, 3])
    #expect(study.trials[0].reports.map(\.step) == [1, 2, 3, 4])
  }

  @Test func `hopeless trials are not executed to the end, and the best one is`() async throws {
    let study = try Study(space: Self.space(), scheduler: ExecutionStopping(executions: 6), seed: 5)
    let executions = Mutex(0)
    let objective = RepeatedObjective(executions: 6) { trial, execution in
      executions.withLock { $0 += 1 }
      return try trial.suggestFloat("x", in: 0...10) + Double(execution % 3) / 100
    }
    try await study.run(trials: 30) { try await objective.value(of: $0) }
    let smallest = study.trials.compactMap { $0.parameters["x"]?.double }.min()
    #expect(study.best?.parameters["x"]?.double == smallest)
    #expect(executions.withLock { $0 } < 130)
    #expect(study.trials.contains { $0.state == .pruned })
  }

  @Test func `successive halving gives better trials more executions`() async throws {
    let study = try Study(
      space: Self.space(), scheduler: AsynchronousSuccessiveHalving(), seed: 5, maximumStep: 9)
    let objective = RepeatedObjective(executions: 9) { trial, _ in try trial.suggestFloat("x", in: 0...10) }
    try await study.run(trials: 27) { try await objective.value(of: $0) }
    #expect(study.trials.contains { $0.state == .complete && $0.reports.count == 9 })
    #expect(study.trials.allSatisfy { [1, 3, 9].contains($0.reports.count) })
  }

  @Test func `a trial that is begun again keeps its executions`() async throws {
    struct Broken: Error {}
    let study = try Study(space: Self.space(), tolerance: .init(retries: 1))
    let made = Mutex<[Int]>([])
    let objective = RepeatedObjective(executions: 4) { _, execution in
      let isFirst = made.withLock { made in
        defer { made.append(execution) }
        return !made.contains(execution)
      }
      if execution == 2, isFirst { throw Broken() }
      return 1
    }
    try await study.run(trials: 1) { try await objective.value(of: $0) }
    #expect(made.withLock { $0 } == [0, 1, 2, 2, 3])
    #expect(study.trials[0].values == [1])
  }

  @Test func `a run with executions averages them and rejects hopeless trials by itself`() async throws {
    let study = try Study(space: Self.space(), seed: 5)
    let executions = Mutex(0)
    try await study.run(trials: 30, executions: 6) { trial, execution in
      executions.withLock { $0 += 1 }
      return try trial.suggestFloat("x", in: 0...10) + Double(execution)
    }
    let best = try #require(study.best)
    #expect(best.values[0] == (best.parameters["x"]?.double ?? .nan) + 2.5)
    #expect(study.trials.contains { $0.state == .pruned })
    #expect(executions.withLock { $0 } < 180)
  }

  @Test func `a scheduler of the study's own decides on executions`() async throws {
    let study = try Study(space: Self.space(), scheduler: WilcoxonStopping(startupSteps: 100), seed: 5)
    try await study.run(trials: 5, executions: 3) { trial, _ in try trial.suggestFloat("x", in: 0...10) }
    #expect(study.trials.allSatisfy { $0.state == .complete && $0.reports.count == 3 })
  }
}
