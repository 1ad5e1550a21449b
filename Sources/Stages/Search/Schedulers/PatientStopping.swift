/// Lets another scheduler stop a trial only when the trial has not improved for some steps; on its own, stops it then.
///
/// Right for curves that rise before they fall, and, alone, as the early stopping of a single training.
public struct PatientStopping: Scheduler {
  /// Steps without improvement that are borne.
  public var patience: Int
  /// What counts as an improvement of the loss.
  public var leastImprovement: Double
  private var inner: (any Scheduler)?

  /// A rule that bears `patience` steps in which the best loss falls by at most `leastImprovement`.
  public init(_ inner: (any Scheduler)? = nil, patience: Int, leastImprovement: Double = 0) {
    self.inner = inner
    self.patience = max(patience, 0)
    self.leastImprovement = max(leastImprovement, 0)
  }

  /// `patient`, and what is wrapped.
  public var name: String { ["patient", inner?.name].compactMap(\.self).joined(separator: " ") }

  /// What the other scheduler wants.
  public mutating func next(_ request: SchedulingRequest) -> ScheduledWork {
    inner?.next(request) ?? .begin(until: nil)
  }

  /// Whether to stop as the other scheduler says, if patience is at its end.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    guard request.curves.indices.contains(number) else { return .proceed }
    let curve = request.curves[number]
    if curve.hasBrokenDown { return .stop }
    let decision = inner?.decide(number, request) ?? .stop
    return decision == .stop && !isPatienceAtItsEnd(curve) ? .proceed : decision
  }

  private func isPatienceAtItsEnd(_ curve: Curve) -> Bool {
    guard let step = curve.lastStep, let before = curve.best(through: step - patience - 1),
      let best = curve.best(through: step)
    else { return false }
    // Two infinite losses have no difference, and no improvement.
    return !(before - best > leastImprovement)
  }
}
