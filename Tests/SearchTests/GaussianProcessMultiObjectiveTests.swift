import Foundation
import Testing

@testable import Search

@Suite struct GaussianProcessMultiObjectiveTests {
  private func run(
    _ objectives: Int, trials: Int, violation: (Point) -> Double = { _ in 0 }, _ losses: (Point) -> [Double]
  ) throws -> [Observation] {
    let space = EncodedSpace(
      try SearchSpace((0..<2).map { Parameter("x\($0)", .float(low: 0, high: 1)) }))
    var sampler = MultiObjectiveSampler(startupTrials: 6)
    var request = SamplingRequest(space: space, objectiveCount: objectives, number: 0, seed: 4)
    for number in 0..<trials {
      request.number = number
      request.ordinal = number
      let point = try sampler.propose(request).point
      request.observations.append(
        Observation(number: number, point: point, losses: losses(point), violation: violation(point)))
    }
    return request.observations
  }

  /// Squared distances from places, of which the best compromises lie between these.
  private func distances(_ point: Point, _ places: [[Double]]) -> [Double] {
    places.map { place in zip(point, place).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
  }

  @Test func `it covers the front between the best points of two objectives`() throws {
    let places = [[0.2, 0.3], [0.8, 0.3]]
    let observations = try run(2, trials: 28) { distances($0, places) }
    let front = ParetoFront(of: observations.map(\.losses))
    #expect(front.points.count >= 10)
    // Every tenth of the segment between the two places has a trial near it.
    for share in stride(from: 0.05, through: 0.95, by: 0.1) {
      let nearest = observations.map { distances($0.point, [[0.2 + 0.6 * share, 0.3]])[0] }.min() ?? 1
      #expect(nearest.squareRoot() < 0.1)
    }
  }

  @Test(arguments: [3, 5])
  func `it comes near the compromises of more objectives`(_ count: Int) throws {
    let places = [[0.2, 0.3], [0.8, 0.3], [0.5, 0.8], [0.4, 0.4], [0.6, 0.5]].prefix(count)
    let observations = try run(count, trials: 12) { distances($0, Array(places)) }
    let inside = observations.dropFirst(6).count { observation in
      observation.point[0] > 0.15 && observation.point[0] < 0.85 && observation.point[1] > 0.25
        && observation.point[1] < 0.85
    }
    #expect(inside >= 4)
  }

  @Test func `it keeps to constraints`() throws {
    let places = [[0.2, 0.3], [0.8, 0.3]]
    let observations = try run(2, trials: 24, violation: { max(0.5 - $0[0], 0) }) { distances($0, places) }
    #expect(observations.suffix(12).count(where: \.isFeasible) >= 6)
  }

  @Test func `a proposal depends on the request alone`() throws {
    let observations = try run(2, trials: 14) { distances($0, [[0.2, 0.3], [0.8, 0.3]]) }
    let space = EncodedSpace(
      try SearchSpace((0..<2).map { Parameter("x\($0)", .float(low: 0, high: 1)) }))
    let request = SamplingRequest(
      space: space, objectiveCount: 2, observations: observations, number: 14, seed: 4)
    var one = MultiObjectiveSampler(startupTrials: 6)
    var other = MultiObjectiveSampler(startupTrials: 6)
    var earlier = request
    earlier.observations.removeLast()
    earlier.number = 13
    _ = try other.propose(earlier)
    let first = try one.propose(request).point
    let second = try other.propose(request).point
    #expect(first == second)
  }
}
