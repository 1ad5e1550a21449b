/// Stops a trial whose loss is outside bounds: one that has diverged, or whose loss can only be an error.
public struct ThresholdStopping: Scheduler {
  /// The losses with which a trial goes on. In a study that maximises, a loss is the value with the other sign.
  public var bounds: ClosedRange<Double>
  /// The first step at which a trial may be stopped.
  public var warmUpSteps: Int

  /// A rule that keeps losses within `bounds` from step `warmUpSteps` on.
  public init(keeping bounds: ClosedRange<Double>, warmUpSteps: Int = 0) {
    self.bounds = bounds
    self.warmUpSteps = warmUpSteps
  }

  /// `threshold`.
  public var name: String { "threshold" }

  /// Looks at the last loss.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    guard request.curves.indices.contains(number), let last = request.curves[number].losses.last else {
      return .proceed
    }
    if last.value.isNaN { return .stop }
    return last.step >= warmUpSteps && !bounds.contains(last.value) ? .stop : .proceed
  }
}
