/// How good an observation is, where there is one objective.
///
/// First come results that keep the constraints, by their losses; then trials stopped early, the longest first; then those
/// that break constraints, by how much; last those without a result.
struct ObservationRank: Comparable, Sendable {
  /// What an observation is, from the best to the worst.
  enum Tier: Int, Sendable {
    case feasible, pruned, infeasible, failed
  }

  /// What it is.
  let tier: Tier
  private let first: Double
  private let second: Double

  /// The rank of an observation; by tiers alone where there are several objectives.
  init(_ observation: Observation, objectiveCount: Int = 1) {
    switch observation.ending {
    case .complete where observation.isComplete && observation.losses.count == objectiveCount:
      tier = observation.isFeasible ? .feasible : .infeasible
      first =
        observation.isFeasible ? (objectiveCount > 1 ? 0 : observation.losses[0]) : observation.violation
      second = 0
    case .pruned:
      tier = .pruned
      first = -Double(observation.curve.last?.step ?? 0)
      second = observation.losses.first.flatMap { $0.isNaN ? nil : $0 } ?? .infinity
    default:
      tier = .failed
      first = 0
      second = 0
    }
  }

  /// Whether the left is the better.
  static func < (left: ObservationRank, right: ObservationRank) -> Bool {
    (left.tier.rawValue, left.first, left.second) < (right.tier.rawValue, right.first, right.second)
  }
}
