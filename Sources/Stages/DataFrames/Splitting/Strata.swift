import LatheCore

/// Rows in random order within each stratum, to be dealt out evenly.
struct Strata {
  private let rowCount: Int
  /// The rows of each stratum: one a class, or one of all rows.
  private let strata: [[Int]]
  /// Whether neighbours in a stratum are alike, so that they belong in different parts.
  private let isOrdered: Bool

  /// Strata by class or, for a regression, one stratum ordered by target; without targets one in random order.
  init(rowCount: Int, targets: [Double]?, problem: LearningProblem, _ random: inout RandomSource) {
    self.rowCount = rowCount
    let shuffled = (0..<rowCount).shuffled(using: &random)
    guard let targets else {
      strata = [shuffled]
      isOrdered = false
      return
    }
    isOrdered = !problem.isClassification
    if isOrdered {
      // Equal targets keep their random order: the sort is by target, then by place in the shuffle.
      let order = shuffled.indices.sorted {
        let (left, right) = (targets[shuffled[$0]], targets[shuffled[$1]])
        return left == right ? $0 < $1 : left < right
      }
      strata = [order.map { shuffled[$0] }]
    } else {
      var rowsOfClass: [Double: [Int]] = [:]
      for row in shuffled { rowsOfClass[targets[row], default: []].append(row) }
      strata = rowsOfClass.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  /// Deals the rows of one stratum after the other to the parts in turn, so that both the rows of a stratum and all
  /// rows are spread to within one. In an ordered stratum the turn is random within each round.
  func folds(_ count: Int, _ random: inout RandomSource) -> [Fold] {
    var parts = [Int](repeating: 0, count: rowCount)
    var turn = Array(0..<count)
    var dealt = 0
    for rows in strata {
      for row in rows {
        if isOrdered && dealt % count == 0 { turn.shuffle(using: &random) }
        parts[row] = turn[dealt % count]
        dealt += 1
      }
    }
    return foldsOfParts(parts, count: count)
  }

  /// Takes `fraction` of each stratum for validation, to within one row, and of all rows rounded to the nearest.
  func holdout(_ fraction: Double, _ random: inout RandomSource) -> Fold {
    let total = min(max(Int((Double(rowCount) * fraction).rounded()), 1), rowCount - 1)
    var isValidation = [Bool](repeating: false, count: rowCount)
    for (rows, size) in zip(strata, validationSizes(fraction, total: total)) {
      for index in 0..<size {
        // One row out of each of `size` equal stretches, so that an ordered stratum is evenly sampled.
        let stretch = index * rows.count / size..<(index + 1) * rows.count / size
        isValidation[rows[Int.random(in: stretch, using: &random)]] = true
      }
    }
    return Fold(
      training: (0..<rowCount).filter { !isValidation[$0] },
      validation: (0..<rowCount).filter { isValidation[$0] })
  }

  /// Whole numbers near each stratum's share that add up to `total`: rounded down, then one more where most was cut
  /// off. Strata without any come first, so that a rare class is judged too; single rows come last, and a stratum
  /// of two rows or more keeps one for training.
  private func validationSizes(_ fraction: Double, total: Int) -> [Int] {
    if strata.count == 1 { return [total] }
    let shares = strata.map { Double($0.count) * fraction }
    var sizes = shares.map { Int($0) }
    func urgency(_ stratum: Int) -> Double {
      let rest = shares[stratum] - Double(sizes[stratum])
      if strata[stratum].count == 1 { return rest - 1 }
      return sizes[stratum] == 0 ? rest + 1 : rest
    }
    let order = strata.indices.filter { strata[$0].count == 1 || strata[$0].count > sizes[$0] + 1 }
      .sorted { (urgency($1), $0) < (urgency($0), $1) }
    for stratum in order.prefix(max(total - sizes.reduce(0, +), 0)) { sizes[stratum] += 1 }
    return sizes
  }
}
