/// Means of the target by level, drawn towards the overall mean where rows are few.
///
/// A level of `n` rows with mean `m` is encoded as `(n m + s p) / (n + s)`, where `p` is the overall mean and `s` the smoothing; rows count by
/// their weights, whose mean is taken as 1. Levels too rare to be kept are pooled, and their pool encodes what training did not see.
/// Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in classification and prediction problems", 2001.
struct TargetEncoding {
  /// Folds of the cross-fitting.
  static let foldCount = 5

  /// The encoding by all rows, for rows that are not among them.
  let encoding: LevelEncoding
  /// One number a training row, from the rows outside its fold only: what a learner may be fitted on.
  let outOfFold: [Double]

  /// - Parameters:
  ///   - codes: One code a row, as ``LevelTable`` gives them.
  ///   - folds: One fold a row in `0..<foldCount`.
  init(
    codes: [Int32], levelCount: Int, targets: [Double], weights: [Double]?, folds: [UInt8], smoothing: Double
  ) {
    // Sums by fold and level; the unseen and the missing come first.
    let slots = levelCount + 2
    var sums = Array(repeating: 0.0, count: Self.foldCount * slots)
    var counts = sums
    let totalWeight = weights?.reduce(0, +) ?? 0
    let unit = totalWeight > 0 ? Double(codes.count) / totalWeight : 1
    for row in codes.indices {
      let cell = Int(folds[row]) * slots + Int(codes[row]) + 2
      let weight = (weights?[row] ?? 1) * unit
      sums[cell] += weight * targets[row]
      counts[cell] += weight
    }

    func means(leavingOut left: Int?) -> [Double] {
      var levelSums = Array(repeating: 0.0, count: slots)
      var levelCounts = levelSums
      // Summed over the other folds rather than subtracted from all, so that not even a rounding error knows the fold left out.
      for fold in 0..<Self.foldCount where fold != left {
        for slot in 0..<slots {
          levelSums[slot] += sums[fold * slots + slot]
          levelCounts[slot] += counts[fold * slots + slot]
        }
      }
      let count = levelCounts.reduce(0, +)
      let prior = count > 0 ? levelSums.reduce(0, +) / count : 0
      return zip(levelSums, levelCounts).map { sum, count in
        count + smoothing > 0 ? (sum + smoothing * prior) / (count + smoothing) : prior
      }
    }

    let all = means(leavingOut: nil)
    encoding = LevelEncoding(levels: Array(all[2...]), missing: all[1], unseen: all[0])
    let byFold = (0..<Self.foldCount).map { means(leavingOut: $0) }
    outOfFold = codes.indices.map { byFold[Int(folds[$0])][Int(codes[$0]) + 2] }
  }
}
