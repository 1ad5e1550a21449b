import LatheCore

/// The distribution of a score under resampling of the rows, as weights: each row counts as often as a Poisson variable
/// of mean one says, which is the multinomial bootstrap but for the number of rows drawn (Chamandy et al., "Estimating
/// Uncertainty for Massive Data Streams", 2012).
struct Bootstrap {
  let weights: [Double]
  /// The work of one evaluation, in numbers read.
  let cost: Int
  /// The rows are a random choice of one in so many; intervals are narrower by its square root.
  let thinning: Double
  /// The scores that there can be.
  let range: ClosedRange<Double>
  /// The score of the rows under other weights, `nil` where it is 0/0.
  let score: ([Double]) -> Double?

  /// Numbers that an evaluation may read for percentiles; beyond, only the standard error is estimated.
  static let percentileCostLimit = 20_000
  /// Numbers that an evaluation should read at most; of more rows a random choice does.
  static let costLimit = 40_000
  /// Numbers read over all resamples: about 0.2 s.
  private static let budget = 8_000_000
  private static let resampleLimits = 200...1_000
  /// Rows up to which the acceleration is worth its n evaluations.
  private static let accelerationLimit = 1_000

  /// The interval around `estimate`; `nil` where the score of most resamples is 0/0.
  func interval(estimate: Double, level: Double, _ random: inout RandomSource) -> ConfidenceInterval? {
    let limits = Self.resampleLimits
    let count = min(max(Self.budget / max(cost, 1), limits.lowerBound), limits.upperBound)
    var replicates: [Double] = []
    replicates.reserveCapacity(count)
    var resampled = weights
    for _ in 0..<count {
      resample(&resampled, &random)
      if let value = score(resampled), value.isFinite { replicates.append(value) }
    }
    guard replicates.count > count / 2 else { return nil }
    guard cost <= Self.percentileCostLimit, thinning == 1 else {
      return normalInterval(replicates, estimate: estimate, level: level)
    }
    replicates.sort()
    let isAccelerated = weights.count <= Self.accelerationLimit
    let shares =
      isAccelerated
      ? acceleratedShares(replicates, estimate: estimate, level: level) : ((1 - level) / 2, (1 + level) / 2)
    return ConfidenceInterval(
      estimate: estimate, lower: sortedQuantile(replicates, shares.0),
      upper: sortedQuantile(replicates, shares.1),
      level: level, method: isAccelerated ? .acceleratedBootstrap : .percentileBootstrap)
  }

  private func resample(_ resampled: inout [Double], _ random: inout RandomSource) {
    weights.withUnsafeBufferPointer { weights in
      resampled.withUnsafeMutableBufferPointer { resampled in
        Self.counts.withUnsafeBufferPointer { counts in
          // 64 random bits are four counts.
          var bits: UInt64 = 0
          for row in weights.indices {
            bits = row & 3 == 0 ? random.next() : bits &>> 16
            resampled[row] = weights[row] * Double(counts[Int(bits & 0xffff)])
          }
        }
      }
    }
  }

  /// The Poisson quantile of mean one at each of 2¹⁶ equally spaced probabilities.
  private static let counts: [UInt8] = {
    var counts: [UInt8] = []
    counts.reserveCapacity(1 << 16)
    var term = 0.36787944117144233
    var cumulative = term
    var count: UInt8 = 0
    for index in 0..<1 << 16 {
      while (Double(index) + 0.5) / 65_536 > cumulative {
        count += 1
        term /= Double(count)
        cumulative += term
      }
      counts.append(count)
    }
    return counts
  }()

  private func normalInterval(_ replicates: [Double], estimate: Double, level: Double) -> ConfidenceInterval {
    let mean = replicates.reduce(0, +) / Double(replicates.count)
    let squares = replicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let half =
      NormalDistribution.quantile((1 + level) / 2)
      * (squares / Double(replicates.count - 1) / thinning).squareRoot()
    return ConfidenceInterval(
      estimate: estimate, lower: max(estimate - half, range.lowerBound),
      upper: min(estimate + half, range.upperBound), level: level, method: .normalBootstrap)
  }

  /// The shares of the replicates at which the bounds of the bias-corrected, accelerated interval lie.
  private func acceleratedShares(_ replicates: [Double], estimate: Double, level: Double) -> (Double, Double)
  {
    let below = replicates.count { $0 < estimate }
    let equal = replicates.count { $0 == estimate }
    let share = (Double(below) + Double(equal) / 2) / Double(replicates.count)
    let bias = NormalDistribution.quantile(min(max(share, 1e-3), 1 - 1e-3))
    let acceleration = acceleration()
    func adjusted(_ probability: Double) -> Double {
      let shifted = bias + NormalDistribution.quantile(probability)
      return NormalDistribution.cumulative(bias + shifted / (1 - acceleration * shifted))
    }
    return (adjusted((1 - level) / 2), adjusted((1 + level) / 2))
  }

  /// A sixth of the skewness of the scores that leave out one row each.
  private func acceleration() -> Double {
    var values: [Double] = []
    var without = weights
    for row in weights.indices where weights[row] > 0 {
      without[row] = 0
      if let value = score(without), value.isFinite { values.append(value) }
      without[row] = weights[row]
    }
    guard !values.isEmpty else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    var squares = 0.0
    var cubes = 0.0
    for value in values {
      let difference = mean - value
      squares += difference * difference
      cubes += difference * difference * difference
    }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }
}

/// The quantile of sorted numbers, interpolated linearly between neighbours (Hyndman and Fan's type 7).
func sortedQuantile(_ sorted: [Double], _ share: Double) -> Double {
  guard let last = sorted.indices.last else { return .nan }
  let place = min(max(share, 0), 1) * Double(last)
  let index = Int(place)
  guard index < last else { return sorted[last] }
  return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
}
