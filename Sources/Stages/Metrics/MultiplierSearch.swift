import LatheCore

/// Finds multipliers of the class probabilities that raise a metric of labels, one class at a time.
struct MultiplierSearch {
  let metric: Metric
  let predictions: [Double]
  let targets: ClassTargets

  private var classCount: Int { targets.classCount }

  /// Rows that a search reads at most; more change the multipliers less than sampling does.
  private var rowLimit: Int { min(100_000, 20_000_000 / (classCount * classCount)) }
  /// Rows a class below which a search is not begun.
  private static let enoughRows = 20
  /// Passes over the classes.
  private static let passes = 2
  /// Multipliers stay within a factor of this, so that no class of a few rows takes over.
  private static let largestMultiplier = 50.0

  /// The best multipliers if they beat the most probable class on rows they were not chosen on.
  func rule(_ random: inout RandomSource) -> DecisionRule {
    var sample = Array(0..<targets.rowCount)
    if sample.count > rowLimit {
      sample.shuffle(using: &random)
      sample = sample.prefix(rowLimit).sorted()
    }
    guard sample.count >= Self.enoughRows * classCount, let sampled = targets.selecting(rows: sample) else {
      return .mostProbable
    }
    let parts = CrossFit(sampled, &random).parts
    var candidate = [Int32](repeating: 0, count: sample.count)
    for part in 0..<Int8(CrossFit.partCount) {
      let rule = DecisionRule.multipliers(
        perClass: bestMultipliers(sample.indices.filter { parts[$0] != part }.map { sample[$0] }))
      let heldOut = sample.indices.filter { parts[$0] == part }
      for (index, label) in zip(heldOut, labels(of: heldOut.map { sample[$0] }, rule)) {
        candidate[index] = label
      }
    }
    let baseline = labels(of: sample, .mostProbable)
    let comparison = PairedLabels(targets: sampled, baseline: baseline, candidate: candidate)
    guard comparison.isBetterThanNoise(metric) else { return .mostProbable }
    return .multipliers(perClass: bestMultipliers(sample))
  }

  private func labels(of rows: [Int], _ rule: DecisionRule) -> [Int32] {
    let width = classCount
    let selected = rows.flatMap { predictions[$0 * width..<($0 + 1) * width] }
    var labels: [Int32] = []
    selected.withUnsafeBufferPointer {
      rule.forEachLabel(of: $0, classCount: width) { labels.append(Int32($1)) }
    }
    return labels
  }

  /// One multiplier a class, chosen on `rows`.
  func bestMultipliers(_ rows: [Int]) -> [Double] {
    var multipliers = [Double](repeating: 1, count: classCount)
    for _ in 0..<Self.passes {
      var isImproved = false
      for index in 0..<classCount {
        guard let better = bestMultiplier(of: index, given: multipliers, rows) else { continue }
        multipliers[index] = better
        isImproved = true
      }
      if !isImproved { break }
    }
    return multipliers
  }

  /// The multiplier of class `index` that scores best while the others stay; `nil` if none beats the present one.
  private func bestMultiplier(of index: Int, given multipliers: [Double], _ rows: [Int]) -> Double? {
    // A row is labelled `index` from the multiplier on that lifts the class to its best rival.
    var tally = ClassTally(classCount: classCount)
    var rivals = [Int](repeating: 0, count: rows.count)
    var ratios = [Double](repeating: .infinity, count: rows.count)
    let width = classCount
    predictions.withUnsafeBufferPointer { predictions in
      for (position, row) in rows.enumerated() {
        var rival = index == 0 ? 1 : 0
        var rivalProduct = -1.0
        for other in 0..<width where other != index {
          let product = predictions[row * width + other] * multipliers[other]
          if product > rivalProduct {
            rival = other
            rivalProduct = product
          }
        }
        rivals[position] = rival
        let own = predictions[row * width + index]
        if own > 0 { ratios[position] = min(rivalProduct / own, .greatestFiniteMagnitude) }
        tally.count(actual: Int(targets.classes[row]), predicted: rival, weight: targets.weight(row))
      }
    }
    let ranking = ratios.withUnsafeBufferPointer { ScoreRanking($0) }
    let limits = 1 / Self.largestMultiplier...Self.largestMultiplier
    // The score for a multiplier just above each distinct ratio within the limits.
    var steps: [Double] = []
    var values: [Double] = []
    // Where no ratio lies below the present multiplier, the class is never predicted: all rows keep their rivals.
    var present = tally.value(of: metric)
    var position = 0
    while position < ranking.rows.count {
      let key = ranking.keys[position]
      let ratio = ScoreRanking.score(ofKey: key)
      guard ratio < limits.upperBound else { break }
      repeat {
        let place = Int(ranking.rows[position])
        let row = rows[place]
        tally.relabel(
          actual: Int(targets.classes[row]), from: rivals[place], to: index, weight: targets.weight(row))
        position += 1
      } while position < ranking.rows.count && ranking.keys[position] == key
      let isPresent = ratio < multipliers[index]
      guard ratio >= limits.lowerBound || isPresent else { continue }
      let value = tally.value(of: metric)
      if isPresent { present = value }
      guard ratio >= limits.lowerBound else { continue }
      steps.append(ratio)
      values.append(value)
    }
    guard let best = values.max(), best > present + 1e-9 else { return nil }
    func upper(_ step: Int) -> Double { step + 1 < steps.count ? steps[step + 1] : limits.upperBound }
    let stretch = widestBest(values) { upper($1) / steps[$0] }
    let lower = steps[stretch.lowerBound]
    let middle = (lower * upper(stretch.upperBound)).squareRoot()
    return middle > lower ? middle : lower.nextUp
  }
}
