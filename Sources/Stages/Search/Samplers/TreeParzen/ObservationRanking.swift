/// Observations from best to worst, for a split into good and bad ones.
///
/// First those with a result that keep the constraints, by their losses; then those stopped early, the longest first; then
/// those that break constraints, by how much; last those without a result.
struct ObservationRanking: Sendable {
  /// A place in the order. Slots break ties: the earlier is the better.
  private struct Rank: Comparable {
    let tier: Int
    let first: Double
    let second: Double
    let slot: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.tier, left.first, left.second, left.slot) < (right.tier, right.first, right.second, right.slot)
    }
  }

  private let objectiveCount: Int
  private var order: [Rank] = []
  /// The losses of those in the first tier by slot, where there are several objectives.
  private var losses: [Int: [Double]] = [:]

  init(objectiveCount: Int) { self.objectiveCount = objectiveCount }

  /// The observations ranked.
  var count: Int { order.count }

  /// Ranks an observation. O(n).
  mutating func insert(_ observation: Observation, slot: Int) {
    let rank = rank(observation, slot)
    if rank.tier == 0, objectiveCount > 1 { losses[slot] = observation.losses }
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if order[middle] < rank { low = middle + 1 } else { high = middle }
    }
    order.insert(rank, at: low)
  }

  /// The slots of the best observations, ascending. O(count) for one objective.
  func best(_ count: Int) -> [Int] {
    guard objectiveCount > 1 else { return order.prefix(count).map(\.slot).sorted() }
    let candidates = order.prefix { $0.tier == 0 }.map(\.slot)
    let chosen = ParetoSelection.best(min(count, candidates.count), of: candidates.compactMap { losses[$0] })
    let others = order.dropFirst(candidates.count).prefix(max(count - candidates.count, 0)).map(\.slot)
    return (chosen.map { candidates[$0] } + others).sorted()
  }

  private func rank(_ observation: Observation, _ slot: Int) -> Rank {
    switch observation.ending {
    case .complete where observation.isComplete && observation.losses.count == objectiveCount:
      observation.isFeasible
        ? Rank(tier: 0, first: objectiveCount > 1 ? 0 : observation.losses[0], second: 0, slot: slot)
        : Rank(tier: 2, first: observation.violation, second: 0, slot: slot)
    case .pruned:
      Rank(
        tier: 1, first: -Double(observation.curve.last?.step ?? 0),
        second: observation.losses.first.flatMap { $0.isNaN ? nil : $0 } ?? .infinity, slot: slot)
    default: Rank(tier: 3, first: 0, second: 0, slot: slot)
    }
  }
}
