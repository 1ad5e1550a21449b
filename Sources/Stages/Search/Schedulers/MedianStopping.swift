/// Stops a trial whose best loss so far is worse than the median of what finished trials had at the same step.
///
/// Golovin et al., "Google Vizier: A Service for Black-Box Optimization", KDD 2017.
public struct MedianStopping: Scheduler {
  private var rule: PercentileStopping

  /// A rule that stops nothing before `startupTrials` trials have finished, and no trial before step `warmUpSteps`; it
  /// decides every `interval` steps.
  public init(startupTrials: Int = 5, warmUpSteps: Int = 0, interval: Int = 1, leastCompared: Int = 1) {
    rule = PercentileStopping(
      50, startupTrials: startupTrials, warmUpSteps: warmUpSteps, interval: interval,
      leastCompared: leastCompared)
  }

  /// `median`.
  public var name: String { "median" }

  /// Compares the trial with those that have finished.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    rule.decide(number, request)
  }
}
