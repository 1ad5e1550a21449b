import LatheCore

/// Everything a report shows, as a plain value: fill what is known, leave out what is not.
///
/// Numbers that are not finite are shown as a dash and left out of the charts. The arrays of a curve may be of any
/// length; the report thins them.
public struct ReportContent: Codable, Sendable, Hashable {
  /// What was predicted and how well.
  public var headline: Headline
  /// The table the models learned from.
  public var data: DataOverview?
  /// What a person should know about the data or the run, in any order.
  public var diagnostics: [Diagnostic]
  /// What was decided, why, and what ran when.
  public var plan: Plan?
  /// The models that were tried.
  public var leaderboard: Leaderboard?
  /// Loss by iteration of the models that learn in iterations, the most interesting first.
  public var learningCurves: [LearningCurve]
  /// How the final model errs.
  public var performance: Performance?
  /// What the final model's score owes to each column.
  public var importance: PermutationImportance?
  /// Where time, memory and energy went.
  public var resources: ResourceUse?
  /// What it takes to run this again, and to use the result.
  public var reproduction: Reproduction?

  /// The content of a report; everything but the headline may be missing.
  public init(
    headline: Headline, data: DataOverview? = nil, diagnostics: [Diagnostic] = [], plan: Plan? = nil,
    leaderboard: Leaderboard? = nil, learningCurves: [LearningCurve] = [],
    performance: Performance? = nil, importance: PermutationImportance? = nil,
    resources: ResourceUse? = nil, reproduction: Reproduction? = nil
  ) {
    self.headline = headline
    self.data = data
    self.diagnostics = diagnostics
    self.plan = plan
    self.leaderboard = leaderboard
    self.learningCurves = learningCurves
    self.performance = performance
    self.importance = importance
    self.resources = resources
    self.reproduction = reproduction
  }
}

extension ReportContent {
  /// A point of a curve.
  public struct Point: Codable, Sendable, Hashable {
    /// The horizontal value.
    public var x: Double
    /// The vertical value.
    public var y: Double

    /// The point (`x`, `y`).
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A named value, such as "Encoding: UTF-8".
  public struct Fact: Codable, Sendable, Hashable {
    /// What the value is.
    public var name: String
    /// The value as a person reads it.
    public var value: String

    /// The fact that `name` is `value`.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Counts of values in adjacent intervals.
  public struct Histogram: Codable, Sendable, Hashable {
    /// The ascending limits of the intervals, one more than there are ``counts``.
    public var edges: [Double]
    /// The number of values in each interval.
    public var counts: [Int]

    /// Counts between `edges`.
    public init(edges: [Double], counts: [Int]) {
      self.edges = edges
      self.counts = counts
    }
  }
}
