import LatheCore
import Testing

@testable import Search

@Suite struct VarianceImportanceTests {
  /// Random trials of a function of the point.
  private static func trials(
    _ count: Int, _ space: EncodedSpace, _ loss: (Point) -> Double
  ) -> [Observation] {
    var random = RandomSource(seed: 12)
    return (0..<count).map { number in
      let point = space.randomPoint(using: &random)
      return Observation(number: number, point: point, losses: [loss(point)])
    }
  }

  @Test func `shares of a linear function are those of its variance`() throws {
    let space = EncodedSpace(
      try SearchSpace(["a", "b", "c"].map { Parameter($0, .float(low: 0, high: 1)) }))
    // Variances are 9, 4 and 1 twelfths.
    let trials = Self.trials(300, space) { 3 * $0[0] + 2 * $0[1] + $0[2] }
    let importance = try VarianceImportance(trees: 16).importance(of: trials, in: space)
    #expect(abs((importance["a"] ?? 0) - 9 / 14) < 0.06)
    #expect(abs((importance["b"] ?? 0) - 4 / 14) < 0.06)
    #expect(abs((importance["c"] ?? 0) - 1 / 14) < 0.06)
    #expect(abs(importance.shares.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    #expect(importance.shares.map(\.name) == ["a", "b", "c"])
  }

  @Test func `the part of an interaction belongs to no single parameter`() throws {
    let space = EncodedSpace(try SearchSpace(["a", "b"].map { Parameter($0, .float(low: -1, high: 1)) }))
    // On positions from 0 to 1 the product of the centred values: no main effect at all.
    let trials = Self.trials(400, space) { ($0[0] - 0.5) * ($0[1] - 0.5) }
    let fractions = try VarianceImportance(trees: 16).fractions(of: trials, in: space)
    #expect(fractions.reduce(0, +) < 0.15)
  }

  @Test func `choices, whole numbers and constants are measured by their cells`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["p", "q", "r"])), Parameter("depth", .integer(low: 1, high: 3)),
        Parameter("fixed", .float(low: 2, high: 2)),
      ]))
    // Means of 0, 6 and 0 by kind have a variance of 8; depths 1 to 3 one of 2/3.
    let trials = Self.trials(400, space) { ($0[0] == 1 ? 6 : 0) + Double(space.axes[1].index(at: $0[1])) }
    let importance = try VarianceImportance(trees: 16).importance(of: trials, in: space)
    #expect(abs((importance["kind"] ?? 0) - 8 / (8 + 2.0 / 3)) < 0.02)
    #expect(importance["fixed"] == 0)
  }

  @Test func `a parameter that is not always there is judged by where it is`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["p", "q"])),
        Parameter("depth", .float(low: 0, high: 1), if: .init("kind", isOneOf: ["q"])),
        Parameter("other", .float(low: 0, high: 1)),
      ]))
    let trials = Self.trials(300, space) { $0[1].isNaN ? 0.5 : $0[1] }
    let importance = try VarianceImportance(trees: 16).importance(of: trials, in: space)
    #expect((importance["depth"] ?? 0) > 0.85)
    #expect((importance["other"] ?? 1) < 0.05)
  }

  @Test func `too few trials and an objective that does not exist are refused`() throws {
    let space = EncodedSpace(try SearchSpace([Parameter("a", .float(low: 0, high: 1))]))
    let trials = Self.trials(3, space) { $0[0] }
    #expect(throws: SearchError.self) { try VarianceImportance().importance(of: trials, in: space) }
    #expect(throws: SearchError.self) { try DensityImportance().importance(of: trials, in: space) }
    let enough = Self.trials(30, space) { $0[0] }
    #expect(throws: SearchError.self) {
      try VarianceImportance(objective: 1).importance(of: enough, in: space)
    }
  }
}
