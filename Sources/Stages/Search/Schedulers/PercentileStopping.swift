import Foundation

/// Stops a trial whose best loss so far is worse than a percentile of what finished trials had at the same step.
///
/// A percentile of 25 lets the best quarter go on. Trials are compared with those that ran to their end, of which there
/// must be ``startupTrials`` before anything is stopped. The median (``MedianStopping``) is the rule of Golovin et al.,
/// "Google Vizier: A Service for Black-Box Optimization", KDD 2017, with the best loss in the place of the mean.
public struct PercentileStopping: Scheduler {
  /// The share of finished trials, from 0 to 100, that a trial must keep up with.
  public var percentile: Double
  /// Finished trials before the first is stopped.
  public var startupTrials: Int
  /// The first step at which a trial may be stopped.
  public var warmUpSteps: Int
  /// Steps between two decisions on a trial.
  public var interval: Int
  /// Finished trials that must have reported the step at which a trial is compared.
  public var leastCompared: Int

  /// A rule that lets the best `percentile` of a hundred go on.
  public init(
    _ percentile: Double = 25, startupTrials: Int = 5, warmUpSteps: Int = 0, interval: Int = 1,
    leastCompared: Int = 1
  ) {
    self.percentile = min(max(percentile, 0), 100)
    self.startupTrials = max(startupTrials, 0)
    self.warmUpSteps = warmUpSteps
    self.interval = max(interval, 1)
    self.leastCompared = max(leastCompared, 1)
  }

  /// `percentile`.
  public var name: String { "percentile" }

  /// Compares the trial with those that have finished.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    guard request.curves.indices.contains(number) else { return .proceed }
    let curve = request.curves[number]
    if curve.hasBrokenDown { return .stop }
    guard let step = curve.lastStep, isDue(curve, step), let best = curve.best(through: step) else {
      return .proceed
    }
    let finished = request.curves.filter { $0.state == .complete }
    guard finished.count >= startupTrials else { return .proceed }
    let losses = finished.compactMap { $0.loss(at: step) }.filter { !$0.isNaN }.sorted()
    guard losses.count >= leastCompared else { return .proceed }
    return best > Self.percentile(percentile, of: losses) ? .stop : .proceed
  }

  /// Whether the last report is the first since the step at which a decision fell due.
  private func isDue(_ curve: Curve, _ step: Int) -> Bool {
    guard step >= warmUpSteps else { return false }
    let due = warmUpSteps + (step - warmUpSteps) / interval * interval
    return curve.losses.count < 2 || curve.losses[curve.losses.count - 2].step < due
  }

  /// A percentile of numbers in order, interpolated between neighbours.
  static func percentile(_ percentile: Double, of ordered: [Double]) -> Double {
    guard let last = ordered.last else { return .nan }
    let place = percentile / 100 * Double(ordered.count - 1)
    let index = Int(place)
    guard index + 1 < ordered.count, place > Double(index) else {
      return index < ordered.count ? ordered[index] : last
    }
    let share = place - Double(index)
    // Weights, not a difference: two infinite neighbours have none.
    return ordered[index] * (1 - share) + ordered[index + 1] * share
  }
}
