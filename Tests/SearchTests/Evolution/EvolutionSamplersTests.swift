import LatheCore
import Testing

@testable import Search

@Suite struct EvolutionSamplersTests {
  private func search(
    _ sampler: any Sampler, _ space: EncodedSpace, trials count: Int, objectives: Int = 1, seed: UInt64 = 1,
    _ result: (Point) -> (losses: [Double], violation: Double)
  ) throws -> [Observation] {
    var sampler = sampler
    var observations: [Observation] = []
    for number in 0..<count {
      let point = try sampler.propose(
        SamplingRequest(
          space: space, objectiveCount: objectives, observations: observations, number: number,
          plannedTrials: count, seed: seed)
      ).point
      let (losses, violation) = result(point)
      observations.append(
        Observation(number: number, point: point, losses: losses, violation: violation))
    }
    return observations
  }

  private func cube(_ dimension: Int) throws -> EncodedSpace {
    EncodedSpace(try SearchSpace((0..<dimension).map { Parameter("x\($0)", .float(low: 0, high: 1)) }))
  }

  private func tree() throws -> EncodedSpace {
    EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["a", "b", "c"])),
        Parameter("depth", .integer(low: 1, high: 20), if: .init("kind", isOneOf: ["b"])),
        Parameter("rate", .float(low: 0, high: 1), if: .init("kind", isOneOf: ["b", "c"])),
      ]))
  }

  @Test func `evolution finds the best branch and its values`() throws {
    let space = try tree()
    let found = try search(EvolutionSampler(), space, trials: 150) { point in
      ([point[0] == 1 ? abs(point[1] - 0.4) + abs(point[2] - 0.7) : 2], 0)
    }
    #expect((found.map(\.losses[0]).min() ?? 2) < 0.1)
    #expect(found.suffix(40).count { $0.point[0] == 1 } > 25)
  }

  @Test func `evolution changes one place of a parent`() throws {
    let space = try cube(6)
    let found = try search(EvolutionSampler(), space, trials: 60) { ([$0.reduce(0, +)], 0) }
    for child in found.suffix(20) {
      #expect(
        found.prefix(child.number).contains { parent in
          zip(parent.point, child.point).count { $0 != $1 } == 1
        })
    }
  }

  @Test func `evolution lets the oldest die`() throws {
    var settings = EvolutionSampler.Settings()
    settings.population = 5
    let space = try cube(3)
    // The first trial is by far the best, but too old.
    let observations = (0..<20).map {
      Observation(
        number: $0, point: Point(repeating: $0 == 0 ? 0.9 : 0.1, count: 3), losses: [$0 == 0 ? 0 : 1])
    }
    for number in 20..<40 {
      var sampler = EvolutionSampler(settings)
      let point = try sampler.propose(
        SamplingRequest(space: space, observations: observations, number: number)
      ).point
      #expect(point.count { $0 == 0.1 } == 2)
    }
  }

  @Test func `NSGA-II finds a front`() throws {
    let found = try search(NSGASampler(), cube(4), trials: 300, objectives: 2) { point in
      let far = point[1...].reduce(0) { $0 + abs($1 - 0.5) }
      return ([point[0] + far, 1 - point[0] + far], 0)
    }
    let late = found.suffix(60)
    #expect(late.reduce(0) { $0 + $1.losses[0] + $1.losses[1] } / 60 < 1.4)
    // The front is covered from end to end.
    let front = Dominance.front(of: found.map(\.losses)).map { found[$0].point[0] }
    #expect((front.min() ?? 1) < 0.1 && (front.max() ?? 0) > 0.9)
  }

  @Test func `NSGA-II keeps constraints`() throws {
    let found = try search(NSGASampler(), cube(3), trials: 200, objectives: 2) { point in
      ([point[0], 1 - point[1]], max(0.4 - point[0], 0) + max(point[1] - 0.6, 0))
    }
    #expect(found.suffix(60).count(where: \.isFeasible) > 35)
  }

  @Test func `NSGA-II searches one objective too`() throws {
    let found = try search(NSGASampler(), cube(3), trials: 250) { point in
      ([point.reduce(0) { $0 + ($1 - 0.3) * ($1 - 0.3) }], 0)
    }
    #expect((found.map(\.losses[0]).min() ?? 1) < 0.005)
  }

  @Test func `NSGA-II passes the parameters of a branch on`() throws {
    let found = try search(NSGASampler(), tree(), trials: 150) { point in
      ([point[0] == 1 ? abs(point[1] - 0.4) + abs(point[2] - 0.7) : 2], 0)
    }
    #expect((found.map(\.losses[0]).min() ?? 2) < 0.15)
  }

  @Test func `mutation moves every kind of axis to another value`() {
    var random = RandomSource(seed: 6)
    for axis in [
      Axis(.integer(low: 1, high: 3)), Axis(.categorical(["a", "b", "c"])), Axis(.boolean),
      Axis(.integer(low: 1, high: 1000, scale: .logarithmic)), Axis(.float(low: 0, high: 1)),
    ] {
      for index in 0..<200 {
        let old = axis.count.map { axis.position(ofIndex: index % $0) } ?? random.uniform()
        let new = Variation.mutated(old, on: axis, index: 20, using: &random)
        #expect(new != old && axis.snapped(new) == new)
      }
    }
    #expect(Variation.mutated(0.5, on: Axis(.integer(low: 2, high: 2)), index: 5, using: &random) == 0.5)
  }

  @Test func `crossover keeps the middle of the parents and stays on the axis`() {
    var random = RandomSource(seed: 7)
    let axis = Axis(.float(low: 0, high: 1))
    let children = (0..<4000).map { _ in Variation.crossed(0.4, 0.6, on: axis, index: 10, using: &random) }
    #expect(abs(children.reduce(0, +) / 4000 - 0.5) < 0.01)
    #expect(children.allSatisfy { (0...1).contains($0) })
    #expect(Variation.crossed(2, 2, on: Axis(.categorical(["a", "b", "c"])), index: 10, using: &random) == 2)
  }
}
