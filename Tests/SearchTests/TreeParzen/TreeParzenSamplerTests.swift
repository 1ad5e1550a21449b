import Foundation
import LatheCore
import Testing

@testable import Search

@Suite struct TreeParzenSamplerTests {
  private static let groupings = TreeParzenSampler.Grouping.allCases

  private func sampler(_ grouping: TreeParzenSampler.Grouping) -> TreeParzenSampler {
    var settings = TreeParzenSampler.Settings()
    settings.grouping = grouping
    settings.candidates = 16
    return TreeParzenSampler(settings)
  }

  /// The losses of `count` trials in a row.
  private func search(
    _ sampler: TreeParzenSampler, _ space: EncodedSpace, trials count: Int, seed: UInt64 = 1,
    loss: (Point) -> Double?
  ) -> [Observation] {
    var sampler = sampler
    var observations: [Observation] = []
    for number in 0..<count {
      let point = sampler.propose(
        SamplingRequest(space: space, observations: observations, number: number, seed: seed)
      ).point
      let loss = loss(point)
      observations.append(
        Observation(
          number: number, point: point, losses: loss.map { [$0] } ?? [],
          ending: loss == nil ? .failed : .complete))
    }
    return observations
  }

  private func cube(_ dimension: Int) throws -> EncodedSpace {
    EncodedSpace(try SearchSpace((0..<dimension).map { Parameter("x\($0)", .float(low: 0, high: 1)) }))
  }

  private let branches: EncodedSpace

  init() throws {
    branches = EncodedSpace(
      try SearchSpace([
        Parameter("learner", .categorical(["none", "linear", "tree"])),
        Parameter("penalty", .float(low: 0, high: 1), if: .init("learner", isOneOf: ["linear"])),
        Parameter("depth", .integer(low: 1, high: 12), if: .init("learner", isOneOf: ["tree"])),
        Parameter("shrinks", .boolean, if: .init("learner", isOneOf: ["tree"])),
        Parameter("rate", .float(low: 0, high: 1), if: .init("shrinks", isOneOf: [true])),
        Parameter("constant", .integer(low: 3, high: 3)),
      ]))
  }

  @Test(arguments: groupings)
  func `a bowl is searched much better than at random`(grouping: TreeParzenSampler.Grouping) throws {
    let space = try cube(4)
    var ratio = 0.0
    for seed in [1, 2] as [UInt64] {
      let loss = { (point: Point) in point.reduce(0) { $0 + ($1 - 0.3) * ($1 - 0.3) } }
      let found = search(sampler(grouping), space, trials: 60, seed: seed, loss: loss).map(\.losses[0]).min()
      var random = RandomSource(seed: seed)
      let lucky = (0..<60).map { _ in loss(space.randomPoint(using: &random)) }.min()
      ratio += log((found ?? 1) / (lucky ?? 1)) / 2
    }
    #expect(ratio < log(0.4))
  }

  @Test(arguments: groupings)
  func `the best branch and its values are found`(grouping: TreeParzenSampler.Grouping) {
    let observations = search(sampler(grouping), branches, trials: 70) { point in
      switch point[0] {
      case 0: 1
      case 1: 0.5 + abs(point[1] - 0.5)
      default: abs(point[2] - 0.79) + (point[3] == 1 ? abs(point[4] - 0.2) : 0.5)
      }
    }
    let best = observations.min { $0.losses[0] < $1.losses[0] }
    #expect((best?.losses[0] ?? 1) < 0.12)
    #expect(observations.suffix(20).count { $0.point[0] == 2 } > 8)
  }

  @Test(arguments: groupings)
  func `every proposal has a value for just the parameters that are there`(
    grouping: TreeParzenSampler.Grouping
  ) {
    for observation in search(
      sampler(grouping), branches, trials: 40, loss: { $0[0] + ($0[4].isNaN ? 1 : 0) })
    {
      let point = observation.point
      for axis in branches.axes.indices {
        #expect(point[axis].isNaN != branches.isActive(axis, at: point))
        #expect(point[axis].isNaN || branches.axes[axis].snapped(point[axis]) == point[axis])
      }
    }
  }

  @Test(arguments: groupings)
  func `a fresh sampler proposes what a used one does`(grouping: TreeParzenSampler.Grouping) {
    var used = sampler(grouping)
    var observations: [Observation] = []
    var random = RandomSource(seed: 3)
    for number in 0..<60 {
      let pending = (0..<(number % 3)).map {
        PendingTrial(number: 1000 + $0, point: branches.randomPoint(using: &random))
      }
      let request = SamplingRequest(
        space: branches, observations: observations, pending: pending, number: number, seed: 9)
      let proposal = used.propose(request)
      if number % 13 == 0 || number > 57 {
        var fresh = sampler(grouping)
        #expect(
          branches.assignment(at: fresh.propose(request).point)
            == branches.assignment(at: proposal.point))
      }
      observations.append(
        Observation(
          number: number, point: number % 5 == 0 ? proposal.point : branches.randomPoint(using: &random),
          losses: [random.uniform()], ending: number % 11 == 7 ? .failed : .complete))
    }
  }

  @Test func `another space is learnt anew`() throws {
    var used = sampler(.grouped)
    let observations = search(used, try cube(2), trials: 20) { $0[0] }
    _ = used.propose(
      SamplingRequest(space: try cube(2), observations: observations, number: 20, generation: 0))
    let request = SamplingRequest(
      space: try cube(1),
      observations: observations.map {
        Observation(number: $0.number, point: [$0.point[1]], losses: $0.losses)
      },
      number: 20, generation: 1)
    var fresh = sampler(.grouped)
    #expect(used.propose(request).point == fresh.propose(request).point)
  }

  @Test func `regions where trials fail are avoided`() throws {
    let observations = search(sampler(.grouped), try cube(2), trials: 60) { point in
      point[0] < 0.5 ? nil : point[1] + point[0]
    }
    #expect(observations.suffix(30).count { $0.ending == .failed } < 12)
  }

  @Test func `broken constraints lead away`() throws {
    var sampler = sampler(.grouped)
    let space = try cube(2)
    var observations: [Observation] = []
    for number in 0..<60 {
      let point = sampler.propose(
        SamplingRequest(space: space, observations: observations, number: number)
      ).point
      // The smallest losses lie where the constraint is broken.
      observations.append(
        Observation(number: number, point: point, losses: [point[0]], violation: max(0.5 - point[0], 0)))
    }
    #expect(observations.suffix(30).count(where: \.isFeasible) > 15)
    let best = observations.filter(\.isFeasible).map(\.losses[0]).min() ?? 1
    #expect(best < 0.6)
  }

  @Test func `trials that run keep others away`() throws {
    let space = try cube(1)
    let observations = (0..<40).map { number in
      let position = (Double(number) + 0.5) / 40
      return Observation(number: number, point: [position], losses: [abs(position - 0.5)])
    }
    func proposal(_ pending: [PendingTrial]) -> Double {
      var sampler = sampler(.grouped)
      return sampler.propose(
        SamplingRequest(space: space, observations: observations, pending: pending, number: 40)
      ).point[0]
    }
    let alone = proposal([])
    let crowded = proposal(
      (0..<30).map { PendingTrial(number: 50 + $0, point: [alone + Double($0) * 1e-4]) })
    #expect(abs(crowded - alone) > 0.003)
  }

  @Test func `separate points are not tried twice while there are others`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("a", .integer(low: 1, high: 6)), Parameter("b", .categorical(["x", "y", "z", "w"])),
      ]))
    let observations = search(sampler(.grouped), space, trials: 24) { $0[0] + $0[1] }
    #expect(Set(observations.map(\.point)).count == 24)
    #expect(search(sampler(.grouped), space, trials: 30) { $0[0] + $0[1] }.count == 30)
  }

  @Test func `with two objectives the front is found`() throws {
    var sampler = sampler(.grouped)
    let space = try cube(3)
    var observations: [Observation] = []
    for number in 0..<60 {
      let point = sampler.propose(
        SamplingRequest(space: space, objectiveCount: 2, observations: observations, number: number)
      ).point
      let far = abs(point[1] - 0.5) + abs(point[2] - 0.5)
      observations.append(
        Observation(number: number, point: point, losses: [point[0] + far, 1 - point[0] + far]))
    }
    // On the front both add up to one.
    let late = observations.suffix(20).map { $0.losses[0] + $0.losses[1] }
    #expect(late.reduce(0, +) / 20 < 1.4)
    #expect(late.count == 20)
  }

  @Test func `a space without a choice is no trouble`() throws {
    let space = EncodedSpace(try SearchSpace([Parameter("only", .integer(low: 2, high: 2))]))
    #expect(search(sampler(.grouped), space, trials: 14) { _ in 1 }.allSatisfy { $0.point == [0.5] })
    #expect(search(sampler(.grouped), EncodedSpace(.empty), trials: 12) { _ in 1 }.count == 12)
  }
}
