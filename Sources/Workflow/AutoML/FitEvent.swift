import LatheCore
import Metrics

/// A decision of the planner, with its reason.
public struct PlanDecision: Codable, Sendable, Hashable {
  /// What was decided.
  public let decision: String
  /// Why.
  public let reason: String

  /// A decision.
  public init(_ decision: String, because reason: String) {
    self.decision = decision
    self.reason = reason
  }
}

/// Something that happened during a fit, for whoever waits for it.
public enum FitEvent: Sendable {
  /// A phase began.
  case phase(String)
  /// The objective is known.
  case objective(Metric)
  /// The planner decided something.
  case decision(PlanDecision)
  /// Something to know about the data.
  case diagnostic(Diagnostic)
  /// A candidate was fitted on all folds.
  case trial(name: String, score: Double, seconds: Double)
  /// The ensemble got better: score of the objective, number of candidates tried, number of members.
  case best(score: Double, tried: Int, members: Int)
  /// A candidate failed or was left out, and why.
  case skipped(name: String, reason: String)
  /// A usable bundle lies on disk.
  case saved
}
