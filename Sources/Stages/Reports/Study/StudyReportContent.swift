import Foundation

/// Everything the report of a study shows, as a plain value.
///
/// Numbers that are not finite are shown as a dash and left out of the charts.
public struct StudyReportContent: Codable, Sendable, Hashable {
  /// The study's name.
  public var name: String
  /// What was made small or large; at least one.
  public var objectives: [Objective]
  /// What was changed, the most important first where that is known.
  public var parameters: [Parameter]
  /// The trials, by number.
  public var trials: [Trial]
  /// What the differences between results owe to each parameter: shares that sum to 1.
  public var importances: [Importance]
  /// How the importances were found.
  public var importanceMethod: String?
  /// What a reader must know first, e.g. that the run was interrupted.
  public var notice: String?
  /// Sampler, scheduler, seed and the like.
  public var facts: [ReportContent.Fact]
  /// When the report was made.
  public var date: Date
  /// What it takes to run this again.
  public var reproduction: ReportContent.Reproduction?

  /// The content of a report.
  public init(
    name: String, objectives: [Objective], parameters: [Parameter] = [], trials: [Trial] = [],
    importances: [Importance] = [], importanceMethod: String? = nil, notice: String? = nil,
    facts: [ReportContent.Fact] = [], date: Date, reproduction: ReportContent.Reproduction? = nil
  ) {
    self.name = name
    self.objectives = objectives
    self.parameters = parameters
    self.trials = trials
    self.importances = importances
    self.importanceMethod = importanceMethod
    self.notice = notice
    self.facts = facts
    self.date = date
    self.reproduction = reproduction
  }

  /// Something that was made small or large.
  public struct Objective: Codable, Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// Whether small values are good.
    public var isMinimized: Bool

    /// An objective.
    public init(_ name: String, isMinimized: Bool) {
      self.name = name
      self.isMinimized = isMinimized
    }
  }

  /// Something that was changed.
  public struct Parameter: Codable, Sendable, Hashable {
    /// How its values lie.
    public enum Kind: Codable, Sendable, Hashable {
      /// Numbers between two bounds, spread by differences or by ratios.
      case number(low: Double, high: Double, isLogarithmic: Bool)
      /// One of several values, as a person reads them.
      case choice([String])
    }

    /// What it is called.
    public var name: String
    /// How its values lie.
    public var kind: Kind

    /// A parameter.
    public init(_ name: String, _ kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  /// The share of one parameter.
  public struct Importance: Codable, Sendable, Hashable {
    /// The parameter.
    public var name: String
    /// Its share, from 0 to 1.
    public var share: Double

    /// A share.
    public init(_ name: String, share: Double) {
      self.name = name
      self.share = share
    }
  }
}
