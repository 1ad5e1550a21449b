extension ReportContent {
  /// What the final model's score loses when a column's values are shuffled among the rows.
  ///
  /// Breiman, "Random Forests", Machine Learning 45 (2001).
  public struct PermutationImportance: Codable, Sendable, Hashable {
    /// The score that was measured.
    public var metric: String
    /// The score with no column shuffled.
    public var score: Double?
    /// The rows it was measured on, e.g. "5,000 validation rows".
    public var source: String
    /// How often each column was shuffled.
    public var repeats: Int
    /// The columns in any order.
    public var features: [FeatureImportance]

    /// Importances of columns.
    public init(
      metric: String, score: Double? = nil, source: String, repeats: Int, features: [FeatureImportance]
    ) {
      self.metric = metric
      self.score = score
      self.source = source
      self.repeats = repeats
      self.features = features
    }
  }

  /// The importance of one column.
  public struct FeatureImportance: Codable, Sendable, Hashable {
    /// The column.
    public var name: String
    /// How much worse the score becomes, averaged over the repeats; positive when the column helps,
    /// whatever the direction of the score.
    public var loss: Double
    /// The standard deviation over the repeats.
    public var deviation: Double?

    /// The importance of the column `name`.
    public init(_ name: String, loss: Double, deviation: Double? = nil) {
      self.name = name
      self.loss = loss
      self.deviation = deviation
    }
  }
}
