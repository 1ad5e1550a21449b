import LatheCore
import Search
import Testing

@Suite struct FidelitySamplerTests {
  private static let space = EncodedSpace(
    (try? SearchSpace([Parameter("x", .float(low: 0, high: 1)), Parameter("y", .float(low: 0, high: 1))]))
      ?? .empty)

  /// Trials of one, three and nine steps whose curves end at their distance from a point.
  private static func request(trials: Int, number: Int) -> SamplingRequest {
    let pending = (0..<trials).map { trial in
      var random = RandomSource(seed: 7, stream: "\(trial)")
      let point = space.randomPoint(using: &random)
      let distance = abs(point[0] - 0.3) + abs(point[1] - 0.7)
      let length = trial % 9 == 0 ? 9 : trial % 3 == 0 ? 3 : 1
      let curve = (1...length).map { IntermediateValue(step: $0, value: distance + 1 / Double($0)) }
      return PendingTrial(number: trial, point: point, curve: curve, isPaused: true)
    }
    return SamplingRequest(space: space, pending: pending, number: number, seed: 5)
  }

  @Test func `paused trials lead a sampler that cannot use them itself`() throws {
    var wrapped = FidelitySampler(wrapping: TreeParzenSampler(), randomShare: 0)
    var near = 0
    for number in 60..<90 {
      let point = try wrapped.propose(Self.request(trials: 60, number: number)).point
      if abs(point[0] - 0.3) + abs(point[1] - 0.7) < 0.25 { near += 1 }
    }
    // An eighth of the square is that near.
    #expect(near > 12)
  }

  @Test func `proposals do not depend on earlier ones`() throws {
    var used = FidelitySampler(wrapping: TreeParzenSampler())
    for trials in stride(from: 12, to: 60, by: 7) {
      let request = Self.request(trials: trials, number: trials)
      var fresh = FidelitySampler(wrapping: TreeParzenSampler())
      #expect(try used.propose(request).point == fresh.propose(request).point)
    }
  }

  @Test func `a share of the proposals is random`() throws {
    var wrapped = FidelitySampler(wrapping: TreeParzenSampler(), randomShare: 1)
    let points = try (60..<100).map { try wrapped.propose(Self.request(trials: 60, number: $0)).point }
    #expect(points.count { $0[0] > 0.6 } > 8)
  }

  @Test func `with several objectives the wrapped sampler sees the study as it is`() throws {
    struct Echo: Sampler {
      var name: String { "echo" }
      mutating func propose(_ request: SamplingRequest) -> Proposal {
        Proposal([Double(request.observations.count), Double(request.pending.count)])
      }
    }
    var wrapped = FidelitySampler(wrapping: Echo(), randomShare: 0)
    var request = Self.request(trials: 20, number: 20)
    #expect(try wrapped.propose(request).point == [20, 0])
    request.objectiveCount = 2
    #expect(try wrapped.propose(request).point == [0, 20])
  }
}
