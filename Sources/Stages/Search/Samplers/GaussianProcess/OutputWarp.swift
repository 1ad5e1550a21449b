import Foundation
import LatheCore

/// Losses made such that a Gaussian process fits them: with a mean of 0 and a variance of 1.
///
/// The worse half of the trials says where not to look, and by how much is of no use: its losses are replaced by what a
/// normal distribution with the spread of the better half would have at their ranks, as in Song et al., "The Vizier
/// Gaussian Process Bandit Algorithm", 2024. What is left of skewness a power takes away, as in Cowen-Rivers et al.,
/// "HEBO: Pushing the Limits of Sample-Efficient Hyper-parameter Optimisation", JAIR 2022.
enum OutputWarp {
  /// The numbers to model. A trial without a loss is thought to be as bad as the worst that has one.
  static func targets(_ losses: [Double?]) -> [Double] {
    let known = losses.compactMap { $0 }
    guard !known.isEmpty else { return losses.map { _ in 0 } }
    let warped = withPower(withRanks(known))
    let worst = warped.max() ?? 0
    var next = warped.makeIterator()
    return losses.map { $0 == nil ? worst : next.next() ?? worst }
  }

  /// With a mean of 0 and a variance of 1; all 0 if they are equal.
  static func standardised(_ values: [Double]) -> [Double] {
    // Squares of losses could be too large for a number.
    guard let largest = values.map(abs).max(), largest > 0 else { return values }
    let scaled = values.map { $0 / largest }
    let (mean, variance) = moments(scaled)
    guard variance > 1e-24 else { return [Double](repeating: 0, count: values.count) }
    return scaled.map { ($0 - mean) / variance.squareRoot() }
  }

  private static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
  }

  /// With the losses above the median replaced by ranks.
  private static func withRanks(_ losses: [Double]) -> [Double] {
    guard losses.count > 2, let largest = losses.map(abs).max(), largest > 0 else { return losses }
    let values = losses.map { $0 / largest }
    let order = values.indices.sorted { values[$0] < values[$1] }
    let median = values[order[values.count / 2]]
    let better = values.filter { $0 <= median }
    let spread = (better.reduce(0) { $0 + ($1 - median) * ($1 - median) } / Double(better.count)).squareRoot()
    guard spread > 0 else { return values }
    var warped = values
    for (rank, index) in order.enumerated() where values[index] > median {
      let quantile = NormalDistribution.quantile((Double(rank) + 0.5) / Double(values.count))
      warped[index] = median + max(quantile, 0) * spread
    }
    return warped
  }

  /// Transformed by the power under which they are most probably normal.
  ///
  /// Yeo and Johnson, "A New Family of Power Transformations to Improve Normality or Symmetry", Biometrika 2000.
  private static func withPower(_ losses: [Double]) -> [Double] {
    let values = standardised(losses)
    let jacobian = values.reduce(0) { $0 + ($1 < 0 ? -1 : 1) * log1p(abs($1)) }
    let power = maximum(from: -3, to: 3) { power in
      let variance = moments(values.map { transformed($0, power: power) }).variance
      return -0.5 * Double(values.count) * log(max(variance, 1e-300)) + (power - 1) * jacobian
    }
    return standardised(values.map { transformed($0, power: power) })
  }

  private static func transformed(_ value: Double, power: Double) -> Double {
    if value >= 0 { return abs(power) < 1e-6 ? log1p(value) : (pow(1 + value, power) - 1) / power }
    let rest = 2 - power
    return abs(rest) < 1e-6 ? -log1p(-value) : -(pow(1 - value, rest) - 1) / rest
  }

  /// Where a function with one maximum has it, by golden sections.
  private static func maximum(from low: Double, to high: Double, of score: (Double) -> Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (low, high)
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (leftScore, rightScore) = (score(left), score(right))
    while high - low > 1e-3 {
      if leftScore > rightScore {
        (high, right, rightScore) = (right, left, leftScore)
        left = high - ratio * (high - low)
        leftScore = score(left)
      } else {
        (low, left, leftScore) = (left, right, rightScore)
        right = low + ratio * (high - low)
        rightScore = score(right)
      }
    }
    return (low + high) / 2
  }
}
