/// One configuration that was tried, in the order of the leaderboard.
public struct LeaderboardRow: Codable, Sendable, Hashable {
  /// The learner's name.
  public var name: String
  /// Its family.
  public var family: String
  /// Its score on validation rows, in the metric that was optimised.
  public var score: Double
  /// Seconds all its fits took.
  public var fitSeconds: Double
  /// Microseconds one of its models takes for one row without making its features, where it was measured.
  public var predictMicroseconds: Double?
  /// Its share of the ensemble; 0 if it was not chosen.
  public var weight: Double

  /// A line of the leaderboard.
  public init(
    name: String, family: String, score: Double, fitSeconds: Double,
    predictMicroseconds: Double? = nil, weight: Double
  ) {
    self.name = name
    self.family = family
    self.score = score
    self.fitSeconds = fitSeconds
    self.predictMicroseconds = predictMicroseconds
    self.weight = weight
  }
}
