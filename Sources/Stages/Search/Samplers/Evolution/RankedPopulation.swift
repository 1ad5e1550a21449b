import LatheCore

/// The best observations by domination and crowding, kept up to date one observation at a time.
struct RankedPopulation: Sendable {
  private let size: Int
  private let objectiveCount: Int
  /// From the best to the worst.
  private var members: [Observation] = []
  private var observed = 0
  private var lastNumber: Int?
  /// Results and early ends so far, also of those that were dropped.
  private(set) var resultCount = 0

  init(size: Int, objectiveCount: Int) {
    self.size = size
    self.objectiveCount = objectiveCount
  }

  /// The members.
  var count: Int { members.count }

  /// Whether the request is of the same study, with the observations learnt so far and perhaps more.
  func continues(_ request: SamplingRequest) -> Bool {
    objectiveCount == request.objectiveCount && observed <= request.observations.count
      && (observed == 0 || request.observations[observed - 1].number == lastNumber)
  }

  /// Learns the observations that are new. O(size²) each.
  mutating func learn(_ observations: [Observation]) {
    for observation in observations[observed...] {
      observed += 1
      lastNumber = observation.number
      guard observation.ending != .failed else { continue }
      resultCount += 1
      members = sorted(members + [observation])
      if members.count > size { members.removeLast() }
    }
  }

  /// The better of two members that are drawn.
  func winner(using random: inout RandomSource) -> Point {
    let draws = (0..<2).map { _ in Int(random.uniform() * Double(members.count)) }
    return members[draws.min() ?? 0].point
  }

  private func sorted(_ members: [Observation]) -> [Observation] {
    let ranks = members.map { ObservationRank($0, objectiveCount: objectiveCount) }
    let feasible = members.indices.filter { ranks[$0].tier == .feasible }
    let losses = feasible.map { members[$0].losses }
    var order: [Int] = []
    for layer in Dominance.layers(of: losses) {
      let distances = ParetoSelection.crowdingDistances(layer.map { losses[$0] })
      let spread = layer.indices.sorted { (-distances[$0], layer[$0]) < (-distances[$1], layer[$1]) }
      order += spread.map { feasible[layer[$0]] }
    }
    let others = members.indices.filter { ranks[$0].tier != .feasible }.sorted {
      ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0] < ranks[$1]
    }
    return (order + others).map { members[$0] }
  }
}
