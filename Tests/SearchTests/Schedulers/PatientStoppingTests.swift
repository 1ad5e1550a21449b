import Search
import Testing

@Suite struct PatientStoppingTests {
  private static func request(_ losses: [Double]) -> SchedulingRequest {
    let reports = losses.enumerated().map { IntermediateValue(step: $0.offset + 1, value: $0.element) }
    return SchedulingRequest(curves: [Curve(number: 0, state: .running, losses: reports)])
  }

  @Test func `a trial stops when more steps pass without improvement than are borne`() {
    var scheduler = PatientStopping(patience: 2)
    #expect(scheduler.decide(0, Self.request([3, 2, 2.5, 2.5])) == .proceed)
    #expect(scheduler.decide(0, Self.request([3, 2, 2.5, 2.5, 2.5])) == .stop)
    #expect(scheduler.decide(0, Self.request([3, 2, 2.5, 2.5, 1.9])) == .proceed)
    var demanding = PatientStopping(patience: 2, leastImprovement: 0.5)
    #expect(demanding.decide(0, Self.request([3, 2, 2.5, 2.5, 1.9])) == .stop)
  }

  @Test func `another scheduler's stop is held back, its pause is not`() {
    struct Fixed: Scheduler {
      let decision: SchedulingDecision
      var name: String { "fixed" }
      mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision { decision }
    }
    var stopping = PatientStopping(Fixed(decision: .stop), patience: 1)
    #expect(stopping.decide(0, Self.request([3, 2])) == .proceed)
    #expect(stopping.decide(0, Self.request([3, 3, 3])) == .stop)
    var pausing = PatientStopping(Fixed(decision: .pause), patience: 1)
    #expect(pausing.decide(0, Self.request([3, 2])) == .pause)
    var proceeding = PatientStopping(Fixed(decision: .proceed), patience: 1)
    #expect(proceeding.decide(0, Self.request([3, 3, 3])) == .proceed)
  }

  @Test func `losses outside bounds stop a trial after its warm-up`() {
    var scheduler = ThresholdStopping(keeping: 0...10, warmUpSteps: 2)
    #expect(scheduler.decide(0, Self.request([11])) == .proceed)
    #expect(scheduler.decide(0, Self.request([11, 10])) == .proceed)
    #expect(scheduler.decide(0, Self.request([1, 10.5])) == .stop)
    #expect(scheduler.decide(0, Self.request([1, -0.1])) == .stop)
  }
}
