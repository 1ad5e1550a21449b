import Foundation
import LatheCore

/// Checked targets of a classification, with the scores that are computed from probabilities.
struct ClassTargets: Sendable {
  /// The class of each row.
  let classes: [Int32]
  /// One weight a row, `nil` for ones.
  let weights: [Double]?
  let totalWeight: Double
  let classCount: Int

  init(_ targets: [Double], weights: [Double]?, problem: LearningProblem) throws(MetricsError) {
    let classCount = problem.classes.count
    totalWeight = try Metrics.totalWeight(weights, rows: targets.count)
    var classes: [Int32] = []
    classes.reserveCapacity(targets.count)
    for (row, target) in targets.enumerated() {
      guard let index = Int32(exactly: target), index >= 0, index < classCount else {
        throw .target(row: row, value: target, expected: "the index of one of \(classCount) classes")
      }
      classes.append(index)
    }
    self.classes = classes
    self.weights = weights
    self.classCount = classCount
  }

  private init(classes: [Int32], weights: [Double]?, totalWeight: Double, classCount: Int) {
    self.classes = classes
    self.weights = weights
    self.totalWeight = totalWeight
    self.classCount = classCount
  }

  var rowCount: Int { classes.count }

  /// Whether predictions hold one probability a row instead of one a class.
  var isBinary: Bool { classCount == 2 }

  func weight(_ row: Int) -> Double { weights.map { $0[row] } ?? 1 }

  /// The rows at `rows`, `nil` if they have no weight.
  func selecting(rows: [Int]) -> ClassTargets? {
    let selected = weights.map { weights in rows.map { weights[$0] } }
    let total = selected.map { $0.reduce(0, +) } ?? Double(rows.count)
    guard total > 0 else { return nil }
    return ClassTargets(
      classes: rows.map { classes[$0] }, weights: selected, totalWeight: total, classCount: classCount)
  }

  /// The same rows with other weights, `nil` if all are zero.
  func reweighted(_ weights: [Double]) -> ClassTargets? {
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    return ClassTargets(classes: classes, weights: weights, totalWeight: total, classCount: classCount)
  }

  // MARK: Probabilities

  /// The closest to 0 and 1 that a probability counts, as in scikit-learn.
  static let probabilityFloor = Double.ulpOfOne

  func logLoss(_ predictions: UnsafeBufferPointer<Double>) -> Double {
    let floor = Self.probabilityFloor
    let ceiling = 1 - floor
    let width = isBinary ? 1 : classCount
    let isBinary = isBinary
    var sum = 0.0
    classes.withUnsafeBufferPointer { classes in
      func likelihood(_ row: Int) -> Double {
        let probability: Double
        if isBinary {
          probability = classes[row] == 1 ? predictions[row] : 1 - predictions[row]
        } else {
          probability = predictions[row * width + Int(classes[row])]
        }
        return min(max(probability, floor), ceiling)
      }
      if let weights {
        for row in classes.indices where weights[row] > 0 { sum -= weights[row] * log(likelihood(row)) }
      } else {
        // One logarithm for 16 rows: 16 factors of at least 2⁻⁵² stay above the smallest double.
        var start = 0
        while start < classes.count {
          let end = min(start + 16, classes.count)
          var product = 1.0
          for row in start..<end { product *= likelihood(row) }
          sum -= log(product)
          start = end
        }
      }
    }
    return sum / totalWeight
  }

  func brier(_ predictions: UnsafeBufferPointer<Double>) -> Double {
    var sum = 0.0
    for (row, label) in classes.enumerated() {
      var rowSum = 0.0
      if isBinary {
        let error = predictions[row] - Double(label)
        rowSum = error * error
      } else {
        for index in 0..<classCount {
          let error = predictions[row * classCount + index] - (index == Int(label) ? 1 : 0)
          rowSum += error * error
        }
      }
      sum += weight(row) * rowSum
    }
    return sum / totalWeight
  }

  // MARK: Ranking

  /// AUC or average precision, `nil` where it is 0/0.
  func rankingScore(_ predictions: UnsafeBufferPointer<Double>, _ metric: Metric) -> Double? {
    if isBinary, metric == .auc, weights == nil, let area = equallyWeightedArea(predictions) { return area }
    return rankingScore(rankings(predictions), metric)
  }

  /// The AUC of rows of weight one by their probability of the second class, `nil` where it is 0/0 or a score is
  /// negative.
  ///
  /// Scores that are not negative have no sign, so that the class finds room in the sorted integer and no row needs
  /// to be looked up: more than twice as fast as a ranking.
  private func equallyWeightedArea(_ scores: UnsafeBufferPointer<Double>) -> Double? {
    var keys = [UInt64](repeating: 0, count: scores.count)
    var isNegative = false
    for row in scores.indices {
      let bits = (scores[row] + 0).bitPattern
      isNegative = isNegative || bits >> 63 == 1
      keys[row] = bits &<< 1 | (classes[row] == 1 ? 1 : 0)
    }
    guard !isNegative else { return nil }
    RadixSort.sort(&keys)
    // Twice the number of pairs of a positive and a lower negative row, ties counting one.
    var wins = 0.0
    var below = 0
    var position = 0
    while position < keys.count {
      let score = keys[position] >> 1
      var positives = 0
      let start = position
      while position < keys.count, keys[position] >> 1 == score {
        positives &+= Int(truncatingIfNeeded: keys[position] & 1)
        position &+= 1
      }
      let negatives = position - start - positives
      wins += Double(positives * (2 * below + negatives))
      below += negatives
    }
    let pairs = Double(below) * Double(keys.count - below)
    return pairs > 0 ? wins / (2 * pairs) : nil
  }

  /// The ranking of the rows by the probability of each class; for two classes only by that of the second.
  func rankings(_ predictions: UnsafeBufferPointer<Double>) -> [ScoreRanking] {
    if isBinary { return [ScoreRanking(predictions)] }
    return (0..<classCount).map { index in
      let column = (0..<rowCount).map { predictions[$0 * classCount + index] }
      return column.withUnsafeBufferPointer { ScoreRanking($0) }
    }
  }

  /// The score of ``rankings(_:)``: the mean over the classes for which it is not 0/0.
  func rankingScore(_ rankings: [ScoreRanking], _ metric: Metric) -> Double? {
    var sum = 0.0
    var defined = 0
    for (index, ranking) in rankings.enumerated() {
      let outcomes = RankedOutcomes(ranking: ranking, targets: self, positive: isBinary ? 1 : Int32(index))
      guard let score = metric == .auc ? outcomes.areaUnderCurve : outcomes.averagePrecision else { continue }
      sum += score
      defined += 1
    }
    return defined > 0 ? sum / Double(defined) : nil
  }

  // MARK: Labels

  /// What the labels that `decision` makes are right and wrong about.
  func tally(_ predictions: UnsafeBufferPointer<Double>, _ decision: DecisionRule) -> ClassTally {
    let width = classCount
    var cells = [Double](repeating: 0, count: width * width)
    cells.withUnsafeMutableBufferPointer { cells in
      classes.withUnsafeBufferPointer { classes in
        decision.forEachLabel(of: predictions, classCount: width) { row, label in
          cells[Int(classes[row]) * width + label] += weight(row)
        }
      }
    }
    var tally = ClassTally(classCount: width)
    for (index, cell) in cells.enumerated() where cell > 0 {
      tally.count(actual: index / width, predicted: index % width, weight: cell)
    }
    return tally
  }
}
