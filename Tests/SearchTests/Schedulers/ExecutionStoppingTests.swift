import Foundation
import LatheCore
import Search
import Testing

@Suite struct ExecutionStoppingTests {
  private static func request(_ losses: [Double], best: [Double]) -> SchedulingRequest {
    SchedulingRequest(
      curves: [(0, TrialState.complete, best), (1, .running, losses)].map { number, state, values in
        let reports = values.enumerated().map { IntermediateValue(step: $0.offset + 1, value: $0.element) }
        return Curve(number: number, state: state, losses: reports)
      })
  }

  @Test func `a hopeless trial ends after two executions, a close one does not`() {
    var scheduler = ExecutionStopping(executions: 5)
    let best = [1, 1.1, 0.9, 1, 1]
    #expect(scheduler.decide(1, Self.request([9], best: best)) == .proceed)
    #expect(scheduler.decide(1, Self.request([9, 9.1], best: best)) == .stop)
    #expect(scheduler.decide(1, Self.request([1.1, 1.3], best: best)) == .proceed)
    #expect(scheduler.decide(1, Self.request([0.5, 0.6], best: best)) == .proceed)
    #expect(scheduler.decide(1, Self.request([9, .infinity], best: best)) == .stop)
  }

  @Test func `where even the best executions would not help, one is enough`() {
    var scheduler = ExecutionStopping(executions: 4, lowestLoss: 0)
    let best = [1.0, 1, 1, 1]
    #expect(scheduler.decide(1, Self.request([4], best: best)) == .stop)
    #expect(scheduler.decide(1, Self.request([3.9], best: best)) == .proceed)
  }

  @Test func `an unfinished trial is no measure`() {
    var scheduler = ExecutionStopping(executions: 5)
    #expect(scheduler.decide(1, Self.request([9, 9.1], best: [1, 1])) == .proceed)
  }

  @Test func `trials that would have become the best are hardly ever lost`() {
    var random = RandomSource(seed: 11)
    func normal() -> Double { NormalDistribution.quantile(max(random.uniform(), 1e-12)) }
    var (lost, stopped) = (0, 0)
    var scheduler = ExecutionStopping(executions: 6, significance: 0.05)
    let runs = 3000
    for _ in 0..<runs {
      let best = (0..<6).map { _ in normal() }
      // Just as good as the best one, which is when it is easiest to be wrong.
      let values = (0..<6).map { _ in normal() }
      for count in 2...5
      where scheduler.decide(1, Self.request(Array(values.prefix(count)), best: best)) == .stop {
        stopped += 1
        if values.reduce(0, +) < best.reduce(0, +) { lost += 1 }
        break
      }
    }
    #expect(Double(lost) / Double(runs) <= 0.05)
    #expect(stopped > runs / 20)
  }
}
