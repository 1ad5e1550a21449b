import Metrics

extension Metric {
  /// The score whose loss is `loss`: the way back from ``Metrics/Metric/loss(fromScore:)``.
  func score(fromLoss loss: Double) -> Double {
    // One minus a score, or the score itself: its own inverse either way.
    self.loss(fromScore: loss)
  }
}
