import LatheCore
import Testing

@testable import Search

@Suite struct AutoSamplerTests {
  private static let numbers = [
    Parameter("x", .float(low: 0, high: 1)), Parameter("y", .float(low: 0, high: 1)),
  ]
  private static let mixed = numbers + [Parameter("z", .categorical([.text("a"), .text("b")]))]

  private func request(
    _ parameters: [Parameter], results: Int, objectives: Int = 1, planned: Int? = nil, seconds: Double? = nil,
    ending: Observation.Ending = .complete
  ) throws -> SamplingRequest {
    let space = EncodedSpace(try SearchSpace(parameters))
    var random = RandomSource(seed: 5)
    let observations = (0..<results).map { number in
      let point = space.randomPoint(using: &random)
      return Observation(
        number: number, point: point,
        losses: (0..<objectives).map { Double($0) + point.reduce(0, +) }, ending: ending,
        curve: ending == .pruned ? [IntermediateValue(step: 1, value: 1)] : [], seconds: seconds)
    }
    return SamplingRequest(
      space: space, objectiveCount: objectives, observations: observations, number: results,
      plannedTrials: planned, seed: 3)
  }

  private func explanation(_ request: SamplingRequest) throws -> String {
    var sampler = AutoSampler()
    _ = try sampler.propose(request)
    return try #require(sampler.explanation)
  }

  @Test func `it says what it has chosen, and why`() throws {
    #expect(
      try explanation(request(Self.numbers, results: 3))
        == "gp, because a model of the objective finds the best values in few trials")
    #expect(AutoSampler().explanation == nil)
  }

  @Test func `few combinations are all tried`() throws {
    let parameters = [
      Parameter("a", .boolean), Parameter("b", .categorical([.text("x"), .text("y"), .text("z")])),
    ]
    #expect(try explanation(request(parameters, results: 0, planned: 6)).hasPrefix("grid"))
    #expect(try explanation(request(parameters, results: 0, planned: 5)).hasPrefix("gp"))
  }

  @Test(arguments: [(10, "mobo"), (AutoSampler.mostModelledObjectives, "nsga-ii")])
  func `several objectives are modelled while that is cheap`(results: Int, choice: String) throws {
    #expect(try explanation(request(Self.numbers, results: results, objectives: 2)).hasPrefix(choice))
  }

  @Test func `a study that has outgrown the model goes on with what suits its parameters`() throws {
    let count = AutoSampler.mostModelled
    #expect(try explanation(request(Self.numbers, results: count)).hasPrefix("cma-es"))
    #expect(try explanation(request(Self.mixed, results: count)).hasPrefix("tpe"))
  }

  @Test func `where trials are long the model is kept for longer`() throws {
    let count = AutoSampler.mostModelled
    #expect(try explanation(request(Self.numbers, results: count, seconds: 60)).hasPrefix("gp"))
    #expect(try explanation(request(Self.numbers, results: count, seconds: 0.1)).hasPrefix("cma-es"))
    let most = AutoSampler.mostModelledOfLongTrials
    #expect(try explanation(request(Self.numbers, results: most, seconds: 60)).hasPrefix("cma-es"))
  }

  @Test func `trials that were stopped on the way are compared at one step`() throws {
    // Two samplers with the same seed: the one that sees steps proposes something else.
    var plain = AutoSampler()
    var stepped = AutoSampler()
    let whole = try plain.propose(request(Self.numbers, results: 12))
    let partly = try stepped.propose(request(Self.numbers, results: 12, ending: .pruned))
    #expect(whole.point != partly.point)
    #expect(stepped.explanation?.hasPrefix("gp") == true)
  }
}
