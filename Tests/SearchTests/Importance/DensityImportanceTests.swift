import LatheCore
import Testing

@testable import Search

@Suite struct DensityImportanceTests {
  private static func trials(
    _ count: Int, _ space: EncodedSpace, _ losses: (Point) -> [Double]
  ) -> [Observation] {
    var random = RandomSource(seed: 12)
    return (0..<count).map { number in
      let point = space.randomPoint(using: &random)
      return Observation(number: number, point: point, losses: losses(point))
    }
  }

  @Test func `densities are those of another implementation`() {
    // A script with SciPy's normal distribution, from the formulas of the paper.
    let few = [
      0.14640553269677278, 0.22708176541173025, 0.20962493085296274, 0.16720499622747184,
      0.14957196983064075, 0.10011080498042173,
    ]
    let many = [
      0.12377957359956984, 0.18935562041270568, 0.20697411284272402, 0.18955504812248553,
      0.17053421163320953, 0.11980143338930543,
    ]
    for (counts, expected) in [([0.0, 3, 1, 0, 2, 0], few), ([2, 4, 5, 3, 4, 2], many)] {
      let density = CellDensity.ordered(counts)
      #expect(zip(density, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }
    #expect(CellDensity.categorical([3, 0]) == [0.875, 0.125])
  }

  @Test func `what decides matters, what does not does not`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("a", .float(low: 0, high: 1)), Parameter("b", .float(low: 0, high: 1)),
        Parameter("kind", .categorical(["p", "q", "r"])), Parameter("fixed", .categorical(["only"])),
      ]))
    let byNumber = try DensityImportance().importance(
      of: Self.trials(400, space) { [$0[0] + $0[1] / 1000] }, in: space)
    #expect((byNumber["a"] ?? 0) > 0.9)
    #expect(byNumber.shares.first?.name == "a")
    #expect(byNumber["fixed"] == 0)
    #expect(abs(byNumber.shares.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    let byKind = try DensityImportance().importance(
      of: Self.trials(400, space) { [$0[2] == 1 ? $0[1] : 9] }, in: space)
    #expect((byKind["kind"] ?? 0) > (byKind["a"] ?? 1))
    #expect((byKind["b"] ?? 0) > (byKind["a"] ?? 1))
  }

  @Test func `a conditional parameter is judged among the trials that have it`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["p", "q"])),
        Parameter("idle", .float(low: 0, high: 1), if: .init("kind", isOneOf: ["q"])),
        Parameter("depth", .float(low: 0, high: 1), if: .init("kind", isOneOf: ["q"])),
      ]))
    // All of the best have kind q, and with it both of its parameters; only one of them matters.
    let importance = try DensityImportance().importance(
      of: Self.trials(500, space) { [$0[2].isNaN ? 2 : $0[2]] }, in: space)
    #expect((importance["depth"] ?? 0) > 5 * (importance["idle"] ?? 1))
    #expect((importance["kind"] ?? 0) > (importance["idle"] ?? 1))
  }

  @Test func `with several objectives the first layers of dominance are the best`() throws {
    let space = EncodedSpace(
      try SearchSpace(["a", "b"].map { Parameter($0, .float(low: 0, high: 1)) }))
    // Objectives that trade off along a, and are both bad with b.
    let trials = Self.trials(400, space) { [$0[0] + $0[1], 1 - $0[0] + $0[1]] }
    let importance = try DensityImportance().importance(of: trials, in: space)
    #expect((importance["b"] ?? 0) > 0.8)
  }

  @Test func `where everything is alike everything matters alike`() throws {
    let space = EncodedSpace(
      try SearchSpace(["a", "b"].map { Parameter($0, .float(low: 0, high: 1)) }))
    let importance = try DensityImportance().importance(of: Self.trials(50, space) { _ in [1] }, in: space)
    #expect(importance.shares.map(\.share) == [0.5, 0.5])
  }

  @Test func `a study says which of its parameters matter`() async throws {
    let study = try Study(sampler: RandomSampler(), seed: 3)
    try await study.run(trials: 200) { trial in
      let a = try trial.suggestFloat("a", in: 0...1)
      return try a + trial.suggestFloat("b", in: 0...1) / 1000
    }
    #expect((try study.importance()["a"] ?? 0) > 0.8)
    #expect((try study.importance(by: VarianceImportance(trees: 8))["a"] ?? 0) > 0.95)
  }
}
