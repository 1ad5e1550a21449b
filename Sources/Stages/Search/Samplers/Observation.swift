/// What a sampler learns from: a trial that has ended.
public struct Observation: Sendable {
  /// How a trial has ended.
  public enum Ending: String, Codable, Sendable {
    /// With a result.
    case complete
    /// Stopped early; its loss is the last one reported.
    case pruned
    /// Without a result.
    case failed
  }

  /// The trial's number.
  public let number: Int
  /// Where it was.
  public let point: Point
  /// One number an objective, smaller is better; empty if it failed, or was pruned before it reported anything.
  public let losses: [Double]
  /// The sum by which constraints on the result were broken; 0 if they all hold.
  public let violation: Double
  /// The constraints on the result, which hold where they are at most 0; empty if there are none, or only ``violation`` is
  /// known.
  public let constraints: [Double]
  /// How it ended.
  public let ending: Ending
  /// The losses reported on the way, in order of their steps.
  public let curve: [IntermediateValue]
  /// What the sampler noted when it proposed the trial.
  public let note: String?
  /// Seconds from its beginning to its end, `nil` where they are not known. They differ when a study is made again, so that a
  /// proposal should not depend on them but for their order of magnitude.
  public var seconds: Double?

  /// An observation.
  public init(
    number: Int, point: Point, losses: [Double], violation: Double = 0, constraints: [Double] = [],
    ending: Ending = .complete,
    curve: [IntermediateValue] = [], note: String? = nil, seconds: Double? = nil
  ) {
    self.seconds = seconds
    self.number = number
    self.point = point
    self.losses = losses
    self.violation = violation
    self.constraints = constraints
    self.ending = ending
    self.curve = curve
    self.note = note
  }

  /// Whether there is a result that can be compared with others.
  public var isComplete: Bool { ending == .complete && losses.allSatisfy(\.isFinite) && !losses.isEmpty }
  /// Whether the constraints on the result hold.
  public var isFeasible: Bool { violation <= 0 }
}

/// A trial that a sampler must take into account but of which there is no result yet.
public struct PendingTrial: Sendable {
  /// The trial's number.
  public let number: Int
  /// Where it is.
  public let point: Point
  /// The losses reported so far, in order of their steps.
  public let curve: [IntermediateValue]
  /// Whether it does not run but waits for its scheduler, which may never let it go on.
  public let isPaused: Bool

  /// A trial without a result.
  public init(number: Int, point: Point, curve: [IntermediateValue] = [], isPaused: Bool = false) {
    self.number = number
    self.point = point
    self.curve = curve
    self.isPaused = isPaused
  }
}
