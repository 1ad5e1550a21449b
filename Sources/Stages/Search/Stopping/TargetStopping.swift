/// Ends a study when a trial has reached a value of the first objective.
public struct TargetStopping: StudyStopping {
  /// The value that is good enough.
  public var target: Double

  /// A rule that is content with `target`.
  public init(_ target: Double) { self.target = target }

  /// Whether a trial keeps the constraints and has a value as good as the target.
  public func reason(_ request: StoppingRequest) -> String? {
    guard let direction = request.directions.first, let best = request.losses.map({ $0[0] }).min(),
      best <= direction.loss(target)
    else { return nil }
    return "the best value \(direction.loss(best)) has reached the target \(target)"
  }
}
