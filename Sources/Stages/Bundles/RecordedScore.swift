import Metrics

/// A score of the whole bundle, as it was measured when it was made.
public struct RecordedScore: Codable, Sendable, Hashable {
  /// The rows it was measured on.
  public enum Rows: String, Codable, Sendable {
    /// Rows held out from each member's training: a holdout, or out-of-fold predictions.
    case validation
    /// A test file that no part of the training saw.
    case test
  }

  /// The metric.
  public var metric: Metric
  /// Which rows.
  public var rows: Rows
  /// How many.
  public var rowCount: Int
  /// The score; NaN where the metric is undefined on these rows.
  public var value: Double
  /// The lower end of the 95 % confidence interval, where there is one.
  public var lower: Double?
  /// The upper end of the 95 % confidence interval, where there is one.
  public var upper: Double?

  /// A score with its confidence interval.
  public init(
    metric: Metric, rows: Rows, rowCount: Int, value: Double, lower: Double? = nil, upper: Double? = nil
  ) {
    self.metric = metric
    self.rows = rows
    self.rowCount = rowCount
    self.value = value
    self.lower = lower
    self.upper = upper
  }
}
