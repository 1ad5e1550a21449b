import LatheCore
import Search
import Testing

@Suite struct StudyStoppingTests {
  private static func request(
    _ losses: [[Double]], directions: [Direction] = [.minimize], seconds: Double = 0
  )
    -> StoppingRequest
  {
    StoppingRequest(
      directions: directions,
      observations: losses.enumerated().map { Observation(number: $0.offset, point: [], losses: $0.element) },
      seconds: seconds)
  }

  @Test func `a study ends when its target is reached, in its own direction`() {
    #expect(TargetStopping(2).reason(Self.request([[3], [2.1]])) == nil)
    #expect(TargetStopping(2).reason(Self.request([[3], [2]])) != nil)
    #expect(TargetStopping(2).reason(Self.request([[-2]], directions: [.maximize])) != nil)
    #expect(TargetStopping(2).reason(Self.request([[-1.9]], directions: [.maximize])) == nil)
    #expect(TargetStopping(2).reason(Self.request([])) == nil)
    let infeasible = Observation(number: 0, point: [], losses: [1], violation: 0.5)
    #expect(TargetStopping(2).reason(StoppingRequest(observations: [infeasible])) == nil)
  }

  @Test func `a study ends with its budget of results or of time`() {
    #expect(BudgetStopping(trials: 2).reason(Self.request([[1]])) == nil)
    #expect(BudgetStopping(trials: 2).reason(Self.request([[1], [1]])) != nil)
    #expect(BudgetStopping(seconds: 9).reason(Self.request([], seconds: 8.9)) == nil)
    #expect(BudgetStopping(seconds: 9).reason(Self.request([], seconds: 9)) != nil)
  }

  @Test func `a study ends when trials bring nothing any more`() {
    let rule = StagnationStopping(trials: 3)
    #expect(rule.reason(Self.request([[5], [4], [4], [4]])) == nil)
    #expect(rule.reason(Self.request([[5], [4], [4], [4], [4]])) != nil)
    #expect(rule.reason(Self.request([[5], [4], [4], [4], [3.9]])) == nil)
    let demanding = StagnationStopping(trials: 3, leastImprovement: 0.5)
    #expect(demanding.reason(Self.request([[5], [4], [4], [4], [3.9]])) != nil)
  }

  @Test func `with several objectives, a trial that none before it covers is an improvement`() {
    let rule = StagnationStopping(trials: 2)
    let directions = [Direction.minimize, .minimize]
    #expect(rule.reason(Self.request([[1, 5], [5, 1], [5, 5], [3, 3]], directions: directions)) == nil)
    #expect(rule.reason(Self.request([[1, 5], [5, 1], [5, 5], [1, 5]], directions: directions)) != nil)
  }

  @Test func `the first rule that holds gives the reason`() {
    let rule = AnyStopping(TargetStopping(0), BudgetStopping(trials: 1), StagnationStopping(trials: 1))
    #expect(rule.reason(Self.request([])) == nil)
    #expect(rule.reason(Self.request([[1], [1]])) == "2 trials have a result")
  }

  @Test func `a run ends when its rule says so`() async throws {
    let study = try Study(space: try SearchSpace([Parameter("x", .float(low: 0, high: 1))]), seed: 4)
    try await study.run(trials: 500, stopping: TargetStopping(0.05)) { trial in
      try trial.suggestFloat("x", in: 0...1)
    }
    #expect(study.trials.count < 500)
    #expect((study.best?.values[0] ?? 1) <= 0.05)
    #expect(study.trials.dropLast().allSatisfy { $0.values[0] > 0.05 })
  }
}
