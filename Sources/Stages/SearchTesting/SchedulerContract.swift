import Search

/// What every scheduler must do. Run all checks on your own scheduler in its tests:
///
/// ```swift
/// @Test(arguments: SchedulerContract.Check.allCases)
/// func `my scheduler keeps the contract`(check: SchedulerContract.Check) throws {
///   try SchedulerContract(MyScheduler()).verify(check)
/// }
/// ```
///
/// The checks simulate studies of up to 40 trials of up to 27 steps.
public struct SchedulerContract: Sendable {
  /// One promise.
  public enum Check: String, Sendable, CaseIterable {
    /// The same study goes the same way twice.
    case isDeterministic
    /// A scheduler that has seen nothing decides like one that has seen all.
    case dependsOnTheRequestAlone
    /// Only paused trials are resumed, and farther than they have got; branches begin with states that there are.
    case resumesWhatIsPaused
    /// A study of a limited number of trials ends, for any number of workers.
    case ends
    /// Workers may die at any moment: what they ran is begun again, and the study ends.
    case survivesDeaths
    /// A trial whose loss is not a number is stopped, and the study goes on.
    case stopsWhatIsNotANumber
    /// The trial that is better than all others at every step is never stopped for good.
    case keepsTheBest
    /// The last step need not be known.
    case worksWithoutLastStep
    /// Reports may skip steps.
    case worksWithSparseReports
    /// Trials without reports, infinite losses, negative steps and a study without trials do no harm.
    case survivesOddStudies
  }

  /// A broken promise.
  public struct Violation: Error, CustomStringConvertible {
    /// What was found, with the scheduler.
    public let description: String
  }

  private let scheduler: any Scheduler

  /// The contract of `scheduler`.
  public init(_ scheduler: any Scheduler) { self.scheduler = scheduler }

  /// Checks one promise.
  ///
  /// - Throws: ``Violation``.
  public func verify(_ check: Check) throws {
    switch check {
    case .isDeterministic:
      let runs = (0..<2).map { _ in simulation().run(scheduler) }
      try require(runs[0].works == runs[1].works, "two studies with the same curves differ")
    case .dependsOnTheRequestAlone: try dependsOnTheRequestAlone()
    case .resumesWhatIsPaused, .ends:
      for workers in [1, 3, 8] {
        var simulation = simulation()
        simulation.workers = workers
        _ = try finished(simulation)
      }
    case .survivesDeaths:
      var simulation = simulation()
      simulation.deaths = [0, 3, 4, 17, 40, 90, 91]
      let outcome = try finished(simulation)
      let hasWaiting = outcome.curves.contains { $0.state == .waiting || $0.state == .running }
      try require(!hasWaiting, "a trial is never begun again")
    case .stopsWhatIsNotANumber: try stopsWhatIsNotANumber()
    case .keepsTheBest: try keepsTheBest()
    case .worksWithoutLastStep:
      var simulation = simulation()
      simulation.isLastStepKnown = false
      _ = try finished(simulation)
    case .worksWithSparseReports:
      var simulation = simulation()
      simulation.reportInterval = 4
      _ = try finished(simulation)
    case .survivesOddStudies: try survivesOddStudies()
    }
  }
}

extension SchedulerContract {
  /// Falling curves, of which those of trials with certain remainders are better.
  private func simulation() -> ScheduleSimulation {
    var simulation = ScheduleSimulation(trials: 40, lastStep: 27) { trial, step in
      Double((trial * 7) % 40) + 1 / Double(step)
    }
    simulation.workers = 2
    return simulation
  }

  private func finished(_ simulation: ScheduleSimulation) throws -> ScheduleSimulation.Outcome {
    let outcome = simulation.run(scheduler)
    if let violation = outcome.violations.first { try require(false, violation) }
    try require(outcome.hasEnded, "the study of \(simulation.workers) workers does not end")
    try require(!outcome.curves.isEmpty, "no trial begins")
    return outcome
  }

  private func dependsOnTheRequestAlone() throws {
    var forgetful = simulation()
    forgetful.isForgetful = true
    let (one, other) = (simulation().run(scheduler), forgetful.run(scheduler))
    try require(
      one.works == other.works && one.steps == other.steps,
      "a scheduler that has seen the study decides otherwise than a new one")
  }

  private func stopsWhatIsNotANumber() throws {
    var simulation = simulation()
    simulation.loss = { trial, step in trial % 3 == 0 && step > 1 ? .nan : Double(trial) + 1 / Double(step) }
    let outcome = try finished(simulation)
    for curve in outcome.curves where curve.losses.contains(where: { $0.value.isNaN }) {
      try require(
        curve.state == .pruned && curve.losses.count { $0.value.isNaN } == 1,
        "trial \(curve.number) goes on although its loss is not a number")
    }
  }

  private func keepsTheBest() throws {
    for best in [0, 11, 39] {
      var simulation = simulation()
      simulation.loss = { trial, step in (trial == best ? 0 : 10 + Double(trial)) - Double(step) / 100 }
      let outcome = try finished(simulation)
      guard outcome.curves.indices.contains(best), outcome.curves[best].parentStep == nil else { continue }
      try require(outcome.curves[best].state != .pruned, "trial \(best) is stopped although it is the best")
    }
  }

  private func survivesOddStudies() throws {
    var studies: [[Curve]] = [[]]
    for state in TrialState.allCases {
      studies.append([Curve(number: 0, state: state)])
      for value in [0, Double.infinity, -.infinity, .nan] {
        let losses = [-5, 0, 3, 1 << 40].map { IntermediateValue(step: $0, value: value) }
        studies.append((0..<12).map { Curve(number: $0, state: state, losses: losses, until: 3) })
        studies.append([Curve(number: 0, state: state, losses: losses)])
      }
    }
    for curves in studies {
      for maximumStep in [nil, 1, 27] as [Int?] {
        let request = SchedulingRequest(curves: curves, maximumStep: maximumStep)
        var copy = scheduler
        if case .resume(let number, _) = copy.next(request) {
          try require(
            curves.indices.contains(number) && curves[number].state == .paused,
            "trial \(number) is resumed, which is not paused")
        }
        for number in curves.indices { _ = copy.decide(number, request) }
        try require(
          copy.decide(curves.count + 3, request) == .proceed, "a trial that does not exist is stopped")
      }
    }
  }

  private func require(_ holds: Bool, _ message: String) throws {
    guard !holds else { return }
    throw Violation(description: "\(scheduler.name): \(message)")
  }
}
