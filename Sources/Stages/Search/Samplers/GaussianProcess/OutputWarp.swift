import Foundation
import LatheCore

/// Losses made such that a Gaussian process fits them: with a mean of 0 and a variance of 1.
enum OutputWarp {
  /// The numbers to model. A trial without a loss is thought to be as bad as the worst that has one.
  static func targets(_ losses: [Double?]) -> [Double] {
    let known = losses.compactMap { $0 }
    guard !known.isEmpty else { return losses.map { _ in 0 } }
    let warped = warped(known)
    let worst = warped.max() ?? 0
    var next = warped.makeIterator()
    return losses.map { $0 == nil ? worst : next.next() ?? worst }
  }

  static func warped(_ losses: [Double]) -> [Double] {
    switch Int(Experiment.value("WARP", 2)) {
    case 5: power(halfRank(losses))
    case 6: halfRank(power(losses))
    case 7: losses.count % 2 == 0 ? power(losses) : halfRank(losses)
    case 8: halfRank(logarithmic(losses))
    case 9: losses.count % 2 == 0 ? halfRank(losses) : power(halfRank(losses))
    case 10: losses.count % 3 == 0 ? power(losses) : halfRank(losses)
    case 0: standardised(losses)
    case 1: power(losses)
    case 2: halfRank(losses)
    case 3: standardised(power(winsorised(losses)))
    case 4: logarithmic(losses)
    default: standardised(losses)
    }
  }
  static func logarithmic(_ losses: [Double]) -> [Double] {
    let low = losses.min() ?? 0
    let sorted = losses.sorted()
    let spread = sorted[sorted.count / 2] - low
    guard spread > 0 else { return standardised(losses) }
    let c = Experiment.value("LOGC", 0.1)
    return standardised(losses.map { log(($0 - low) / spread + c) })
  }
  static func winsorised(_ losses: [Double]) -> [Double] {
    let sorted = losses.sorted()
    let low = sorted[0], median = sorted[sorted.count / 2]
    let cap = median + 5 * (median - low)
    return median > low ? losses.map { min($0, cap) } : losses
  }

  static func standardised(_ values: [Double]) -> [Double] {
    guard let largest = values.map(abs).max(), largest > 0 else { return values }
    let scaled = values.map { $0 / largest }
    let mean = scaled.reduce(0, +) / Double(scaled.count)
    let variance = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scaled.count)
    guard variance > 1e-24 else { return [Double](repeating: 0, count: values.count) }
    return scaled.map { ($0 - mean) / variance.squareRoot() }
  }

  /// Yeo-Johnson with the power of the highest likelihood.
  static func power(_ losses: [Double]) -> [Double] {
    let values = standardised(losses)
    func score(_ lambda: Double) -> Double {
      let warped = values.map { yeoJohnson($0, lambda) }
      let mean = warped.reduce(0, +) / Double(warped.count)
      let variance = warped.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(warped.count)
      let jacobian = values.reduce(0) { $0 + ($1 < 0 ? -1 : 1) * log1p(abs($1)) }
      return -0.5 * Double(values.count) * log(max(variance, 1e-300)) + (lambda - 1) * jacobian
    }
    let lambda = goldenSection(-3, 3, score)
    return standardised(values.map { yeoJohnson($0, lambda) })
  }

  static func yeoJohnson(_ y: Double, _ lambda: Double) -> Double {
    if y >= 0 { return abs(lambda) < 1e-6 ? log1p(y) : (pow(1 + y, lambda) - 1) / lambda }
    return abs(lambda - 2) < 1e-6 ? -log1p(-y) : -(pow(1 - y, 2 - lambda) - 1) / (2 - lambda)
  }

  static func goldenSection(_ low: Double, _ high: Double, _ score: (Double) -> Double) -> Double {
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

  /// Losses above the median by their ranks, as a normal distribution with the spread of the better half has them.
  static func halfRank(_ losses: [Double]) -> [Double] {
    let largest = losses.map(abs).max() ?? 1
    guard largest > 0, losses.count > 2 else { return standardised(losses) }
    let values = losses.map { $0 / largest }
    let order = values.indices.sorted { values[$0] < values[$1] }
    let median = values[order[Int(Double(values.count) * Experiment.value("HRQ", 0.5))]]
    let better = values.filter { $0 <= median }
    let spread = (better.reduce(0) { $0 + ($1 - median) * ($1 - median) } / Double(better.count)).squareRoot()
    guard spread > 0 else { return standardised(losses) }
    var warped = values
    for (rank, index) in order.enumerated() where values[index] > median {
      let quantile = NormalDistribution.quantile((Double(rank) + 0.5) / Double(values.count))
      warped[index] = median + quantile * spread
    }
    return standardised(warped)
  }
}
