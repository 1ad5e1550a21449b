import LatheCore

/// How a trial has gone so far.
public struct Curve: Sendable {
  /// The trial's number.
  public var number: Int
  /// Where it is in its life.
  public var state: TrialState
  /// Its losses, in order of their steps.
  public var losses: [IntermediateValue]
  /// The step up to which it was last told to run.
  public var until: Int?

  /// A curve.
  public init(number: Int, state: TrialState, losses: [IntermediateValue] = [], until: Int? = nil) {
    self.number = number
    self.state = state
    self.losses = losses
    self.until = until
  }

  /// The loss at a step, if it was reported.
  public func loss(at step: Int) -> Double? {
    // The last steps are asked for most.
    losses.last { $0.step <= step }.flatMap { $0.step == step ? $0.value : nil }
  }

  /// The smallest loss up to a step.
  public func best(through step: Int) -> Double? {
    losses.lazy.filter { $0.step <= step && !$0.value.isNaN }.map(\.value).min()
  }
}

/// What a scheduler decides from.
public struct SchedulingRequest: Sendable {
  /// The curves of all trials, by number.
  public var curves: [Curve]
  /// The step at which a trial ends by itself, if it is known.
  public var maximumStep: Int?
  /// The seed of the study.
  public var seed: UInt64

  /// A request.
  public init(curves: [Curve], maximumStep: Int? = nil, seed: UInt64 = 0) {
    self.curves = curves
    self.maximumStep = maximumStep
    self.seed = seed
  }
}

/// What is to be run next.
public enum ScheduledWork: Sendable, Equatable {
  /// A new trial, up to a step.
  case begin(until: Int?)
  /// A paused trial, up to a step.
  case resume(Int, until: Int?)
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
/// Decisions depend on the request alone; what a scheduler keeps only saves it work.
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
