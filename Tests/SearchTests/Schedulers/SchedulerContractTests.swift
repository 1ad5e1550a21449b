import Search
import SearchTesting
import Testing

@Suite struct SchedulerContractTests {
  static let schedulers: [any Scheduler] = [
    AsynchronousSuccessiveHalving(), AsynchronousSuccessiveHalving(.stopping),
    AsynchronousSuccessiveHalving(reductionFactor: 2, brackets: 3),
    AsynchronousSuccessiveHalving(.stopping, minimumStep: 2, reductionFactor: 4, brackets: 2), Hyperband(),
    Hyperband(isDelayed: true),
    SuccessiveHalving(), SuccessiveHalving(trials: 7, reductionFactor: 2), MedianStopping(),
    PercentileStopping(25, startupTrials: 3, warmUpSteps: 2, interval: 3), WilcoxonStopping(),
    ThresholdStopping(keeping: -100...100), PatientStopping(patience: 3),
    PatientStopping(AsynchronousSuccessiveHalving(.stopping), patience: 3), ExecutionStopping(executions: 27),
    PopulationBasedTraining(interval: 5),
    PopulationBasedTraining(populationSize: 3, interval: 2, quantile: 0.5),
  ]

  @Test(arguments: SchedulerContract.Check.allCases, schedulers.indices)
  func `every scheduler keeps the contract`(check: SchedulerContract.Check, index: Int) throws {
    try SchedulerContract(Self.schedulers[index]).verify(check)
  }

  @Test func `the contract notices a scheduler that remembers`() {
    struct Counting: Scheduler {
      var count = 0
      var name: String { "counting" }
      mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
        count += 1
        return count % 50 == 0 ? .stop : .proceed
      }
    }
    #expect(throws: SchedulerContract.Violation.self) {
      try SchedulerContract(Counting()).verify(.dependsOnTheRequestAlone)
    }
    #expect(throws: SchedulerContract.Violation.self) {
      try SchedulerContract(Counting()).verify(.stopsWhatIsNotANumber)
    }
  }

  @Test func `the contract notices a scheduler that resumes what runs, and one that stops the best`() {
    struct Resuming: Scheduler {
      var name: String { "resuming" }
      mutating func next(_ request: SchedulingRequest) -> ScheduledWork {
        request.curves.isEmpty ? .begin(until: nil) : .resume(0, until: nil)
      }
      mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision { .stop }
    }
    #expect(throws: SchedulerContract.Violation.self) {
      try SchedulerContract(Resuming()).verify(.resumesWhatIsPaused)
    }
    #expect(throws: SchedulerContract.Violation.self) {
      try SchedulerContract(Resuming()).verify(.keepsTheBest)
    }
  }
}
