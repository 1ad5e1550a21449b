import Search
import Testing

@Suite struct WilcoxonStoppingTests {
  private static func curve(_ number: Int, _ state: TrialState, _ losses: [Double]) -> Curve {
    let reports = losses.enumerated().map { IntermediateValue(step: $0.offset, value: $0.element) }
    return Curve(number: number, state: state, losses: reports)
  }

  private let best = Self.curve(0, .complete, [1, 5, 3, 2, 8, 1, 4])

  @Test func `a trial worse on every fold is stopped at the fourth`() {
    var scheduler = WilcoxonStopping()
    let worse = [1.1, 5.2, 3.3, 2.4]
    for count in 1...4 {
      let request = SchedulingRequest(curves: [best, Self.curve(1, .running, Array(worse.prefix(count)))])
      // Of four differences, all positive ones have a probability of 1/16; of three, of 1/8.
      #expect(scheduler.decide(1, request) == (count < 4 ? .proceed : .stop))
    }
  }

  @Test func `hard folds count against neither`() {
    var scheduler = WilcoxonStopping()
    // Far worse than the mean of the best trial, but better on the same folds.
    let request = SchedulingRequest(curves: [best, Self.curve(1, .running, [0.9, 4.9, 2.9, 1.9, 7.9])])
    #expect(scheduler.decide(1, request) == .proceed)
  }

  @Test func `a trial with a better mean goes on whatever the ranks say`() {
    var scheduler = WilcoxonStopping(significance: 0.6)
    let request = SchedulingRequest(curves: [best, Self.curve(1, .running, [1.1, 5.1, 3.1, -5])])
    #expect(scheduler.decide(1, request) == .proceed)
  }

  @Test func `the best trial is the one with the smallest mean`() {
    var scheduler = WilcoxonStopping()
    let bad = Self.curve(1, .complete, [9, 9, 9, 9, 9, 9, 9])
    let unfinished = Self.curve(2, .pruned, [0, 0, 0, 0])
    let request = SchedulingRequest(curves: [best, bad, unfinished, Self.curve(3, .running, [1, 5, 3, 2])])
    #expect(scheduler.decide(3, request) == .proceed)
    #expect(scheduler.decide(0, request) == .proceed)
  }
}
