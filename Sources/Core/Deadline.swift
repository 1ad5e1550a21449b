import Synchronization

/// A moment after which work must have stopped. Passed down to everything that can take long.
public struct Deadline: Sendable, Hashable {
  private let instant: ContinuousClock.Instant?

  /// A deadline that never comes.
  public static let never = Deadline(instant: nil)

  private init(instant: ContinuousClock.Instant?) { self.instant = instant }

  /// What counts as for ever, in seconds: almost a century, far within what a clock can say.
  private static let longest = 3e9

  /// `seconds` as a duration that a clock can add, whatever the number; not a number is none.
  private static func duration(_ seconds: Double) -> Duration {
    .seconds(seconds.isNaN ? 0 : min(max(seconds, -longest), longest))
  }

  /// The moment `seconds` from now: ``never`` from 3e9 seconds on, now for what is not a number.
  public static func after(seconds: Double) -> Deadline {
    seconds >= longest ? .never : Deadline(instant: ContinuousClock.now + duration(seconds))
  }

  /// Seconds left; negative once passed, infinite for ``never``.
  public var remainingSeconds: Double {
    guard let instant else { return .infinity }
    return ContinuousClock.now.duration(to: instant) / .seconds(1)
  }

  /// Whether the moment has come.
  public var hasPassed: Bool { remainingSeconds <= 0 }

  /// Whether this is ``never``: results then depend on no clock.
  public var isNever: Bool { instant == nil }

  /// The earlier of the two.
  public func earlier(_ other: Deadline) -> Deadline {
    guard let instant else { return other }
    guard let otherInstant = other.instant else { return self }
    return Deadline(instant: min(instant, otherInstant))
  }

  /// The moment `seconds` before this one.
  public func earlier(bySeconds seconds: Double) -> Deadline {
    Deadline(instant: instant.map { $0 - Self.duration(seconds) })
  }
}

/// A request to stop early that synchronous work polls; set by Ctrl-C or by the cancellation of a task.
public final class StopSignal: Sendable {
  private let requested = Atomic(false)

  /// A signal that has not been given.
  public init() {}

  /// Asks the work that holds this signal to stop at the next opportunity.
  public func request() { requested.store(true, ordering: .relaxed) }

  /// Whether a stop was asked for.
  public var isRequested: Bool { requested.load(ordering: .relaxed) }
}

/// What bounds and seeds one fit.
public struct FitLimits: Sendable {
  /// When the fit must have returned.
  public var deadline: Deadline
  /// A request to return early with what there is.
  public var stop: StopSignal
  /// Threads the fit may use.
  public var threads: Int
  /// Seed of every random choice in the fit.
  public var seed: UInt64

  /// Limits of one fit; by default none, on one thread.
  public init(
    deadline: Deadline = .never, stop: StopSignal = StopSignal(), threads: Int = 1, seed: UInt64 = 0
  ) {
    self.deadline = deadline
    self.stop = stop
    self.threads = threads
    self.seed = seed
  }

  /// Whether the fit should return now.
  public var shouldStop: Bool { stop.isRequested || deadline.hasPassed }
}
