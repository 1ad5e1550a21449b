/// What a rule for the end of a study decides from.
public struct StoppingRequest: Sendable {
  /// The space that is searched.
  public var space: EncodedSpace
  /// Which results are good, one for each objective.
  public var directions: [Direction]
  /// The trials that have ended, in the order in which they did.
  public var observations: [Observation]
  /// Seconds since the first trial began.
  public var seconds: Double
  /// The seed of the study.
  public var seed: UInt64

  /// A request.
  public init(
    space: EncodedSpace = EncodedSpace(.empty), directions: [Direction] = [.minimize],
    observations: [Observation], seconds: Double = 0, seed: UInt64 = 0
  ) {
    self.space = space
    self.directions = directions
    self.observations = observations
    self.seconds = seconds
    self.seed = seed
  }

  /// The losses of the trials that have a result and keep the constraints, in the order in which they ended.
  public var losses: [[Double]] {
    observations.lazy.filter { $0.isComplete && $0.isFeasible }.map(\.losses)
  }
}

/// A rule for the end of a whole study.
public protocol StudyStopping: Sendable {
  /// Why the study is to end, in a sentence; `nil` if it is to go on.
  func reason(_ request: StoppingRequest) -> String?
}

/// Ends a study when one of several rules does.
public struct AnyStopping: StudyStopping {
  /// The rules, in the order in which they are asked.
  public var rules: [any StudyStopping]

  /// The first of `rules` that holds.
  public init(_ rules: any StudyStopping...) { self.rules = rules }

  /// The reason of the first rule that has one.
  public func reason(_ request: StoppingRequest) -> String? {
    for rule in rules {
      if let reason = rule.reason(request) { return reason }
    }
    return nil
  }
}
