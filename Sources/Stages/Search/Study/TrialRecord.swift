import Foundation

/// Where a trial is in its life.
public enum TrialState: String, Codable, Sendable, CaseIterable {
  /// To be run: enqueued, or given back after its worker died.
  case waiting
  /// A worker runs it.
  case running
  /// Stopped by a scheduler that may let it go on later.
  case paused
  /// Ended with a result.
  case complete
  /// Stopped early for good.
  case pruned
  /// Ended without a result.
  case failed

  /// Whether nothing will change any more.
  public var isFinal: Bool { self == .complete || self == .pruned || self == .failed }
}

/// A value that a trial has reported on its way.
public struct IntermediateValue: Codable, Sendable, Hashable {
  /// How far the trial was: an epoch, a number of rows, a fold. Larger is later.
  public var step: Int
  /// The value of the first objective at that step.
  public var value: Double

  /// A value at a step.
  public init(step: Int, value: Double) {
    self.step = step
    self.value = value
  }
}

/// What is known of a trial.
public struct TrialRecord: Codable, Sendable {
  /// The trial's number in its study, from 0.
  public var number: Int
  /// Where it is in its life.
  public var state: TrialState
  /// What it runs with; while it waits, those that were fixed when it was enqueued.
  public var parameters: [String: ParameterValue] = [:]
  /// The results, one an objective.
  public var values: [Double] = []
  /// The constraints on the result: they hold where they are at most 0.
  public var constraints: [Double] = []
  /// The values reported on the way, in order of their steps.
  public var reports: [IntermediateValue] = []
  /// Whether it was enqueued rather than asked for.
  public var wasEnqueued = false
  /// Notes of the user.
  public var attributes: [String: String] = [:]
  /// The sampler's note.
  public var note: String?
  /// Why it failed.
  public var failure: String?
  /// The trial whose state it began with, in population-based training.
  public var parent: Int?
  /// The step of the parent at which that state was kept.
  public var parentStep: Int?
  /// The step up to which it is to run; to its end if `nil`.
  public var until: Int?
  /// The worker that runs it, or ran it last.
  public var worker: String?
  /// When it is given to another worker unless this one has said that it is still alive; never if `nil`. Among a
  /// study's trials it may be out of date.
  public var leaseEnd: Date?
  /// How often it was begun or resumed. Tells a worker's claim from an earlier one of its own.
  public var attempts = 0
  /// How many attempts failed or lost their worker. Those that were given back or paused do not count.
  public var failedAttempts = 0
  /// Whether a sampler has proposed what was not fixed: another attempt runs with the same parameters.
  public var isProposed = false
  /// When it was begun for the first time.
  public var started: Date?
  /// When it ended.
  public var finished: Date?

  /// A trial about which nothing else is known.
  public init(number: Int, state: TrialState) {
    self.number = number
    self.state = state
  }

  /// Seconds from its first beginning to its end.
  public var seconds: Double? {
    guard let started, let finished else { return nil }
    return finished.timeIntervalSince(started)
  }

  /// The sum by which constraints are broken.
  public var violation: Double { constraints.reduce(0) { $0 + max($1.isNaN ? .infinity : $1, 0) } }
}
