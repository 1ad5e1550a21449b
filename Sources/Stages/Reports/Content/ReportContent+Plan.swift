extension ReportContent {
  /// What was decided, why, and what ran when.
  public struct Plan: Codable, Sendable, Hashable {
    /// The decisions in the order in which they were made.
    public var decisions: [Decision]
    /// The seconds that were given, if any.
    public var budgetSeconds: Double?
    /// What ran when.
    public var spans: [Span]
    /// How the score rose.
    public var progress: Progress?

    /// A plan.
    public init(
      decisions: [Decision] = [], budgetSeconds: Double? = nil, spans: [Span] = [], progress: Progress? = nil
    ) {
      self.decisions = decisions
      self.budgetSeconds = budgetSeconds
      self.spans = spans
      self.progress = progress
    }
  }

  /// How the score rose as candidates were finished.
  public struct Progress: Codable, Sendable, Hashable {
    /// The score's name.
    public var metric: String
    /// The best single model's validation score by seconds from the start of the run.
    public var best: [Point]
    /// The ensemble's validation score by seconds from the start of the run.
    public var ensemble: [Point]
    /// When the first candidate of the search beyond the portfolio was finished.
    public var searchBegan: Double?

    /// A rise.
    public init(metric: String, best: [Point], ensemble: [Point], searchBegan: Double? = nil) {
      self.metric = metric
      self.best = best
      self.ensemble = ensemble
      self.searchBegan = searchBegan
    }
  }

  /// A decision and its reason.
  public struct Decision: Codable, Sendable, Hashable {
    /// What was decided, e.g. "8 folds, no repeats".
    public var decision: String
    /// Why, with the numbers.
    public var reason: String

    /// A decision and its reason.
    public init(_ decision: String, reason: String) {
      self.decision = decision
      self.reason = reason
    }
  }

  /// A stretch of the run's time.
  public struct Span: Codable, Sendable, Hashable {
    /// The row it is drawn on: a model's name, or a phase such as "Reading".
    public var lane: String
    /// What it was, e.g. "fold 3".
    public var label: String
    /// What gives it its colour: a model family or "phase".
    public var family: String
    /// Seconds from the start of the run.
    public var start: Double
    /// Seconds from the start of the run.
    public var end: Double

    /// A stretch of time.
    public init(lane: String, label: String, family: String, start: Double, end: Double) {
      self.lane = lane
      self.label = label
      self.family = family
      self.start = start
      self.end = end
    }
  }
}
