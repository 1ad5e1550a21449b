/// When boosting gives up waiting for a better validation loss.
///
/// The patience is the larger of two numbers of iterations. One grows with the best model so far, `0.3 × best + 20`, for at a
/// low learning rate a pause of a hundred iterations means nothing (AutoGluon's rule). The other is a floor for the beginning:
/// 100 up to 30,000 rows and from there `3,000,000 / rows`, for the losses of many rows are less noisy, times
/// `0.05 / learning rate` where that is below one, for larger steps show sooner where they lead; but at least 20.
public struct EarlyStopping: Codable, Sendable, Hashable {
  /// The longest patience in iterations, whatever the rule says; `nil` for no bound.
  public var maximumPatience: Int?

  /// The rule, with a bound where time is short.
  public init(maximumPatience: Int? = nil) { self.maximumPatience = maximumPatience }

  /// Iterations to wait after the best one.
  func patience(best: Int, rows: Int, learningRate: Double) -> Int {
    let ofRows = min(100, 3_000_000 / Double(max(rows, 1)))
    let floor = max(20, ofRows * min(1, 0.05 / learningRate))
    return min(max(Int(floor), 3 * best / 10 + 20), maximumPatience ?? .max)
  }
}
