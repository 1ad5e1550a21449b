import Search
import SearchTesting
import Testing

@Suite struct HyperbandTests {
  @Test func `a round has the trials and the rungs of each bracket`() {
    let outcome = ScheduleSimulation(trials: 49, lastStep: 27) { trial, _ in Double(trial) }.run(Hyperband())
    for (until, count) in [(1, 27), (3, 12), (9, 6), (nil, 4)] as [(Int?, Int)] {
      #expect(outcome.works.count { $0.work == .begin(until: until) } == count)
    }
    // Promotions: 9, 3 and 1 of the first bracket, 4 and 1 of the second, 2 of the third.
    #expect(outcome.works.count { $0.work == .resume($0.trial, until: 3) } == 9)
    #expect(outcome.works.count { $0.work == .resume($0.trial, until: 9) } == 3 + 4)
    #expect(outcome.works.count { $0.work == .resume($0.trial, until: nil) } == 1 + 1 + 2)
    #expect(outcome.curves.count { $0.state == .complete } == 1 + 1 + 2 + 4)
    #expect(outcome.steps == (27 + 9 * 2 + 3 * 6 + 18) + (12 * 3 + 4 * 6 + 18) + (6 * 9 + 2 * 18) + 4 * 27)
  }

  @Test func `a trial that begins badly has its chance in a later bracket`() {
    // Trial 47 is the worst at first and the best at the end.
    let outcome = ScheduleSimulation(trials: 49, lastStep: 27) { trial, step in
      trial == 47 && step < 20 ? 1000 : trial == 47 ? -1 : Double(trial)
    }.run(Hyperband())
    #expect(outcome.curves[47].state == .complete)
  }
}
