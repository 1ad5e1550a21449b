import LatheCore

/// What a sampler is told when it is asked for the next trial.
public struct SamplingRequest: Sendable {
  /// The space to search.
  public var space: EncodedSpace
  /// Whether `space` may still grow with what trials suggest.
  public var spaceMayGrow = false
  /// Numbers to make small at once; 1 for an ordinary study.
  public var objectiveCount: Int
  /// The trials that have ended, in the order in which they did. Only ever grows while `space` stays the same.
  public var observations: [Observation]
  /// The trials that run, by number.
  public var pending: [PendingTrial]
  /// The number of the trial to propose.
  public var number: Int
  /// How many trials before it were proposed by samplers: those that were enqueued do not count.
  public var ordinal: Int
  /// The trials that the study is planned to have; `nil` if unknown.
  public var plannedTrials: Int?
  /// The trials that run at a time.
  public var parallelism: Int
  /// Changes whenever the space does: what was learnt with another generation must be learnt anew.
  public var generation: Int
  /// The seed of the study.
  public var seed: UInt64

  /// A request.
  public init(
    space: EncodedSpace, objectiveCount: Int = 1, observations: [Observation] = [],
    pending: [PendingTrial] = [],
    number: Int, ordinal: Int? = nil, plannedTrials: Int? = nil, parallelism: Int = 1, generation: Int = 0,
    seed: UInt64 = 0
  ) {
    self.space = space
    self.objectiveCount = objectiveCount
    self.observations = observations
    self.pending = pending
    self.number = number
    self.ordinal = ordinal ?? number
    self.plannedTrials = plannedTrials
    self.parallelism = parallelism
    self.generation = generation
    self.seed = seed
  }

  /// Random numbers for this proposal and one use of them: the same whenever the trial is proposed again.
  public func random(_ use: String) -> RandomSource { RandomSource(seed: seed, stream: "\(use) \(number)") }
}

/// What a sampler proposes.
public struct Proposal: Sendable {
  /// Where the trial is to be.
  public var point: Point
  /// Kept with the trial and given back with its ``Observation``.
  public var note: String?

  /// A proposal.
  public init(_ point: Point, note: String? = nil) {
    self.point = point
    self.note = note
  }
}

/// A strategy of search: proposes the next point from the results so far.
///
/// A proposal depends on the request alone: what a sampler keeps between requests only saves it work, so that a study
/// which is resumed, or shared by several processes, goes on as if nothing had happened. `SamplerContract` in
/// `SearchTesting` has the tests that every sampler passes.
public protocol Sampler: Sendable {
  /// A short name.
  var name: String { get }

  /// The next point.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` if the strategy cannot search such a space or so many objectives, and
  ///   ``SearchError/space(_:remedy:)`` when there is nothing left to propose.
  mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal

  /// How many trials it can propose at all; `nil` if there is no end.
  mutating func capacity(_ request: SamplingRequest) throws(SearchError) -> Int?

  /// What the strategy has decided by itself, in a sentence; `nil` if there was nothing to decide.
  var explanation: String? { get }
}

extension Sampler {
  /// There is no end.
  public mutating func capacity(_ request: SamplingRequest) throws(SearchError) -> Int? { nil }

  /// Nothing was decided.
  public var explanation: String? { nil }
}
