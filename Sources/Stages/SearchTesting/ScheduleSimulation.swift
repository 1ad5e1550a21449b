import Search

/// A study without objectives: curves are given by a function, so that one sees what a scheduler does with them.
///
/// Every worker advances its trial by one step a tick. All is deterministic.
public struct ScheduleSimulation: Sendable {
  /// What has happened.
  public struct Outcome: Sendable {
    /// What was run, in order, with the number of the trial.
    public var works: [Work] = []
    /// The trials at the end.
    public var curves: [Curve] = []
    /// Steps made, over all trials.
    public var steps = 0
    /// Promises of a scheduler that were broken.
    public var violations: [String] = []
    /// Whether it ended by itself.
    public var hasEnded = false

    /// The trials that have made a step.
    public func trials(reaching step: Int) -> [Int] {
      curves.filter { ($0.lastStep ?? 0) >= step }.map(\.number)
    }
  }

  /// Something that was run.
  public struct Work: Sendable, Equatable {
    /// What the scheduler said.
    public var work: ScheduledWork
    /// The trial.
    public var trial: Int
  }

  /// The loss of a trial at a step from 1.
  public var loss: @Sendable (_ trial: Int, _ step: Int) -> Double
  /// The trials that may begin.
  public var trials: Int
  /// The last step of a trial.
  public var lastStep: Int
  /// Whether the scheduler is told ``lastStep``.
  public var isLastStepKnown = true
  /// The trials that run at a time.
  public var workers = 1
  /// Steps between two reports.
  public var reportInterval = 1
  /// Ticks after which all workers die, and others go on with their trials.
  public var deaths: Set<Int> = []
  /// Whether the scheduler is a new one at every decision.
  public var isForgetful = false
  /// The space that the scheduler is told.
  public var space = EncodedSpace(.empty)
  /// The parameters of trials.
  public var parameters: @Sendable (Int) -> [String: ParameterValue] = { _ in [:] }
  /// The ticks after which it is given up.
  public var longest = 100_000

  /// A simulation of `trials` trials of `lastStep` steps.
  public init(
    trials: Int, lastStep: Int, loss: @escaping @Sendable (_ trial: Int, _ step: Int) -> Double
  ) {
    self.trials = trials
    self.lastStep = lastStep
    self.loss = loss
  }

  /// Runs it.
  public func run(_ scheduler: any Scheduler) -> Outcome {
    var run = Run(simulation: self, original: scheduler, scheduler: scheduler)
    return run.finish()
  }
}

extension ScheduleSimulation {
  private struct Run {
    let simulation: ScheduleSimulation
    let original: any Scheduler
    var scheduler: any Scheduler
    var outcome = Outcome()
    var running: [Int] = []
    var steps: [Int] = []

    mutating func finish() -> Outcome {
      for tick in 0..<simulation.longest {
        var isIdle = false
        while running.count < simulation.workers, !isIdle { isIdle = !start() }
        guard !running.isEmpty else {
          outcome.hasEnded = true
          break
        }
        if simulation.deaths.contains(tick) {
          for trial in running { outcome.curves[trial].state = .waiting }
          running = []
        } else {
          for trial in running { advance(trial) }
        }
      }
      return outcome
    }

    private var request: SchedulingRequest {
      SchedulingRequest(
        curves: outcome.curves, maximumStep: simulation.isLastStepKnown ? simulation.lastStep : nil,
        plannedTrials: simulation.trials, space: simulation.space, seed: 1)
    }

    private mutating func start() -> Bool {
      if simulation.isForgetful { scheduler = original }
      let work = scheduler.next(request)
      switch work {
      case .end: return false
      case .begin(let until): return begin(until, work)
      case .resume(let trial, let until):
        guard outcome.curves.indices.contains(trial), outcome.curves[trial].state == .paused else {
          return note("trial \(trial) is resumed, which is not paused")
        }
        if let until, until <= steps[trial] {
          return note("trial \(trial) is resumed up to step \(until), at step \(steps[trial])")
        }
        outcome.curves[trial].until = until
        enter(trial, work)
      case .branch(let branch):
        guard outcome.curves.count < simulation.trials else { return false }
        guard outcome.curves.indices.contains(branch.parent), branch.step <= steps[branch.parent] else {
          return note("a trial begins with a state that trial \(branch.parent) never had")
        }
        if let replaced = branch.replaced {
          guard outcome.curves[replaced].state == .paused else {
            return note("trial \(replaced) is replaced, which is not paused")
          }
          outcome.curves[replaced].state = .pruned
        }
        add(until: branch.until, parameters: branch.parameters, at: branch.step)
        enter(outcome.curves.count - 1, work)
      }
      return true
    }

    private mutating func begin(_ until: Int?, _ work: ScheduledWork) -> Bool {
      if let waiting = outcome.curves.first(where: { $0.state == .waiting }) {
        enter(waiting.number, work)
        return true
      }
      guard outcome.curves.count < simulation.trials else { return false }
      if let until, until < 1 { return note("a trial begins up to step \(until)") }
      add(until: until, parameters: simulation.parameters(outcome.curves.count), at: nil)
      enter(outcome.curves.count - 1, work)
      return true
    }

    private mutating func add(until: Int?, parameters: [String: ParameterValue], at step: Int?) {
      outcome.curves.append(
        Curve(
          number: outcome.curves.count, state: .waiting, until: until, parameters: parameters,
          parentStep: step))
      steps.append(step ?? 0)
    }

    private mutating func enter(_ trial: Int, _ work: ScheduledWork) {
      outcome.works.append(Work(work: work, trial: trial))
      outcome.curves[trial].state = .running
      running.append(trial)
    }

    private mutating func note(_ violation: String) -> Bool {
      outcome.violations.append(violation)
      return false
    }

    private mutating func advance(_ trial: Int) {
      steps[trial] += 1
      outcome.steps += 1
      let step = steps[trial]
      var decision = SchedulingDecision.proceed
      if step % simulation.reportInterval == 0 || step == simulation.lastStep {
        outcome.curves[trial].losses.append(
          IntermediateValue(step: step, value: simulation.loss(trial, step)))
        if simulation.isForgetful { scheduler = original }
        decision = scheduler.decide(trial, request)
      }
      let until = outcome.curves[trial].until ?? .max
      if decision == .stop {
        leave(trial, .pruned)
      } else if step >= simulation.lastStep {
        leave(trial, .complete)
      } else if decision == .pause || (step >= until && simulation.reportInterval == 1) {
        leave(trial, .paused)
      }
    }

    private mutating func leave(_ trial: Int, _ state: TrialState) {
      outcome.curves[trial].state = state
      running.removeAll { $0 == trial }
    }
  }
}
