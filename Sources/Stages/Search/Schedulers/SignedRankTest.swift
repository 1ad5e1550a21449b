import LatheCore

/// Wilcoxon's signed-rank test: whether differences are above zero more, or farther, than below.
enum SignedRankTest {
  /// Differences up to which the distribution is counted out; a normal one stands for it beyond.
  private static let largestExact = 60

  /// The probability of a sum of the positive differences' ranks as large as this or larger, if each difference were as
  /// likely to have the other sign.
  ///
  /// Equal sizes share the mean of their ranks, and a difference of zero gives half of its rank to either side. The
  /// probability is exact up to 60 differences, with equal ones too. O(n³), at most.
  static func probability(ofRanksAtLeast differences: [Double]) -> Double {
    guard !differences.isEmpty else { return 1 }
    let ranks = doubledRanks(differences.map(abs))
    var positive = 0
    var fixed = 0
    var signed: [Int] = []
    for (difference, rank) in zip(differences, ranks) {
      if difference == 0 {
        // Half of a doubled rank need not be whole, so that everything is doubled once more.
        fixed += rank
      } else {
        signed.append(2 * rank)
        if difference > 0 { positive += 2 * rank }
      }
    }
    guard differences.count <= largestExact else { return normalApproximation(signed, positive) }
    return exact(signed, positive)
  }

  /// Twice the ranks, which are then whole numbers for equal sizes too.
  private static func doubledRanks(_ sizes: [Double]) -> [Int] {
    let order = sizes.indices.sorted { sizes[$0] < sizes[$1] }
    var ranks = [Int](repeating: 0, count: sizes.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, sizes[order[end]] == sizes[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = start + 1 + end }
      start = end
    }
    return ranks
  }

  /// The share of all choices of signs with a sum of at least `sum`.
  private static func exact(_ ranks: [Int], _ sum: Int) -> Double {
    var probabilities = [1.0]
    for rank in ranks {
      var next = [Double](repeating: 0, count: probabilities.count + rank)
      for (value, probability) in probabilities.enumerated() {
        next[value] += probability / 2
        next[value + rank] += probability / 2
      }
      probabilities = next
    }
    return min(probabilities.dropFirst(sum).reduce(0, +), 1)
  }

  private static func normalApproximation(_ ranks: [Int], _ sum: Int) -> Double {
    let mean = ranks.reduce(0) { $0 + Double($1) } / 2
    let variance = ranks.reduce(0) { $0 + Double($1) * Double($1) } / 4
    guard variance > 0 else { return 1 }
    return NormalDistribution.cumulative((mean - Double(sum)) / variance.squareRoot())
  }
}
