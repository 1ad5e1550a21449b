import Foundation
import LatheCore
import Search
import Testing

@Suite struct TailGainTests {
  private static func request(_ losses: [Double], directions: [Direction] = [.minimize]) -> StoppingRequest {
    StoppingRequest(
      directions: directions,
      observations: losses.enumerated().map {
        Observation(
          number: $0.offset, point: [], losses: [Double](repeating: $0.element, count: directions.count))
      })
  }

  @Test func `the estimate is hardly ever below the truth`() throws {
    // For logarithms of uniform numbers, θ is 1; for uniform numbers themselves the expected minimum of n is 1/(n + 1).
    let laws: [(@Sendable (Double) -> Double, Double)] = [
      ({ log($0) }, (1...10).reduce(0) { $0 + 1 / Double(100 + $1) }), ({ $0 }, 1.0 / 101 - 1.0 / 111),
    ]
    for (law, truth) in laws {
      var below = 0
      var sum = 0.0
      let runs = 400
      for run in 0..<runs {
        var random = RandomSource(seed: UInt64(run))
        let losses = (0..<100).map { _ in law(1 - random.uniform()) }
        let gain = try #require(
          TailGain(confidence: 0.9, recentShare: 1).expectedGain(Self.request(losses), trials: 10))
        if gain < truth { below += 1 }
        sum += gain
      }
      #expect(Double(below) / Double(runs) < 0.14)
      #expect(sum / Double(runs) < 20 * truth)
    }
  }

  @Test func `more trials, and fewer so far, bring more`() throws {
    var random = RandomSource(seed: 1)
    let losses = (0..<200).map { _ in random.uniform() }
    let estimate = TailGain(recentShare: 1)
    let few = try #require(estimate.expectedGain(Self.request(losses), trials: 5))
    let many = try #require(estimate.expectedGain(Self.request(losses), trials: 50))
    let early = try #require(estimate.expectedGain(Self.request(Array(losses.prefix(30))), trials: 5))
    #expect(few < many)
    #expect(few < early)
    #expect(estimate.expectedGain(Self.request(Array(losses.prefix(9))), trials: 5) == nil)
  }

  @Test func `the study ends when the gain is too small, by any estimate`() {
    struct Fixed: GainEstimator {
      let gain: Double?
      func expectedGain(_ request: StoppingRequest, trials: Int) -> Double? { gain }
    }
    let losses = (0..<20).map { Double($0) }
    let request = Self.request(losses)
    #expect(GainStopping(leastGain: 0.1, estimator: Fixed(gain: 0.09)).reason(request) != nil)
    #expect(GainStopping(leastGain: 0.1, estimator: Fixed(gain: 0.1)).reason(request) == nil)
    #expect(GainStopping(leastGain: 0.1, estimator: Fixed(gain: nil)).reason(request) == nil)
    #expect(
      GainStopping(leastGain: 0.1, startupTrials: 21, estimator: Fixed(gain: 0)).reason(request) == nil)
    let several = Self.request(losses, directions: [.minimize, .minimize])
    #expect(GainStopping(leastGain: 0.1, estimator: Fixed(gain: 0)).reason(several) == nil)
  }

  @Test func `a study that has found the minimum ends, one that has not goes on`() {
    var random = RandomSource(seed: 6)
    let searching = (0..<60).map { _ in 10 * random.uniform() }
    let settled = searching.map { 1 + $0 / 1e6 }
    let rule = GainStopping(leastGain: 0.01)
    #expect(rule.reason(Self.request(searching)) == nil)
    #expect(rule.reason(Self.request(searching + settled)) != nil)
  }
}
