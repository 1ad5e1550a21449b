/// When boosting gives up waiting for a better validation loss.
///
/// The patience grows with the number of iterations the best model has: at a low learning rate a pause of a hundred
/// iterations means nothing. AutoGluon's rule: `max(floor, 0.3 × best + 20)`, where the floor is 300 up to 10,000 rows and
/// falls with more rows, whose losses are less noisy, to 20.
public struct EarlyStopping: Codable, Sendable, Hashable {
  /// The longest patience in iterations, whatever the rule says; `nil` for no bound.
  public var maximumPatience: Int?

  /// The rule, with a bound where time is short.
  public init(maximumPatience: Int? = nil) { self.maximumPatience = maximumPatience }

  /// Iterations to wait after the best one.
  func patience(best: Int, rows: Int) -> Int {
    let floor = rows <= 10_000 ? 300 : max(20, 300 * 10_000 / rows)
    return min(max(floor, 3 * best / 10 + 20), maximumPatience ?? .max)
  }
}
