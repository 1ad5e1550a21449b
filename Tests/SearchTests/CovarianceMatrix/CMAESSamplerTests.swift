import Foundation
import LatheCore
import Testing

@testable import Search

@Suite struct CMAESSamplerTests {
  private func cube(_ dimension: Int) throws -> EncodedSpace {
    EncodedSpace(try SearchSpace((0..<dimension).map { Parameter("x\($0)", .float(low: 0, high: 1)) }))
  }

  /// The observations of `count` trials, `parallel` of which run at a time.
  private func search(
    _ space: EncodedSpace, trials count: Int, parallel: Int = 1, seed: UInt64 = 1,
    earlier: [Observation] = [], settings: CMAESSampler.Settings = .init(), loss: (Point) -> Double?
  ) throws -> [Observation] {
    var sampler = CMAESSampler(settings)
    var observations = earlier
    var running: [(number: Int, proposal: Proposal)] = []
    for number in earlier.count..<(earlier.count + count) {
      let request = SamplingRequest(
        space: space, observations: observations,
        pending: running.map { PendingTrial(number: $0.number, point: $0.proposal.point) }, number: number,
        seed: seed)
      running.append((number, try sampler.propose(request)))
      guard running.count == parallel else { continue }
      let ended = running.removeFirst()
      let loss = loss(ended.proposal.point)
      observations.append(
        Observation(
          number: ended.number, point: ended.proposal.point, losses: loss.map { [$0] } ?? [],
          ending: loss == nil ? .failed : .complete, note: ended.proposal.note))
    }
    return observations
  }

  private func best(_ observations: [Observation]) -> Double {
    observations.filter(\.isComplete).map(\.losses[0]).min() ?? .infinity
  }

  @Test func `a sphere is solved to eight digits`() throws {
    let found = try search(cube(4), trials: 900) { $0.reduce(0) { $0 + ($1 - 0.3) * ($1 - 0.3) } }
    #expect(best(found) < 1e-8)
  }

  @Test func `a rotated ellipsoid is solved to eight digits`() throws {
    let found = try search(cube(3), trials: 1500) { point in
      let (a, b, c) = (point[0] - 0.6, point[1] - 0.4, point[2] - 0.5)
      return (a + b) * (a + b) + 100 * (a - b) * (a - b) + 10_000 * (c - a) * (c - a)
    }
    #expect(best(found) < 1e-8)
  }

  @Test func `an optimum at the border is found`() throws {
    let found = try search(cube(3), trials: 300) { $0.reduce(0, +) }
    #expect(best(found) < 0.01)
  }

  @Test func `many workers at a time find it too`() throws {
    let found = try search(cube(3), trials: 600, parallel: 8) {
      $0.reduce(0) { $0 + ($1 - 0.7) * ($1 - 0.7) }
    }
    #expect(best(found) < 1e-4)
  }

  @Test func `integers do not get stuck and categories are learnt`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("count", .integer(low: 0, high: 40)), Parameter("flag", .boolean),
        Parameter("kind", .categorical(["a", "b", "c", "d"])), Parameter("rate", .float(low: 0, high: 1)),
        Parameter("constant", .integer(low: 1, high: 1)),
      ]))
    for seed in [1, 2, 3] as [UInt64] {
      let found = try search(space, trials: 300, seed: seed) { point in
        abs(Double(space.axes[0].index(at: point[0])) - 7) / 5 + (point[1] == 1 ? 0 : 1)
          + (point[2] == 2 ? 0 : 1) + abs(point[3] - 0.3)
      }
      #expect(best(found) < 0.05)
      #expect(found.suffix(50).count { $0.point[2] == 2 } > 25)
    }
  }

  @Test func `parameters that are not there have no position`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["a", "b"])),
        Parameter("left", .float(low: 0, high: 1), if: .init("kind", isOneOf: ["a"])),
        Parameter("right", .integer(low: 1, high: 9), if: .init("kind", isOneOf: ["b"])),
      ]))
    let found = try search(space, trials: 120) { $0[0] == 0 ? $0[1] : 0.5 + $0[2] }
    for observation in found { #expect(observation.point[1].isNaN != observation.point[2].isNaN) }
    #expect(best(found) < 0.05)
  }

  @Test(arguments: [1, 5])
  func `a fresh sampler proposes what a used one does`(parallel: Int) throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("x", .float(low: 0, high: 1)), Parameter("n", .integer(low: 1, high: 6)),
        Parameter("kind", .categorical(["a", "b", "c"])),
      ]))
    let observations = try search(space, trials: 90, parallel: parallel) { $0[0] + $0[1] + $0[2] }
    var used = CMAESSampler()
    for count in 0...observations.count {
      let request = SamplingRequest(
        space: space, observations: Array(observations[..<count]), number: 100 + count, seed: 1)
      let proposal = try used.propose(request)
      var fresh = CMAESSampler()
      let other = try fresh.propose(request)
      #expect(proposal.point == other.point)
      #expect(proposal.note == other.note)
    }
  }

  @Test func `failures and broken constraints count as the worst`() throws {
    let found = try search(cube(2), trials: 250) { $0[0] < 0.4 ? nil : $0[0] + abs($0[1] - 0.5) }
    #expect(abs(best(found) - 0.4) < 0.03)
  }

  @Test func `earlier trials of others say where to begin`() throws {
    let space = try cube(3)
    var random = RandomSource(seed: 8)
    let earlier = (0..<80).map { number in
      let point = space.randomPoint(using: &random)
      return Observation(
        number: number, point: point, losses: [point.reduce(0) { $0 + ($1 - 0.85) * ($1 - 0.85) }])
    }
    var sampler = CMAESSampler()
    let points = try (0..<20).map {
      try sampler.propose(SamplingRequest(space: space, observations: earlier, number: 80 + $0)).point
    }
    for axis in 0..<3 {
      let mean = points.reduce(0) { $0 + $1[axis] } / 20
      #expect(abs(mean - 0.8) < 0.15)
    }
  }

  @Test func `a search that has converged begins anew`() throws {
    let found = try search(cube(1), trials: 500) { ($0[0] - 0.5) * ($0[0] - 0.5) }
    let runs = Set(found.compactMap { CMAESNote($0.note)?.run })
    #expect(runs.count > 1)
  }

  @Test func `several objectives are refused`() throws {
    var sampler = CMAESSampler()
    #expect(throws: SearchError.self) {
      try sampler.propose(SamplingRequest(space: cube(2), objectiveCount: 2, number: 0))
    }
  }

  @Test func `settings out of range are refused`() throws {
    for change in [-1.0, .nan] {
      var settings = CMAESSampler.Settings()
      settings.step = change
      var sampler = CMAESSampler(settings)
      #expect(throws: SearchError.self) { try sampler.propose(SamplingRequest(space: cube(1), number: 0)) }
    }
  }

  @Test func `spaces without numbers or without anything are no trouble`() throws {
    let space = EncodedSpace(try SearchSpace([Parameter("kind", .categorical(["a", "b", "c"]))]))
    let found = try search(space, trials: 40) { $0[0] == 1 ? 0 : 1 }
    #expect(found.suffix(20).count { $0.point[0] == 1 } > 10)
    #expect(try search(EncodedSpace(.empty), trials: 10) { _ in 1 }.count == 10)
  }
}
