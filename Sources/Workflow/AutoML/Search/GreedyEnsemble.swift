import Inference
import LatheCore

/// Chooses weights for candidates' predictions: forward selection with replacement of the candidate whose
/// addition lowers the loss most (Caruana, Niculescu-Mizil, Crew and Ksikes, "Ensemble selection from libraries
/// of models", ICML 2004).
struct GreedyEnsemble: Sendable {
  /// Selections; more were measured not to help by the peers.
  static let rounds = 30
  /// Only this many of the best candidates take part.
  static let mostCandidates = 16
  /// Smaller weights are dropped: they cost time in every prediction and gain nothing measurable.
  static let leastWeight = 0.04
  /// Losses are computed on at most this many rows.
  static let mostRows = 20_000

  /// Weight by position in the given candidates; they add to one. Zero for those not chosen.
  let weights: [Double]

  /// Chooses among `predictions` (one array a candidate) by the objective of `evaluation`.
  init(predictions: [[Double]], losses: [Double], evaluation: Evaluation) {
    let width = evaluation.problem.outputCount
    let (sample, positions) = evaluation.thinned(to: Self.mostRows)
    let order = losses.indices.filter { losses[$0].isFinite }
      .sorted { (losses[$0], $0) < (losses[$1], $1) }.prefix(Self.mostCandidates)
    guard let best = order.first else {
      weights = predictions.indices.map { $0 == 0 ? 1 : 0 }
      return
    }
    let columns = order.map { candidate in
      positions.count == evaluation.rows.count
        ? predictions[candidate]
        : positions.flatMap { row in predictions[candidate][row * width..<(row + 1) * width] }
    }
    var counts = [Int](repeating: 0, count: columns.count)
    counts[0] = 1
    var sum = columns[0]
    var bestLoss = sample.loss(sum)
    var bestCounts = counts
    for round in 1..<Self.rounds {
      var choice: (position: Int, loss: Double)?
      var chosenBlend: [Double] = []
      let scale = 1 / Double(round + 1)
      for (position, column) in columns.enumerated() {
        let blend = Self.blend(sum, column, scale: scale)
        let loss = sample.loss(blend)
        let isBetter =
          choice.map { loss < $0.loss || (loss == $0.loss && counts[position] > counts[$0.position]) } ?? true
        if isBetter {
          choice = (position, loss)
          chosenBlend = blend
        }
      }
      guard let choice else { break }
      counts[choice.position] += 1
      sum = chosenBlend.map { $0 * Double(round + 1) }
      if choice.loss < bestLoss - abs(bestLoss) * 1e-9 {
        bestLoss = choice.loss
        bestCounts = counts
      }
    }
    var weights = [Double](repeating: 0, count: predictions.count)
    let total = Double(bestCounts.reduce(0, +))
    for (position, candidate) in order.enumerated() {
      weights[candidate] = Double(bestCounts[position]) / total
    }
    self.weights = Self.pruned(weights, best: best)
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
