/// The shape of a distribution, from a sorted sample of it.
struct SampleShape {
  /// The number of distinct values.
  let distinctCount: Int
  /// The rows of the most frequent value, as a share of all.
  let largestShare: Double
  /// The third standardised moment; 0 when symmetric.
  let skewness: Double
  /// The fourth standardised moment less 3; 0 when normal.
  let excessKurtosis: Double

  init(sorted: [Double]) {
    distinctCount = sorted.isEmpty ? 0 : 1 + zip(sorted, sorted.dropFirst()).count { $0 != $1 }
    var run = 0
    var longestRun = 0
    for index in sorted.indices {
      run = index > 0 && sorted[index] == sorted[index - 1] ? run + 1 : 1
      longestRun = max(longestRun, run)
    }
    let count = Double(sorted.count)
    largestShare = Double(longestRun) / max(1, count)
    let mean = sorted.reduce(0, +) / count
    var second = 0.0
    var third = 0.0
    var fourth = 0.0
    for value in sorted {
      let square = (value - mean) * (value - mean)
      second += square
      third += square * (value - mean)
      fourth += square * square
    }
    let variance = second / count
    skewness = third / count / (variance * variance.squareRoot())
    excessKurtosis = fourth / count / (variance * variance) - 3
  }

  /// Whether the order of values says more than their distances: they are many, without one that most rows have (say, a zero beside amounts), and
  /// mean and deviation describe them badly.
  var isBetterRanked: Bool { distinctCount > 16 && largestShare <= 0.5 && isHeavyTailed }

  /// Whether mean and deviation describe the distribution badly. Moments that overflowed say so too.
  var isHeavyTailed: Bool { !(abs(skewness) <= 1 && excessKurtosis <= 5) }
}
