import Foundation
import LatheCore
import Testing

@testable import Search

@Suite struct GaussianProcessSamplerTests {
  /// Runs a study and gives what was observed.
  private func run(
    _ space: EncodedSpace, trials: Int, seed: UInt64 = 1, parallelism: Int = 1,
    objective: (Point) -> Observation
  ) throws -> [Observation] {
    var sampler = GaussianProcessSampler(startupTrials: 6)
    var request = SamplingRequest(space: space, number: 0, parallelism: parallelism, seed: seed)
    for number in 0..<trials {
      request.number = number
      request.ordinal = number
      let point = try sampler.propose(request).point
      request.pending.append(PendingTrial(number: number, point: point))
      if request.pending.count >= parallelism {
        let ended = request.pending.removeFirst()
        let result = objective(ended.point)
        request.observations.append(
          Observation(
            number: ended.number, point: ended.point, losses: result.losses, violation: result.violation,
            ending: result.ending))
      }
    }
    return request.observations
  }

  private func loss(_ value: Double, violation: Double = 0) -> Observation {
    Observation(number: 0, point: [], losses: [value], violation: violation)
  }

  private func best(_ observations: [Observation]) -> Double {
    observations.filter { $0.isComplete && $0.isFeasible }.compactMap(\.losses.first).min() ?? .infinity
  }

  private func box(_ dimension: Int) throws -> EncodedSpace {
    EncodedSpace(try SearchSpace((0..<dimension).map { Parameter("x\($0)", .float(low: 0, high: 1)) }))
  }

  @Test func `it finds the bottom of a bowl in four dimensions in 30 trials`() throws {
    let centre = [0.31, 0.77, 0.52, 0.18]
    let observations = try run(try box(4), trials: 30) { point in
      loss(zip(point, centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
    }
    #expect(best(observations) < 1e-4)
  }

  @Test func `it finds the global minimum of Branin's function in 35 trials`() throws {
    let observations = try run(try box(2), trials: 35) { point in
      let x = 15 * point[0] - 5
      let y = 15 * point[1]
      let bend = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
      return loss(bend * bend + 10 * (1 - 1 / (8 * Double.pi)) * cos(x) + 10)
    }
    #expect(best(observations) < 0.41)
  }

  @Test func `it finds the best branch and values of a conditional space`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["a", "b", "c"])),
        Parameter("depth", .integer(low: 1, high: 20), if: .init("kind", isOneOf: ["a"])),
        Parameter("rate", .float(low: 1e-4, high: 1, scale: .logarithmic), if: .init("kind", isOneOf: ["b"])),
        Parameter("constant", .float(low: 3, high: 3)),
      ]))
    let observations = try run(space, trials: 35) { point in
      switch space.axes[0].index(at: point[0]) {
      case 0: return loss(1 + abs(Double(space.axes[1].index(at: point[1])) - 12) / 10)
      case 1: return loss(0.5 + 4 * (point[2] - 0.7) * (point[2] - 0.7))
      default: return loss(2)
      }
    }
    #expect(best(observations) < 0.501)
    for observation in observations {
      #expect(observation.point[1].isNaN == (observation.point[0] != 0))
      #expect(observation.point[2].isNaN == (observation.point[0] != 1))
    }
  }

  @Test func `no point of a small space is tried twice before all are`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("a", .integer(low: 1, high: 4)), Parameter("b", .categorical(["x", "y", "z"])),
        Parameter("c", .boolean),
      ]))
    let observations = try run(space, trials: 24) { loss($0[0] + $0[1]) }
    let model = observations.dropFirst(6).map { $0.point.map(\.bitPattern) }
    #expect(Set(model).count == model.count)
    let beyond = try run(space, trials: 40) { loss($0[0] + $0[1]) }
    #expect(beyond.count == 40)
  }

  @Test func `losses that are equal, huge or no number do not stop it`() throws {
    let space = try box(2)
    let equal = try run(space, trials: 12) { _ in loss(1) }
    #expect(equal.count == 12)
    let huge = try run(space, trials: 14) { loss($0[0] < 0.5 ? 1e300 * $0[1] : -1e300) }
    #expect(huge.count == 14)
    let partly = try run(space, trials: 30) { point in
      if point[0] > 0.5 { return Observation(number: 0, point: [], losses: [.nan]) }
      if point[1] > 0.7 { return Observation(number: 0, point: [], losses: [], ending: .failed) }
      return loss((point[0] - 0.3) * (point[0] - 0.3) + (point[1] - 0.5) * (point[1] - 0.5))
    }
    #expect(best(partly) < 1e-3)
    #expect(partly.dropFirst(6).count(where: \.isComplete) > 12)
    let failed = try run(space, trials: 12) { _ in
      Observation(number: 0, point: [], losses: [], ending: .failed)
    }
    #expect(failed.count == 12)
  }

  @Test func `it keeps to the constraints and comes to the best point at their border`() throws {
    let observations = try run(try box(2), trials: 40) { point in
      // The least sum with a product of at least a quarter is at (0.5, 0.5).
      loss(point[0] + point[1], violation: max(0.25 - point[0] * point[1], 0))
    }
    #expect(best(observations) < 1.02)
    #expect(observations.suffix(20).count(where: \.isFeasible) >= 4)
  }

  @Test func `trials that run at the same time are at different places`() throws {
    let space = try box(3)
    var request = SamplingRequest(space: space, number: 12, parallelism: 5, seed: 3)
    var random = RandomSource(seed: 1)
    request.observations = (0..<12).map { number in
      let point = space.randomPoint(using: &random)
      return Observation(
        number: number, point: point, losses: [point.reduce(0) { $0 + ($1 - 0.4) * ($1 - 0.4) }])
    }
    var sampler = GaussianProcessSampler()
    for number in 12..<17 {
      request.number = number
      request.ordinal = number
      request.pending.append(PendingTrial(number: number, point: try sampler.propose(request).point))
    }
    for (index, one) in request.pending.enumerated() {
      for other in request.pending[..<index] {
        let distance = zip(one.point, other.point).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(distance.squareRoot() > 0.02)
      }
    }
  }

  @Test func `a proposal depends on the request alone`() throws {
    let space = try box(3)
    var used = GaussianProcessSampler()
    var request = SamplingRequest(space: space, number: 0, seed: 11)
    for number in 0..<30 {
      request.number = number
      request.ordinal = number
      let point = try used.propose(request).point
      if number % 7 == 3 {
        var fresh = GaussianProcessSampler()
        let anew = try fresh.propose(request).point
        let again = try used.propose(request).point
        #expect(anew == point)
        #expect(again == point)
      }
      request.observations.append(
        Observation(number: number, point: point, losses: [point.reduce(0) { $0 + ($1 - 0.6) * ($1 - 0.6) }]))
    }
    request.seed = 12
    var other = GaussianProcessSampler()
    request.observations = []
    request.number = 1
    request.ordinal = 1
    let first = try other.propose(request).point
    request.seed = 13
    let second = try other.propose(request).point
    #expect(second != first)
  }

  @Test func `more trials than the model takes are still of use`() throws {
    let space = try box(2)
    var random = RandomSource(seed: 5)
    var request = SamplingRequest(space: space, number: 50, seed: 1)
    request.observations = (0..<50).map { number in
      let point = space.randomPoint(using: &random)
      return Observation(
        number: number, point: point, losses: [point.reduce(0) { $0 + ($1 - 0.6) * ($1 - 0.6) }])
    }
    var builder = SurrogateBuilder()
    builder.largestCount = 30
    let made = builder.surrogate(of: request)
    let surrogate = try #require(made)
    #expect(surrogate.points.count == 30)
    let best = try #require(surrogate.ranked().first)
    #expect(abs(surrogate.points[best][0] - 0.6) < 0.2)
    #expect(abs(surrogate.points[best][1] - 0.6) < 0.2)
  }

  @Test func `it finds where constraints hold although no trial of the design kept them`() throws {
    let observations = try run(try box(4), trials: 30) { point in
      let distance = point.reduce(0) { $0 + ($1 - 0.85) * ($1 - 0.85) }.squareRoot()
      return loss(point[0], violation: max(distance - 0.15, 0))
    }
    let held = observations.prefix(6).contains(where: \.isFeasible)
    #expect(!held)
    #expect(best(observations) < 0.85)
  }

  @Test func `proposals of the model keep the restrictions of the space`() throws {
    let space = EncodedSpace(
      try SearchSpace(
        [Parameter("x", .float(low: 0, high: 1)), Parameter("y", .float(low: 0, high: 1))],
        where: [Restriction("x + y <= 0.8")]))
    let observations = try run(space, trials: 20) { loss(-$0[0] * $0[1]) }
    for observation in observations.dropFirst(6) { #expect(space.allows(observation.point)) }
    #expect(best(observations) < -0.14)
  }

  @Test func `it refuses several objectives, and has nothing to model in a space of constants`() throws {
    var sampler = GaussianProcessSampler()
    #expect(throws: SearchError.self) {
      try sampler.propose(SamplingRequest(space: try box(1), objectiveCount: 2, number: 0))
    }
    let constant = EncodedSpace(try SearchSpace([Parameter("x", .float(low: 2, high: 2))]))
    let constants = try run(constant, trials: 10) { _ in loss(1) }
    #expect(constants.count == 10)
  }
}
