import LatheCore

/// Finds the threshold of a binary decision that maximises a metric.
struct ThresholdSearch {
  let metric: Metric
  /// The probability of the second class, ascending, so that sweeps read memory in order.
  let predictions: [Double]
  let targets: ClassTargets

  init(metric: Metric, predictions: [Double], targets: ClassTargets) {
    self.metric = metric
    let order = predictions.withUnsafeBufferPointer { ScoreRanking($0) }.rows.map { Int($0) }
    self.predictions = order.map { predictions[$0] }
    self.targets = targets.selecting(rows: order) ?? targets
  }

  /// The best threshold if it beats 0.5 on rows it was not chosen on.
  func rule(_ random: inout RandomSource) -> DecisionRule {
    let ranking = predictions.withUnsafeBufferPointer { ScoreRanking($0) }
    let parts = CrossFit(targets, &random).parts
    var candidate = [Int32](repeating: 0, count: targets.rowCount)
    for part in 0..<Int8(CrossFit.partCount) {
      let outcomes = RankedOutcomes(ranking: ranking, targets: targets, positive: 1) { parts[$0] != part }
      let threshold = bestThreshold(outcomes) ?? 0.5
      for row in parts.indices where parts[row] == part {
        candidate[row] = predictions[row] >= threshold ? 1 : 0
      }
    }
    let baseline: [Int32] = predictions.map { $0 >= 0.5 ? 1 : 0 }
    let comparison = PairedLabels(targets: targets, baseline: baseline, candidate: candidate)
    let all = RankedOutcomes(ranking: ranking, targets: targets, positive: 1)
    guard comparison.isBetterThanNoise(metric), let threshold = bestThreshold(all) else {
      return .mostProbable
    }
    return .threshold(at: threshold)
  }

  /// The best threshold on all rows, `nil` if there are not two distinct scores.
  func bestThreshold() -> Double? {
    let ranking = predictions.withUnsafeBufferPointer { ScoreRanking($0) }
    return bestThreshold(RankedOutcomes(ranking: ranking, targets: targets, positive: 1))
  }

  /// The middle of the widest stretch of best thresholds, `nil` if there are not two distinct scores.
  func bestThreshold(_ outcomes: RankedOutcomes) -> Double? {
    guard outcomes.count > 1 else { return nil }
    var tally = ClassTally(classCount: 2)
    tally.count(actual: 1, predicted: 1, weight: outcomes.positiveWeight)
    tally.count(actual: 0, predicted: 1, weight: outcomes.negativeWeight)
    // values[i] is the score when exactly the scores above scores[i] count as positive.
    let values = (0..<outcomes.count - 1).map { index in
      tally.relabel(actual: 1, from: 1, to: 0, weight: outcomes.positives[index])
      tally.relabel(actual: 0, from: 1, to: 0, weight: outcomes.negatives[index])
      return tally.value(of: metric)
    }
    let stretch = widestBest(values) { outcomes.scores[$1 + 1] - outcomes.scores[$0] }
    let lower = outcomes.scores[stretch.lowerBound]
    let upper = outcomes.scores[stretch.upperBound + 1]
    let middle = lower + (upper - lower) / 2
    // Rounding may give the lower score itself, which must stay below the threshold.
    return middle > lower ? middle : upper
  }
}

/// The run of consecutive best values that is widest, `width(first, last)` being its width, the first of equals.
func widestBest(_ values: [Double], width: (Int, Int) -> Double) -> ClosedRange<Int> {
  let best = values.max() ?? 0
  let enough = best - abs(best) * 1e-12
  var widest = 0...0
  var widestWidth = -Double.infinity
  var start = 0
  while start < values.count {
    guard values[start] >= enough else {
      start += 1
      continue
    }
    var end = start
    while end + 1 < values.count && values[end + 1] >= enough { end += 1 }
    let size = width(start, end)
    if size > widestWidth {
      widest = start...end
      widestWidth = size
    }
    start = end + 1
  }
  return widest
}
