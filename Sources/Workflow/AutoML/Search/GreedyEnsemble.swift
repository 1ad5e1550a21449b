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
  /// Losses are computed on at most this many rows.
  static let mostRows = 20_000
  /// Below this many rows the selection is repeated on halves of them.
  static let fewRows = 5_000
  static let halves = 8
  static let roundsOfHalf = 15

  /// Weight by position in the given candidates; they add to one. Zero for those not chosen.
  let weights: [Double]

  /// Chooses among `predictions` (one array a candidate) by the objective of `evaluation`.
  init(predictions: [[Double]], losses: [Double], evaluation: Evaluation, seed: UInt64) {
    let order = losses.indices.filter { losses[$0].isFinite }
      .sorted { (losses[$0], $0) < (losses[$1], $1) }.prefix(Self.mostCandidates)
    guard let best = order.first else {
      weights = predictions.indices.map { $0 == 0 ? 1 : 0 }
      return
    }
    let candidates = order.map { predictions[$0] }
    var chosen = [Double](repeating: 0, count: candidates.count)
    if evaluation.rows.count >= Self.fewRows {
      let (sample, positions) = evaluation.thinned(to: Self.mostRows)
      chosen = Self.select(candidates, at: positions, by: sample, rounds: Self.rounds)
    } else {
      var source = RandomSource(seed: seed, stream: "ensemble-halves")
      for _ in 0..<Self.halves {
        let half = evaluation.rows.indices.shuffled(using: &source).prefix((evaluation.rows.count + 1) / 2)
          .sorted()
        let shares = Self.select(candidates, at: half, by: evaluation.part(half), rounds: Self.roundsOfHalf)
        for index in chosen.indices { chosen[index] += shares[index] / Double(Self.halves) }
      }
    }
    var weights = [Double](repeating: 0, count: predictions.count)
    for (position, candidate) in order.enumerated() { weights[candidate] = chosen[position] }
    self.weights = Self.pruned(weights, best: best)
  }

  /// The share of each candidate after the best number of selections, judged on the rows at `positions`.
  private static func select(
    _ candidates: [[Double]], at positions: [Int], by sample: Evaluation, rounds: Int
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
    for round in 0..<rounds {
      var choice: (position: Int, loss: Double, blend: [Double])?
      for (position, column) in columns.enumerated() {
        let blend = Self.blend(sum, column, scale: 1 / Double(round + 1))
        let loss = sample.loss(blend)
        let isBetter =
          choice.map { loss < $0.loss || (loss == $0.loss && counts[position] > counts[$0.position]) } ?? true
        if isBetter { choice = (position, loss, blend) }
      }
      guard let choice, choice.loss.isFinite else { break }
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
