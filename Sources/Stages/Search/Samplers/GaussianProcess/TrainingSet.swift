/// What a model learns from: the trials that have ended, each with a loss, or none, for each objective.
struct TrainingSet: Sendable {
  /// A trial.
  struct Row: Sendable {
    let point: Point
    /// One an objective; `nil` if the trial failed, or its result is no number.
    let losses: [Double]?
    /// The constraints on the result, which hold where they are at most 0: each of them, or where only that is known the sum
    /// by which they were broken; empty if unknown.
    let constraints: [Double]
    /// Whether the trial came to its end.
    let isComplete: Bool

    /// Whether the constraints on the result hold, as far as is known.
    var isFeasible: Bool { losses != nil && constraints.allSatisfy { $0 <= 0 } }
  }

  /// The trials.
  let rows: [Row]

  init(_ observations: [Observation], objectiveCount: Int) {
    let pruning = PrunedLossEstimate(observations)
    rows = observations.map { observation in
      let isComplete = observation.isComplete && observation.losses.count == objectiveCount
      var losses = isComplete ? observation.losses : nil
      if observation.ending == .pruned, objectiveCount == 1 {
        losses = pruning.finalLoss(of: observation).map { [$0] }
      }
      return Row(
        point: observation.point, losses: losses,
        constraints: isComplete ? Self.constraints(observation) : [], isComplete: isComplete)
    }
  }

  private init(rows: [Row]) { self.rows = rows }

  /// The trials that came to their end.
  var completeCount: Int { rows.count(where: \.isComplete) }

  private static func constraints(_ observation: Observation) -> [Double] {
    let known = observation.constraints.isEmpty ? [observation.violation] : observation.constraints
    return known.allSatisfy(\.isFinite) ? known : []
  }

  /// The constraints that some trial broke.
  var brokenConstraints: [Int] {
    (0..<(rows.map(\.constraints.count).max() ?? 0)).filter { index in
      constraint(index).contains { ($0 ?? 0) > 0 }
    }
  }

  /// One of the constraints, by trial; `nil` where it is unknown.
  func constraint(_ index: Int) -> [Double?] {
    rows.map { $0.constraints.indices.contains(index) ? $0.constraints[index] : nil }
  }

  /// At most `limit` trials: the better half by the first objective, or by how little they break constraints, and of the
  /// others the latest.
  func reduced(to limit: Int) -> TrainingSet {
    guard rows.count > limit else { return self }
    let order = rows.indices.sorted { (rank(rows[$0]), $0) < (rank(rows[$1]), $1) }
    let better = order.prefix(limit / 2)
    let latest = order.dropFirst(limit / 2).sorted().suffix(limit - limit / 2)
    return TrainingSet(rows: (better + latest).sorted().map { rows[$0] })
  }

  private func rank(_ row: Row) -> Double {
    guard let loss = row.losses?.first else { return .infinity }
    return row.isFeasible ? loss : .greatestFiniteMagnitude
  }
}
