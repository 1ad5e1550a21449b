/// What is to be run next.
public enum ScheduledWork: Sendable, Equatable {
  /// A new trial, up to a step.
  case begin(until: Int?)
  /// A paused trial, up to a step.
  case resume(Int, until: Int?)
  /// A new trial that begins with the state of another one.
  case branch(TrialBranch)
  /// Nothing: what there was to do is done, or others do it.
  case end
}

/// A trial that begins where another one has got to, and takes the place of a third.
public struct TrialBranch: Sendable, Equatable {
  /// The trial whose state it begins with.
  public var parent: Int
  /// The step of the parent at which that state was kept.
  public var step: Int
  /// What it runs with.
  public var parameters: [String: ParameterValue]
  /// A paused trial that it takes the place of, which ends for good; `nil` if there is none.
  public var replaced: Int?
  /// The step up to which it runs; to its end if `nil`.
  public var until: Int?

  /// A branch.
  public init(
    from parent: Int, at step: Int, parameters: [String: ParameterValue], replacing replaced: Int? = nil,
    until: Int? = nil
  ) {
    self.parent = parent
    self.step = step
    self.parameters = parameters
    self.replaced = replaced
    self.until = until
  }
}

/// Whether a trial goes on.
public enum SchedulingDecision: Sendable, Equatable {
  /// It does.
  case proceed
  /// It does not, for good.
  case stop
  /// It may later.
  case pause
}

/// A strategy of stopping trials early, and of letting the promising ones go on.
///
/// Decisions depend on the request alone; what a scheduler keeps only saves it work. A trial whose last loss is not a
/// number is stopped by every scheduler. `SchedulerContract` in `SearchTesting` has the tests that every scheduler passes.
///
/// Reports are values of the first objective, and so decisions are by the first objective alone: in a study with several,
/// a trial that is good by another one only may be stopped.
public protocol Scheduler: Sendable {
  /// A short name.
  var name: String { get }

  /// What is to be run next.
  mutating func next(_ request: SchedulingRequest) -> ScheduledWork

  /// Whether the trial `number`, which has just reported, goes on.
  mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision
}

extension Scheduler {
  /// A new trial, to its end.
  public mutating func next(_ request: SchedulingRequest) -> ScheduledWork { .begin(until: nil) }
}
