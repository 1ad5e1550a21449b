import Search
import SearchTesting
import Testing

@Suite struct AsynchronousSuccessiveHalvingTests {
  @Test func `one in three goes on from each rung`() {
    // Trials come from the best to the worst, so that no promotion is regretted.
    let outcome = ScheduleSimulation(trials: 27, lastStep: 27) { trial, _ in Double(trial) }
      .run(AsynchronousSuccessiveHalving())
    #expect(outcome.trials(reaching: 3) == Array(0..<9))
    #expect(outcome.trials(reaching: 9) == [0, 1, 2])
    #expect(outcome.trials(reaching: 27) == [0])
    #expect(outcome.steps == 27 * 1 + 9 * 2 + 3 * 6 + 1 * 18)
  }

  @Test func `a paused trial is taken up again when worse ones have come`() {
    func curve(_ number: Int, _ loss: Double) -> Curve {
      Curve(number: number, state: .paused, losses: [IntermediateValue(step: 1, value: loss)], until: 1)
    }
    var scheduler = AsynchronousSuccessiveHalving()
    let two = [curve(0, 5), curve(1, 3)]
    #expect(scheduler.next(SchedulingRequest(curves: two, maximumStep: 9)) == .begin(until: 1))
    let three = two + [curve(2, 4)]
    #expect(scheduler.next(SchedulingRequest(curves: three, maximumStep: 9)) == .resume(1, until: 3))
  }

  @Test func `no trial is taken up twice at one rung`() {
    var simulation = ScheduleSimulation(trials: 60, lastStep: 27) { trial, step in
      Double((trial * 23) % 60) + 1 / Double(step)
    }
    simulation.workers = 4
    let outcome = simulation.run(AsynchronousSuccessiveHalving())
    let resumed = outcome.works.filter { if case .resume = $0.work { true } else { false } }
    #expect(resumed.count > 20)
    for work in resumed { #expect(resumed.count { $0 == work } == 1) }
  }

  @Test func `rungs grow without end where the last step is unknown`() {
    var simulation = ScheduleSimulation(trials: 81, lastStep: 10_000) { trial, _ in Double(trial) }
    simulation.isLastStepKnown = false
    let outcome = simulation.run(AsynchronousSuccessiveHalving())
    #expect(outcome.trials(reaching: 81) == [0])
    #expect(outcome.trials(reaching: 82).isEmpty)
    #expect(outcome.trials(reaching: 27) == [0, 1, 2])
  }

  @Test func `the stopping variant ends those that come after better ones`() {
    let outcome = ScheduleSimulation(trials: 9, lastStep: 9) { trial, _ in Double(trial) }
      .run(AsynchronousSuccessiveHalving(.stopping))
    // Trial 0 is the best at any time; of six at a rung two may go on, but only from the first.
    #expect(outcome.curves[0].state == .complete)
    #expect(outcome.curves[1].state == .pruned)
    #expect(outcome.curves[1].lastStep == 1)
    #expect(outcome.curves[8].lastStep == 1)
    let improving = ScheduleSimulation(trials: 9, lastStep: 9) { trial, _ in -Double(trial) }
      .run(AsynchronousSuccessiveHalving(.stopping))
    #expect(improving.curves.allSatisfy { $0.state == .complete })
  }

  @Test func `brackets begin at different rungs and do not compete`() {
    var simulation = ScheduleSimulation(trials: 39, lastStep: 27) { trial, _ in Double(trial) }
    let outcome = simulation.run(AsynchronousSuccessiveHalving(brackets: 2))
    #expect(outcome.works.count { $0.work == .begin(until: 1) } == 27)
    #expect(outcome.works.count { $0.work == .begin(until: 3) } == 12)
    // Of the twelve of the second bracket, which are worse than all of the first, four go on and then one.
    #expect(outcome.trials(reaching: 9) == [0, 1, 2, 27, 28, 29, 30])
    #expect(outcome.trials(reaching: 27) == [0, 27])
    simulation.workers = 5
    #expect(simulation.run(AsynchronousSuccessiveHalving(brackets: 2)).hasEnded)
  }
}
