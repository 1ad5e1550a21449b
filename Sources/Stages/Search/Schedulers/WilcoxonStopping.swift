/// Stops a trial that is worse than the best one on the same folds or instances, by the signed-rank test.
///
/// Steps are folds or instances, each reported with its own loss, in any order: losses of the trial are compared with
/// those of the best finished trial at the same steps, so that hard folds count against neither. The best trial is the one
/// with the smallest mean of its losses. Nothing is stopped whose mean is not worse than the best one's at these steps.
///
/// Wilcoxon, "Individual Comparisons by Ranking Methods", 1945; the use for stopping follows Optuna.
public struct WilcoxonStopping: Scheduler {
  /// The probability below which a difference is not taken for chance.
  public var significance: Double
  /// Matched steps before a trial may be stopped.
  public var startupSteps: Int

  /// A rule that stops at a one-sided probability below `significance`.
  public init(significance: Double = 0.1, startupSteps: Int = 2) {
    self.significance = significance
    self.startupSteps = max(startupSteps, 1)
  }

  /// `wilcoxon`.
  public var name: String { "wilcoxon" }

  /// Compares the trial with the best one.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    guard request.curves.indices.contains(number) else { return .proceed }
    let curve = request.curves[number]
    if curve.hasBrokenDown { return .stop }
    guard let best = Curve.bestMean(request.curves), best.number != number else { return .proceed }
    let differences = curve.losses.compactMap { report in
      best.loss(at: report.step).map { report.value - $0 }
    }.filter { !$0.isNaN }
    guard differences.count >= startupSteps, differences.reduce(0, +) > 0 else { return .proceed }
    return SignedRankTest.probability(ofRanksAtLeast: differences) < significance ? .stop : .proceed
  }
}

extension Curve {
  /// The mean of the losses; `nil` if there are none, or one is not a number.
  var meanLoss: Double? {
    guard !losses.isEmpty else { return nil }
    let mean = losses.reduce(0) { $0 + $1.value } / Double(losses.count)
    return mean.isNaN ? nil : mean
  }

  /// The finished trial with the smallest mean of its losses; the earlier of equal ones.
  static func bestMean(_ curves: [Curve]) -> Curve? {
    var best: (mean: Double, curve: Curve)?
    for curve in curves where curve.state == .complete {
      guard let mean = curve.meanLoss, mean < best?.mean ?? .infinity else { continue }
      best = (mean, curve)
    }
    return best?.curve
  }
}
