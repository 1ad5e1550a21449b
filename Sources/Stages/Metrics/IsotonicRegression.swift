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
  /// truth (Oron and Flournoy, "Centered Isotonic Regression", 2017). Probabilities keep off 0 and 1 by what that
  /// many rows can tell.
  var calibration: Calibration? {
    guard blocks.count > 1 else { return nil }
    let weight = blocks.reduce(0) { $0 + $1.weight }
    let floor = min(1 / (weight + 2), 0.5)
    var scores: [Double] = []
    var probabilities: [Double] = []
    for block in blocks {
      // Rounding may have made neighbouring centres equal.
      if let last = scores.last, block.center <= last { continue }
      scores.append(block.center)
      probabilities.append(min(max(block.value, floor), 1 - floor))
    }
    return .isotonic(scores: scores, probabilities: probabilities)
  }
}
