import LatheCore
import Search
import Testing

@Suite struct DefineByRunTests {
  private func run(_ trials: Int, _ study: Study) throws {
    for _ in 0..<trials {
      let trial = try study.ask()
      let kind = try trial.suggestCategory("kind", from: ["a", "b", "c"])
      let layers = try trial.suggestInteger("layers", in: 1...3)
      if kind == "b" { _ = try trial.suggestFloat("rate", in: 1e-3...1, scale: .logarithmic) }
      if layers >= 2 { _ = try trial.suggestInteger("second", in: 8...64, step: 8) }
      try study.tell(trial, Double(trial.number))
    }
  }

  @Test func `the space grows with what trials suggest, and its tree is found out`() throws {
    let study = try Study(sampler: RandomSampler(), seed: 4)
    try run(40, study)
    #expect(study.definition.space.parameters.map(\.name).sorted() == ["kind", "layers", "rate", "second"])
    let tree = Dictionary(
      uniqueKeysWithValues: study.searchedSpace.parameters.map { ($0.name, $0.conditions) })
    #expect(tree["kind"] == [] && tree["layers"] == [])
    #expect(tree["rate"] == [.init("kind", isOneOf: ["b"])])
    #expect(tree["second"] == [.init("layers", isOneOf: [2, 3])])
  }

  @Test func `a suggestion that contradicts an earlier one is refused`() throws {
    let study = try Study(sampler: RandomSampler())
    let trial = try study.ask()
    let value = try trial.suggestFloat("x", in: 0...1)
    #expect(try trial.suggestFloat("x", in: 0...1) == value)
    #expect(throws: SearchError.self) { try trial.suggestFloat("x", in: 0...2) }
    #expect(throws: SearchError.self) { try trial.suggestFloat("y", in: 0...1, scale: .logarithmic) }
  }

  @Test func `ranges and choices can change from trial to trial`() throws {
    let study = try Study(sampler: RandomSampler(), seed: 2)
    for round in 1...3 {
      let trial = try study.ask()
      let x = try trial.suggestFloat("x", in: 0...Double(round))
      #expect(x <= Double(round))
      _ = try trial.suggestCategory("k", from: Array(["a", "b", "c"].prefix(round)))
      try study.tell(trial, x)
    }
    #expect(
      study.definition.space.parameters.map(\.domain) == [
        .float(low: 0, high: 3), .categorical(["a", "b", "c"]),
      ])
    #expect(study.trials.allSatisfy { $0.parameters.count == 2 })
  }
}
