import Testing

@testable import Search

@Suite struct PercentileStoppingTests {
  /// Five finished trials with losses 0 to 4 at every step, and one that runs.
  private static func request(_ losses: [(Int, Double)], finished: Int = 5) -> SchedulingRequest {
    var curves = (0..<finished).map { number in
      Curve(
        number: number, state: .complete,
        losses: (1...10).map { IntermediateValue(step: $0, value: Double(number)) })
    }
    curves.append(
      Curve(
        number: finished, state: .running, losses: losses.map { IntermediateValue(step: $0.0, value: $0.1) }))
    return SchedulingRequest(curves: curves)
  }

  @Test func `a trial worse than the median is stopped`() {
    var scheduler = MedianStopping()
    #expect(scheduler.decide(5, Self.request([(1, 2.1)])) == .stop)
    #expect(scheduler.decide(5, Self.request([(1, 2)])) == .proceed)
    // The best so far counts, not the last.
    #expect(scheduler.decide(5, Self.request([(1, 1), (2, 9)])) == .proceed)
  }

  @Test func `percentiles are interpolated`() {
    #expect(PercentileStopping.percentile(25, of: [0, 1, 2, 3, 4]) == 1)
    #expect(PercentileStopping.percentile(50, of: [0, 1]) == 0.5)
    #expect(PercentileStopping.percentile(100, of: [0, 7]) == 7)
    #expect(PercentileStopping.percentile(50, of: [1, .infinity, .infinity]) == .infinity)
    var strict = PercentileStopping(25)
    #expect(strict.decide(5, Self.request([(1, 1.5)])) == .stop)
    var lenient = PercentileStopping(75)
    #expect(lenient.decide(5, Self.request([(1, 2.5)])) == .proceed)
  }

  @Test func `nothing is stopped before enough trials and steps`() {
    var scheduler = MedianStopping()
    #expect(scheduler.decide(4, Self.request([(1, 9)], finished: 4)) == .proceed)
    var warm = MedianStopping(warmUpSteps: 3)
    #expect(warm.decide(5, Self.request([(2, 9)])) == .proceed)
    #expect(warm.decide(5, Self.request([(2, 9), (3, 9)])) == .stop)
    // Nobody has been at step 11.
    #expect(scheduler.decide(5, Self.request([(11, 9)])) == .proceed)
    var demanding = MedianStopping(leastCompared: 6)
    #expect(demanding.decide(5, Self.request([(1, 9)])) == .proceed)
  }

  @Test func `decisions fall due every few steps, and at the first report after that`() {
    var scheduler = MedianStopping(warmUpSteps: 2, interval: 4)
    #expect(scheduler.decide(5, Self.request([(2, 9)])) == .stop)
    #expect(scheduler.decide(5, Self.request([(2, 9), (3, 9)])) == .proceed)
    #expect(scheduler.decide(5, Self.request([(2, 9), (5, 9), (7, 9)])) == .stop)
    #expect(scheduler.decide(5, Self.request([(6, 9), (7, 9)])) == .proceed)
  }
}
