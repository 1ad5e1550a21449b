/// The results of a study, compared.
public struct StudyResults: Sendable {
  /// What the study is about.
  public let definition: StudyDefinition
  /// Its trials.
  public let trials: [TrialRecord]

  /// The results of `trials`.
  public init(definition: StudyDefinition, trials: [TrialRecord]) {
    self.definition = definition
    self.trials = trials
  }

  /// The finished trials that keep the constraints.
  public var feasible: [TrialRecord] {
    trials.filter { trial in
      trial.state == .complete && trial.violation <= 0 && trial.values.count == definition.directions.count
        && !trial.values.contains(where: \.isNaN)
    }
  }

  /// The results of a trial as losses: smaller is better.
  public func losses(_ trial: TrialRecord) -> [Double] {
    zip(definition.directions, trial.values).map { $0.loss($1) }
  }

  /// The best trial by the first objective; the earlier of equal ones.
  public var best: TrialRecord? { feasible.min { losses($0)[0] < losses($1)[0] } }

  /// The trials of which no other is better in one objective and at least as good in the others, by number.
  public var paretoFront: [TrialRecord] {
    let candidates = feasible
    let front = Set(Dominance.front(of: candidates.map(losses)))
    return candidates.enumerated().filter { front.contains($0.offset) }.map(\.element)
  }
}

/// Comparison of results with several objectives.
enum Dominance {
  /// Whether losses are nowhere larger and somewhere smaller than others.
  static func dominates(_ losses: [Double], _ others: [Double]) -> Bool {
    var isSmaller = false
    for (loss, other) in zip(losses, others) {
      if loss > other { return false }
      if loss < other { isSmaller = true }
    }
    return isSmaller
  }

  /// The indices of losses that no others dominate. O(n log n) for two objectives, else O(n × front).
  static func front(of losses: [[Double]]) -> [Int] {
    let order = losses.indices.sorted { losses[$0].lexicographicallyPrecedes(losses[$1]) }
    var front: [Int] = []
    // What comes later in this order cannot dominate what came before.
    for index in order {
      let isDominated =
        losses[index].count <= 2
        ? front.last.map { dominates(losses[$0], losses[index]) } ?? false
        : front.contains { dominates(losses[$0], losses[index]) }
      if !isDominated { front.append(index) }
    }
    return front
  }

  /// The indices of losses in layers: those that nothing dominates, those that only the first layer dominates, and so on.
  static func layers(of losses: [[Double]]) -> [[Int]] {
    var remaining = Array(losses.indices)
    var layers: [[Int]] = []
    while !remaining.isEmpty {
      let layer = front(of: remaining.map { losses[$0] }).map { remaining[$0] }
      layers.append(layer)
      let taken = Set(layer)
      remaining.removeAll { taken.contains($0) }
    }
    return layers
  }
}
