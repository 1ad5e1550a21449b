/// What a binary ranking holds at each distinct score, scores ascending: the weight of its positive and of its
/// negative rows. AUC, average precision, curves and thresholds are all read from it.
struct RankedOutcomes {
  private(set) var scores: [Double] = []
  private(set) var positives: [Double] = []
  private(set) var negatives: [Double] = []
  private(set) var positiveWeight = 0.0
  private(set) var negativeWeight = 0.0

  /// Ranks the rows by `scores`, class `positive` against all others. O(n).
  init(scores: UnsafeBufferPointer<Double>, targets: ClassTargets, positive: Int32) {
    self.init(ranking: ScoreRanking(scores), targets: targets, positive: positive)
  }

  /// Reads the rows of `ranking` for which `isIncluded` is true. O(n).
  init(
    ranking: ScoreRanking, targets: ClassTargets, positive: Int32,
    where isIncluded: (Int) -> Bool = { _ in true }
  ) {
    let count = ranking.rows.count
    scores.reserveCapacity(count)
    positives.reserveCapacity(count)
    negatives.reserveCapacity(count)
    targets.classes.withUnsafeBufferPointer { classes in
      ranking.rows.withUnsafeBufferPointer { rows in
        var position = 0
        while position < count {
          let key = ranking.keys[position]
          var positiveHere = 0.0
          var negativeHere = 0.0
          repeat {
            let row = Int(rows[position])
            if isIncluded(row) {
              let weight = targets.weight(row)
              if classes[row] == positive { positiveHere += weight } else { negativeHere += weight }
            }
            position += 1
          } while position < count && ranking.keys[position] == key
          guard positiveHere + negativeHere > 0 else { continue }
          scores.append(ScoreRanking.score(ofKey: key))
          positives.append(positiveHere)
          negatives.append(negativeHere)
          positiveWeight += positiveHere
          negativeWeight += negativeHere
        }
      }
    }
  }

  /// The number of distinct scores.
  var count: Int { scores.count }

  /// The probability that a positive row ranks above a negative one, ties counting half; `nil` without either.
  var areaUnderCurve: Double? {
    guard positiveWeight > 0, negativeWeight > 0 else { return nil }
    var area = 0.0
    var below = 0.0
    for index in 0..<count {
      area += positives[index] * (below + negatives[index] / 2)
      below += negatives[index]
    }
    return area / (positiveWeight * negativeWeight)
  }

  /// Precision at each distinct score, weighted by the recall it adds; `nil` without positive rows.
  var averagePrecision: Double? {
    guard positiveWeight > 0 else { return nil }
    var found = 0.0
    var labelled = 0.0
    var sum = 0.0
    for index in (0..<count).reversed() {
      found += positives[index]
      labelled += positives[index] + negatives[index]
      sum += positives[index] * (found / labelled)
    }
    return sum / positiveWeight
  }
}
