import Search
import SearchTesting
import Testing

@Suite struct SuccessiveHalvingTests {
  /// Losses in an order that has nothing to do with the numbers, the best being trial 5.
  private static func loss(_ trial: Int, _ step: Int) -> Double {
    Double((trial * 11 + 26) % 27) + 1 / Double(step)
  }

  @Test func `a round has exactly the budget of its rungs`() {
    let outcome = ScheduleSimulation(trials: 27, lastStep: 27, loss: Self.loss).run(SuccessiveHalving())
    let begun = outcome.works.filter { $0.work == .begin(until: 1) }
    #expect(begun.count == 27)
    for (until, count) in [(3, 9), (9, 3), (nil, 1)] as [(Int?, Int)] {
      #expect(outcome.works.count { $0.work == .resume($0.trial, until: until) } == count)
    }
    #expect(outcome.works.count == 40)
    #expect(outcome.steps == 27 * 1 + 9 * 2 + 3 * 6 + 1 * 18)
  }

  @Test(arguments: [1, 2, 5]) func `the best of each rung go on, however many workers there are`(workers: Int)
  {
    var simulation = ScheduleSimulation(trials: 27, lastStep: 27, loss: Self.loss)
    simulation.workers = workers
    let outcome = simulation.run(SuccessiveHalving())
    let ranking = (0..<27).sorted { Self.loss($0, 1) < Self.loss($1, 1) }
    #expect(Set(outcome.trials(reaching: 3)) == Set(ranking.prefix(9)))
    #expect(Set(outcome.trials(reaching: 9)) == Set(ranking.prefix(3)))
    #expect(outcome.trials(reaching: 27) == [ranking[0]])
  }

  @Test func `while a round waits for a slow trial the next one begins`() {
    var curves = (0..<9).map { number in
      Curve(
        number: number, state: .paused, losses: [IntermediateValue(step: 1, value: Double(number))], until: 1)
    }
    curves[4].state = .running
    curves[4].losses = []
    var scheduler = SuccessiveHalving()
    #expect(scheduler.next(SchedulingRequest(curves: curves, maximumStep: 9)) == .begin(until: 1))
    curves[4].state = .failed
    #expect(scheduler.next(SchedulingRequest(curves: curves, maximumStep: 9)) == .resume(0, until: 3))
  }

  @Test func `the last round is as large as the study lets it be`() {
    let outcome = ScheduleSimulation(trials: 12, lastStep: 9) { trial, _ in Double(trial) }
      .run(SuccessiveHalving())
    // Nine trials make one round, and three another, whose only promotion is of one trial.
    #expect(outcome.trials(reaching: 9) == [0, 9])
    #expect(outcome.trials(reaching: 3) == [0, 1, 2, 9])
  }

  @Test func `a promoted trial that fails makes no room for others`() {
    var curves = (0..<9).map { number in
      Curve(
        number: number, state: .paused, losses: [IntermediateValue(step: 1, value: Double(number))], until: 1)
    }
    for number in 0..<3 {
      curves[number].until = 3
      curves[number].state = number == 0 ? .failed : .paused
      if number > 0 { curves[number].losses.append(IntermediateValue(step: 3, value: Double(number))) }
    }
    var scheduler = SuccessiveHalving()
    #expect(scheduler.next(SchedulingRequest(curves: curves, maximumStep: 9)) == .resume(1, until: nil))
  }
}
