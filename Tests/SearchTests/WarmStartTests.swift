import Search
import Testing

@Suite struct WarmStartTests {
  private func earlier() throws -> StudyResults {
    let space = try SearchSpace([
      Parameter("x", .float(low: 0, high: 10)),
      Parameter("n", .integer(low: 1, high: 100, scale: .logarithmic)),
      Parameter("k", .categorical(["a", "b"])), Parameter("old", .boolean),
    ])
    let study = try Study("earlier", space: space, sampler: RandomSampler(), seed: 1)
    for (x, n, k) in [(9.0, 64, "a"), (1.0, 3, "b"), (5.0, 100, "a")] {
      try study.enqueue(["x": .number(x), "n": .integer(n), "k": .text(k)])
      try study.tell(try study.ask(), x)
    }
    return StudyResults(definition: study.definition, trials: study.trials)
  }

  private func later() throws -> Study {
    let space = try SearchSpace([
      Parameter("x", .float(low: 2, high: 8)), Parameter("n", .integer(low: 1, high: 50)),
      Parameter("k", .categorical(["a", "c"])),
      Parameter("new", .boolean),
    ])
    return try Study("later", space: space, sampler: RandomSampler(), seed: 1)
  }

  @Test func `results of the same objective count as one's own`() throws {
    let study = try later()
    #expect(try study.warmStart(from: earlier(), .results) == 3)
    #expect(study.trials.map(\.values) == [[9], [1], [5]])
    #expect(study.trials.map { $0.parameters["x"] } == [nil, nil, 5])
    #expect(study.trials.allSatisfy { $0.parameters["old"] == nil })
    #expect(study.best?.values == [1])
    let trial = try study.ask()
    #expect(trial.number == 3 && trial.parameters.count == 4)
  }

  @Test func `the best configurations are tried first, moved into the bounds`() throws {
    let study = try later()
    #expect(try study.warmStart(from: earlier(), .configurations(2)) == 2)
    let first = try study.ask()
    let second = try study.ask()
    #expect(first.parameters["x"] == 2.0 && first.parameters["n"] == 3 && first.parameters["new"] != nil)
    #expect(second.parameters["x"] == 5.0 && second.parameters["n"] == 50 && second.parameters["k"] == "a")
  }

  @Test func `results for other directions are refused`() throws {
    let study = try Study("other", space: SearchSpace([]), directions: [.maximize], sampler: RandomSampler())
    #expect(throws: SearchError.self) { try study.warmStart(from: earlier(), .results) }
  }
}
