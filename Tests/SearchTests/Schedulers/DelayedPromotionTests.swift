import Search
import SearchTesting
import Testing

@Suite struct DelayedPromotionTests {
  /// Trials of which each is better than all before it.
  private static let learning = ScheduleSimulation(trials: 27, lastStep: 27) { trial, _ in -Double(trial) }

  @Test func `no more than one in three is promoted though each trial is the best when it comes`() {
    let outcome = Self.learning.run(AsynchronousSuccessiveHalving(isDelayed: true))
    #expect(outcome.trials(reaching: 3).count == 9)
    #expect(outcome.trials(reaching: 9).count == 3)
    #expect(outcome.trials(reaching: 27).count == 1)
    #expect(outcome.trials(reaching: 3).contains(26))
  }

  @Test func `without delay almost all are`() {
    let outcome = Self.learning.run(AsynchronousSuccessiveHalving())
    #expect(outcome.trials(reaching: 3).count > 18)
  }
}
