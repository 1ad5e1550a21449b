/// The non-decreasing function of a score that is nearest to the targets in weighted squares, by pooling adjacent
/// violators (Ayer et al., 1955).
struct IsotonicRegression {
  /// A stretch of neighbouring scores with one value.
  struct Block {
    var weight: Double
    /// The weighted mean of its scores.
    var center: Double
    /// The weighted mean of its targets.
    var value: Double
  }

  /// The stretches in ascending order of score, their values strictly ascending.
  private(set) var blocks: [Block] = []

  /// The regression of the share of positive rows on the score. O(n).
  init(_ outcomes: RankedOutcomes) {
    for index in 0..<outcomes.count {
      let weight = outcomes.positives[index] + outcomes.negatives[index]
      let score = outcomes.scores[index]
      var block = Block(weight: weight, center: score, value: outcomes.positives[index] / weight)
      while let last = blocks.last, last.value >= block.value {
        blocks.removeLast()
        let total = last.weight + block.weight
        block.center = (last.center * last.weight + block.center * block.weight) / total
        block.value = (last.value * last.weight + block.value * block.weight) / total
        block.weight = total
      }
      blocks.append(block)
    }
  }

  init(_ sample: CalibrationSample) {
    self.init(
      sample.predictions.withUnsafeBufferPointer {
        RankedOutcomes(scores: $0, targets: sample.targets, positive: 1)
      })
  }

  /// Lines between the centres of the blocks instead of steps, which keep more of the order and lie nearer to a smooth
  /// truth (Oron and Flournoy, "Centered Isotonic Regression", 2017). Probabilities keep off 0 and 1 by what
  /// `rowCount` rows can tell, and rise all the way from score 0 to score 1, so that no rows become equal beyond the
  /// outer centres either.
  func calibration(rowCount: Int) -> Calibration? {
    guard blocks.count > 1 else { return nil }
    // Rows rather than their weights, whose unit says nothing.
    let floor = 1 / Double(rowCount + 2)
    var scores: [Double] = []
    var probabilities: [Double] = []
    for block in blocks {
      let probability = min(max(block.value, floor), 1 - floor)
      // Rounding may have made neighbouring centres equal, and the floor neighbouring probabilities.
      if let score = scores.last, let last = probabilities.last, block.center <= score || probability <= last
      {
        continue
      }
      scores.append(block.center)
      probabilities.append(probability)
    }
    guard let firstScore = scores.first, let lastScore = scores.last, let first = probabilities.first,
      let last = probabilities.last
    else { return nil }
    if firstScore > 0 {
      scores.insert(0, at: 0)
      probabilities.insert(first / 2, at: 0)
    }
    if lastScore < 1 {
      scores.append(1)
      probabilities.append((1 + last) / 2)
    }
    return .isotonic(scores: scores, probabilities: probabilities)
  }
}
