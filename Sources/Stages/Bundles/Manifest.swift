import LatheCore
import Metrics

/// What a bundle is: the problem it solves, the data it reads, how its members combine, and where it comes from.
public struct Manifest: Codable, Sendable, Hashable {
  /// The version of the format this module writes, and the newest it reads.
  public static let currentFormatVersion = 1

  /// The version of the bundle's format.
  public var formatVersion = Manifest.currentFormatVersion
  /// What is predicted.
  public var problem: LearningProblem
  /// The column that is predicted.
  public var target: ColumnSchema
  /// The columns of the training data that predictions may read, in file order.
  public var inputs: [ColumnSchema]
  /// The ensemble.
  public var members: [BundleMember]
  /// What turns the members' combined probabilities into calibrated ones, if anything.
  public var calibration: Calibration?
  /// How a class is chosen; ignored by a regression.
  public var decision: DecisionRule
  /// The metric that was optimised.
  public var metric: Metric
  /// Scores of the whole bundle.
  public var scores: [RecordedScore] = []
  /// What was tried, the best first.
  public var leaderboard: [LeaderboardRow] = []
  /// What the planner decided and why, a line each.
  public var plan: [String] = []
  /// What was odd about the data or the run.
  public var diagnostics: [Diagnostic] = []
  /// Where the bundle comes from.
  public var provenance: Provenance

  /// A manifest; the rest can be set afterwards.
  public init(
    problem: LearningProblem, target: ColumnSchema, inputs: [ColumnSchema], members: [BundleMember],
    calibration: Calibration? = nil, decision: DecisionRule = .mostProbable, metric: Metric,
    provenance: Provenance
  ) {
    self.problem = problem
    self.target = target
    self.inputs = inputs
    self.members = members
    self.calibration = calibration
    self.decision = decision
    self.metric = metric
    self.provenance = provenance
  }
}
