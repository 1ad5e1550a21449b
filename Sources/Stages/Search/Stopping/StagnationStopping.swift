/// Ends a study when its last trials have not improved on those before.
///
/// With several objectives, a trial improves if none before it is at least as good in all of them.
public struct StagnationStopping: StudyStopping {
  /// Trials with a result that may pass without an improvement.
  public var trials: Int
  /// What counts as an improvement of the first objective, where it is the only one.
  public var leastImprovement: Double

  /// A rule that bears `trials` trials that improve the best loss by at most `leastImprovement` together.
  public init(trials: Int = 30, leastImprovement: Double = 0) {
    self.trials = max(trials, 1)
    self.leastImprovement = max(leastImprovement, 0)
  }

  /// Whether the last trials brought nothing.
  public func reason(_ request: StoppingRequest) -> String? {
    let losses = request.losses
    guard losses.count > trials else { return nil }
    return improves(losses) ? nil : "the last \(trials) trials have not improved the result"
  }

  private func improves(_ losses: [[Double]]) -> Bool {
    let earlier = losses.dropLast(trials)
    let recent = losses.suffix(trials)
    if losses[0].count == 1 {
      let before = earlier.lazy.map { $0[0] }.min() ?? .infinity
      return before - (recent.lazy.map { $0[0] }.min() ?? .infinity) > leastImprovement
    }
    let front = Dominance.front(of: Array(earlier)).map { losses[$0] }
    return recent.contains { loss in !front.contains { zip($0, loss).allSatisfy { $0 <= $1 } } }
  }
}
