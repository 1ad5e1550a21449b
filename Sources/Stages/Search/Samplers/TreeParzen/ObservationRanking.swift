/// Observations from best to worst, for a split into good and bad ones.
struct ObservationRanking: Sendable {
  /// A place in the order. Slots break ties: the earlier is the better.
  private struct Place {
    let rank: ObservationRank
    let slot: Int

    func precedes(_ other: Place) -> Bool {
      rank == other.rank ? slot < other.slot : rank < other.rank
    }
  }

  private let objectiveCount: Int
  private var order: [Place] = []
  /// The losses of results that keep the constraints by slot, where there are several objectives.
  private var losses: [Int: [Double]] = [:]

  init(objectiveCount: Int) { self.objectiveCount = objectiveCount }

  /// The observations ranked.
  var count: Int { order.count }

  /// Ranks an observation. O(n).
  mutating func insert(_ observation: Observation, slot: Int) {
    let place = Place(rank: ObservationRank(observation, objectiveCount: objectiveCount), slot: slot)
    if place.rank.tier == .feasible, objectiveCount > 1 { losses[slot] = observation.losses }
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if order[middle].precedes(place) { low = middle + 1 } else { high = middle }
    }
    order.insert(place, at: low)
  }

  /// The slots of the best observations, ascending. O(count) for one objective.
  func best(_ count: Int) -> [Int] {
    guard objectiveCount > 1 else { return order.prefix(count).map(\.slot).sorted() }
    let candidates = order.prefix { $0.rank.tier == .feasible }.map(\.slot)
    let chosen = ParetoSelection.best(min(count, candidates.count), of: candidates.compactMap { losses[$0] })
    let others = order.dropFirst(candidates.count).prefix(max(count - candidates.count, 0)).map(\.slot)
    return (chosen.map { candidates[$0] } + others).sorted()
  }
}
