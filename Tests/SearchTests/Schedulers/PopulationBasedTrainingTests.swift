import LatheCore
import SearchTesting
import Testing

@testable import Search

@Suite struct PopulationBasedTrainingTests {
  private static func simulation() throws -> ScheduleSimulation {
    let space = try SearchSpace([Parameter("rate", .float(low: 0.01, high: 100))])
    var simulation = ScheduleSimulation(trials: 100, lastStep: 20) { trial, _ in Double(trial % 8) }
    simulation.space = EncodedSpace(space)
    simulation.parameters = { ["rate": .number(Double($0 + 1))] }
    return simulation
  }

  @Test func `the worst quarter takes over the state of the best`() throws {
    var simulation = try Self.simulation()
    simulation.trials = 10
    let outcome = simulation.run(PopulationBasedTraining(interval: 5, resampling: 0))
    let branches = outcome.works.compactMap { work in
      if case .branch(let branch) = work.work { branch } else { nil }
    }
    #expect(branches.map(\.replaced) == [6, 7])
    #expect(branches.allSatisfy { [0, 1].contains($0.parent) && $0.step == 5 && $0.until == 10 })
    for branch in branches {
      let parent = Double(branch.parent + 1)
      let rate = try #require(branch.parameters["rate"]?.double)
      #expect(abs(rate - 1.2 * parent) < 1e-9 || abs(rate - 0.8 * parent) < 1e-9)
    }
    #expect(outcome.curves[6].state == .pruned)
    #expect(outcome.curves[6].lastStep == 5)
    #expect(outcome.curves[8].losses.first?.step == 6)
  }

  @Test func `the population keeps its size and comes to the end`() throws {
    let outcome = try Self.simulation().run(PopulationBasedTraining(interval: 5))
    #expect(outcome.hasEnded)
    #expect(outcome.curves.count { $0.state == .complete } == 8)
    // Eight trials of twenty steps, whoever made them.
    #expect(outcome.steps == 8 * 20)
    // Two are replaced at each of the steps 5, 10 and 15.
    #expect(outcome.curves.count { $0.state == .pruned } == 6)
    #expect(outcome.curves.count == 14)
  }

  @Test func `a trial that breaks down is replaced`() throws {
    var simulation = try Self.simulation()
    simulation.loss = { trial, step in trial == 3 && step == 7 ? .nan : Double(trial) }
    let outcome = simulation.run(PopulationBasedTraining(interval: 5))
    #expect(outcome.violations.isEmpty)
    #expect(outcome.curves[3].state == .pruned)
    #expect(outcome.curves.count { $0.state == .complete } == 8)
  }

  @Test func `changed parameters stay within the space`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["a", "b"])),
        Parameter("depth", .integer(low: 1, high: 6), if: .init("kind", isOneOf: ["b"])),
        Parameter("rate", .float(low: 1e-3, high: 1, scale: .logarithmic)),
        Parameter("size", .ordinal([16, 32, 64])), Parameter("share", .float(low: 0, high: 1, step: 0.25)),
      ]))
    let perturbation = Perturbation(factors: [1.2, 0.8], resampling: 0.25)
    var random = RandomSource(seed: 3)
    var parameters: [String: ParameterValue] = ["kind": "a", "rate": 0.5, "size": 32, "share": 0.5]
    var kinds: Set<ParameterValue> = []
    for _ in 0..<300 {
      let changed = perturbation.changed(parameters, in: space, using: &random)
      #expect(
        space.space.parameters.allSatisfy { parameter in
          let isThere = parameter.name != "depth" || changed["kind"] == "b"
          guard let value = changed[parameter.name] else { return !isThere }
          return isThere && Axis(parameter.domain).position(of: value) != nil
        })
      parameters = changed
      if let kind = changed["kind"] { kinds.insert(kind) }
    }
    #expect(kinds == ["a", "b"])
  }

  @Test func `a whole number moves though its product would be the same`() throws {
    let space = EncodedSpace(try SearchSpace([Parameter("depth", .integer(low: 1, high: 9))]))
    let up = Perturbation(factors: [1.2], resampling: 0)
    let down = Perturbation(factors: [0.8], resampling: 0)
    var random = RandomSource(seed: 1)
    #expect(up.changed(["depth": 2], in: space, using: &random) == ["depth": 3])
    #expect(down.changed(["depth": 2], in: space, using: &random) == ["depth": 1])
    #expect(down.changed(["depth": 1], in: space, using: &random) == ["depth": 1])
    #expect(up.changed(["depth": 9], in: space, using: &random) == ["depth": 9])
  }
}
