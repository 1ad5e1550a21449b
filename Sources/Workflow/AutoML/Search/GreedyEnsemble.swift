import Inference
import LatheCore

/// Chooses weights for candidates' predictions: forward selection with replacement of the candidate whose
/// addition lowers the loss most (Caruana, Niculescu-Mizil, Crew and Ksikes, "Ensemble selection from libraries
/// of models", ICML 2004).
///
/// On few rows the loss of a blend is mostly chance, and the lowest of many is the luckiest. There the weights are the
/// mean of several selections, each on a random half of the rows.
struct GreedyEnsemble: Sendable {
  /// Selections on many rows; more were measured not to help by the peers.
  static let rounds = 30
  /// Only this many of the best candidates take part.
  static let mostCandidates = 16
  /// Smaller weights are dropped: they cost time in every prediction and gain nothing measurable.
  static let leastWeight = 0.04
  /// Losses are computed on at most this many rows, and fewer where a row has many classes.
  static let mostRows = 20_000
  static let mostNumbers = 2_000_000
  /// Rows that are enough while the search goes on, where weights only serve what is shown and written meanwhile.
  static let mostRowsMeanwhile = 6_000
  /// Below this many rows the selection is repeated on halves of them.
  static let fewRows = 5_000
  static let halves = 8
  static let roundsOfHalf = 15

  /// Weight by position in the given candidates; they add to one. Zero for those not chosen.
  let weights: [Double]

  /// The candidates that take part, the best first.
  static func contenders(losses: [Double]) -> [Int] {
    Array(
      losses.indices.filter { losses[$0].isFinite }
        .sorted { (losses[$0], $0) < (losses[$1], $1) }.prefix(mostCandidates))
  }

  /// Chooses among `predictions` (one array a candidate) by the objective of `evaluation`.
  ///
  /// - Parameters:
  ///   - mostRows: Rows on which losses are computed at most.
  ///   - deadline: When to be content with what was chosen so far.
  ///   - cost: What the chosen ones may cost together; the best that fits alone is always allowed.
  init(
    predictions: [[Double]], losses: [Double], evaluation: Evaluation, seed: UInt64,
    mostRows: Int = GreedyEnsemble.mostRows, deadline: Deadline = .never, cost: EnsembleCost? = nil
  ) {
    var order = Self.contenders(losses: losses)
    if let cost {
      let cheap = order.filter { cost.allows([$0]) }
      order = cheap.isEmpty ? order.min { cost.total([$0]) < cost.total([$1]) }.map { [$0] } ?? [] : cheap
    }
    guard let best = order.first else {
      weights = predictions.indices.map { $0 == 0 ? 1 : 0 }
      return
    }
    let candidates = order.map { predictions[$0] }
    /// Whether the candidates at these positions in the order may be in an ensemble together.
    func allows(_ positions: [Int]) -> Bool { cost?.allows(positions.map { order[$0] }) ?? true }
    var chosen = [Double](repeating: 0, count: candidates.count)
    if evaluation.rows.count >= Self.fewRows {
      let mostRows = max(100, min(mostRows, Self.mostNumbers / evaluation.problem.outputCount))
      let (sample, positions) = evaluation.thinned(to: mostRows)
      chosen = Self.select(
        candidates, at: positions, by: sample, rounds: Self.rounds, deadline: deadline, allows: allows)
    } else {
      var source = RandomSource(seed: seed, stream: "ensemble-halves")
      for _ in 0..<Self.halves {
        let half = evaluation.rows.indices.shuffled(using: &source).prefix((evaluation.rows.count + 1) / 2)
          .sorted()
        let shares = Self.select(
          candidates, at: half, by: evaluation.part(half), rounds: Self.roundsOfHalf, deadline: deadline,
          allows: allows)
        for index in chosen.indices { chosen[index] += shares[index] / Double(Self.halves) }
      }
    }
    var weights = [Double](repeating: 0, count: predictions.count)
    Self.drop(&chosen, allows: allows)
    for (position, candidate) in order.enumerated() { weights[candidate] = chosen[position] }
    self.weights = Self.pruned(weights, best: best)
  }

  /// Drops the lightest until the rest is allowed: selections on halves may differ.
  private static func drop(_ chosen: inout [Double], allows: ([Int]) -> Bool) {
    while true {
      let kept = chosen.indices.filter { chosen[$0] > 0 }
      guard kept.count > 1, !allows(kept), let lightest = kept.min(by: { chosen[$0] < chosen[$1] }) else {
        return
      }
      chosen[lightest] = 0
    }
  }

  /// The share of each candidate after the best number of selections, judged on the rows at `positions`.
  private static func select(
    _ candidates: [[Double]], at positions: [Int], by sample: Evaluation, rounds: Int, deadline: Deadline,
    allows: ([Int]) -> Bool
  ) -> [Double] {
    let width = sample.problem.outputCount
    let columns = candidates.map { candidate in
      positions.count * width == candidate.count
        ? candidate : positions.flatMap { row in candidate[row * width..<(row + 1) * width] }
    }
    var counts = [Int](repeating: 0, count: columns.count)
    var sum = [Double](repeating: 0, count: columns.first?.count ?? 0)
    var bestLoss = Double.infinity
    var bestCounts = counts
    bestCounts[0] = 1
    var kept: [Int] = []
    for round in 0..<rounds {
      if round > 0, deadline.hasPassed { break }
      var choice: (position: Int, loss: Double, blend: [Double])?
      for (position, column) in columns.enumerated() {
        if counts[position] == 0, !kept.isEmpty, !allows(kept + [position]) { continue }
        let blend = Self.blend(sum, column, scale: 1 / Double(round + 1))
        let loss = sample.loss(blend)
        let isBetter =
          choice.map { loss < $0.loss || (loss == $0.loss && counts[position] > counts[$0.position]) } ?? true
        if isBetter { choice = (position, loss, blend) }
      }
      guard let choice, choice.loss.isFinite else { break }
      if counts[choice.position] == 0 { kept.append(choice.position) }
      counts[choice.position] += 1
      sum = choice.blend.map { $0 * Double(round + 1) }
      if choice.loss < bestLoss - abs(bestLoss) * 1e-9 || round == 0 {
        bestLoss = choice.loss
        bestCounts = counts
      }
    }
    let total = Double(bestCounts.reduce(0, +))
    return bestCounts.map { Double($0) / total }
  }

  /// The weighted mean of `predictions`, as the bundle will make it.
  func blend(_ predictions: [[Double]]) -> [Double] { Ensemble(weights: weights).combine(predictions) }

  private static func blend(_ sum: [Double], _ column: [Double], scale: Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: sum.count) { buffer, count in
      sum.withUnsafeBufferPointer { sum in
        column.withUnsafeBufferPointer { column in
          for index in 0..<sum.count { buffer[index] = (sum[index] + column[index]) * scale }
        }
      }
      count = sum.count
    }
  }

  private static func pruned(_ weights: [Double], best: Int) -> [Double] {
    var kept = weights.map { $0 >= leastWeight ? $0 : 0 }
    let total = kept.reduce(0, +)
    if total == 0 { kept[best] = 1 }
    return total == 0 ? kept : kept.map { $0 / total }
  }
}
