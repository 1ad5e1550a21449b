import Foundation

/// The logarithm of the expected improvement on the least violation so far, where no trial keeps the constraints: of the sum
/// of what they are broken by.
///
/// The sum is taken for normal with the mean and the variance that it has. Unlike the probability that all constraints hold,
/// which is as large far from all trials as anywhere, it leads on from what breaks them least, and unlike the expected sum
/// alone it also tries what is not certain.
struct ViolationImprovement: Acquisition {
  /// The part of one constraint in the sum: the mean, the variance, and their slopes by the mean and the deviation of the
  /// constraint.
  private struct Part {
    let mean: Double
    let variance: Double
    let meanByMean: Double
    let meanByDeviation: Double
    let varianceByMean: Double
    let varianceByDeviation: Double

    /// Of max(c, 0) for a normal c.
    init(mean: Double, deviation: Double) {
      let broken = LogImprovement.probability(mean / deviation)
      let density = LogImprovement.density(mean / deviation)
      let first = mean * broken + deviation * density
      let second = (mean * mean + deviation * deviation) * broken + mean * deviation * density
      self.mean = first
      variance = max(second - first * first, 0)
      meanByMean = broken
      meanByDeviation = density
      varianceByMean = 2 * first * (1 - broken)
      varianceByDeviation = 2 * (deviation * broken - first * density)
    }
  }

  /// Rounding leaves no smaller variance.
  private static let leastVariance = 1e-12

  /// Of numbers that are at most 0 where a constraint holds.
  let constraints: [GaussianProcess]
  /// The least sum so far.
  let least: Double

  /// What leads on from the vectors of some trials, which stand one after the other.
  init(constraints: [GaussianProcess], trials vectors: [Double]) {
    self.constraints = constraints
    least = Self.violations(constraints, at: vectors).min() ?? 0
  }

  /// The sums expected at vectors.
  static func violations(_ constraints: [GaussianProcess], at vectors: [Double]) -> [Double] {
    constraints.reduce([]) { sums, constraint in
      let broken = constraint.means(vectors).map { max($0, 0) }
      return sums.isEmpty ? broken : zip(sums, broken).map { $0 + $1 }
    }
  }

  func values(_ vectors: [Double]) -> [Double] {
    var means: [Double] = []
    var variances: [Double] = []
    for constraint in constraints {
      let prediction = constraint.predict(vectors)
      let parts = zip(prediction.means, prediction.variances).map {
        Part(mean: $0, deviation: $1.squareRoot())
      }
      means = means.isEmpty ? parts.map(\.mean) : zip(means, parts).map { $0 + $1.mean }
      variances = variances.isEmpty ? parts.map(\.variance) : zip(variances, parts).map { $0 + $1.variance }
    }
    return zip(means, variances).map { improvement(mean: $0, variance: $1).value }
  }

  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    let slopes = constraints.map { $0.slope(vector) }
    let parts = slopes.map { Part(mean: $0.mean, deviation: $0.variance.squareRoot()) }
    let (value, byMean, byVariance) = improvement(
      mean: parts.reduce(0) { $0 + $1.mean }, variance: parts.reduce(0) { $0 + $1.variance })
    var gradient = [Double](repeating: 0, count: vector.count)
    for (slope, part) in zip(slopes, parts) {
      let byConstraint = byMean * part.meanByMean + byVariance * part.varianceByMean
      let byDeviation = byMean * part.meanByDeviation + byVariance * part.varianceByDeviation
      for index in gradient.indices {
        gradient[index] +=
          byConstraint * slope.meanGradient[index]
          + byDeviation * slope.varianceGradient[index] / (2 * slope.variance.squareRoot())
      }
    }
    return (value, gradient)
  }

  /// The logarithm of the expected improvement by a sum, and its slopes by the sum's mean and variance.
  private func improvement(
    mean: Double, variance: Double
  ) -> (value: Double, byMean: Double, byVariance: Double) {
    let deviation = max(variance, Self.leastVariance).squareRoot()
    let z = (least - mean) / deviation
    let byZ = LogImprovement.expectedSlope(z)
    return (
      log(deviation) + LogImprovement.expected(z), -byZ / deviation,
      variance > Self.leastVariance ? (1 - byZ * z) / (2 * variance) : 0
    )
  }
}
