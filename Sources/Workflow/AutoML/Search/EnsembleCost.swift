/// What candidates cost in an ensemble, and what they may cost together.
struct EnsembleCost: Sendable {
  /// By position in the candidates.
  let perCandidate: [Double]
  /// The view of the features that a candidate reads; each is made once for all that read it.
  let viewOfCandidate: [Int]
  /// By view.
  let perView: [Double]
  let limit: Double

  /// The cost of an ensemble of `candidates`.
  func total(_ candidates: some Sequence<Int>) -> Double {
    var views: Set<Int> = []
    var cost = 0.0
    for candidate in candidates {
      cost += perCandidate[candidate]
      if views.insert(viewOfCandidate[candidate]).inserted { cost += perView[viewOfCandidate[candidate]] }
    }
    return cost
  }

  /// The cost of an ensemble with several models of a candidate; models of one fold and view share their features.
  func total(models: [Int: Int]) -> Double {
    var sets: [Int: Int] = [:]
    var cost = 0.0
    for (candidate, count) in models.sorted(by: { $0.key < $1.key }) {
      cost += perCandidate[candidate] * Double(count)
      sets[viewOfCandidate[candidate]] = max(sets[viewOfCandidate[candidate], default: 0], count)
    }
    return sets.sorted { $0.key < $1.key }.reduce(cost) { $0 + perView[$1.key] * Double($1.value) }
  }

  /// Whether an ensemble of `candidates` costs no more than it may.
  func allows(_ candidates: some Sequence<Int>) -> Bool { total(candidates) <= limit }

  /// The cost of `count` models of each candidate, each with features of its own.
  func times(_ count: Int) -> EnsembleCost {
    EnsembleCost(
      perCandidate: perCandidate.map { $0 * Double(count) }, viewOfCandidate: viewOfCandidate,
      perView: perView.map { $0 * Double(count) }, limit: limit)
  }
}
