import LatheCore

/// What a scheduler decides from.
public struct SchedulingRequest: Sendable {
  /// The curves of all trials, by number.
  public var curves: [Curve]
  /// The step at which a trial ends by itself, if it is known.
  public var maximumStep: Int?
  /// The trials that the study is planned to have; `nil` if unknown.
  public var plannedTrials: Int?
  /// The space that is searched.
  public var space: EncodedSpace
  /// The seed of the study.
  public var seed: UInt64

  /// A request.
  public init(
    curves: [Curve], maximumStep: Int? = nil, plannedTrials: Int? = nil,
    space: EncodedSpace = EncodedSpace(.empty), seed: UInt64 = 0
  ) {
    self.curves = curves
    self.maximumStep = maximumStep
    self.plannedTrials = plannedTrials
    self.space = space
    self.seed = seed
  }

  /// Random numbers for one use: the same whenever the same is decided again.
  func random(_ use: String) -> RandomSource { RandomSource(seed: seed, stream: use) }

  /// The number of the trial that would begin now: one that waits goes before a new one.
  var nextNumber: Int { curves.first { $0.state == .waiting }?.number ?? curves.count }
}
