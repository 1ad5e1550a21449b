import Foundation
import LatheCore

/// By how little the constraints on the result are expected to be broken: minus the sum of the expected parts above 0.
///
/// Where none of the trials keeps them, the probability that they hold is as large far from all trials as anywhere; this
/// goes down from where they are broken least.
struct ExpectedViolation: Acquisition {
  /// Of numbers that are at most 0 where the constraints hold.
  let constraints: [GaussianProcess]

  func values(_ vectors: [Double]) -> [Double] {
    var values: [Double] = []
    for constraint in constraints {
      let (means, variances) = constraint.predict(vectors)
      if values.isEmpty { values = [Double](repeating: 0, count: means.count) }
      for index in values.indices {
        values[index] -= Self.part(mean: means[index], deviation: variances[index].squareRoot()).value
      }
    }
    return values
  }

  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    var gradient = [Double](repeating: 0, count: vector.count)
    for constraint in constraints {
      let slope = constraint.slope(vector)
      let deviation = slope.variance.squareRoot()
      let part = Self.part(mean: slope.mean, deviation: deviation)
      value -= part.value
      for index in gradient.indices {
        gradient[index] -=
          part.byMean * slope.meanGradient[index]
          + part.byDeviation * slope.varianceGradient[index] / (2 * deviation)
      }
    }
    return (value, gradient)
  }

  /// The expected part above 0 of a normal number, and its slopes by the mean and the deviation.
  private static func part(
    mean: Double, deviation: Double
  ) -> (value: Double, byMean: Double, byDeviation: Double) {
    let z = mean / deviation
    let below = NormalDistribution.cumulative(z)
    let density = exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
    return (mean * below + deviation * density, below, density)
  }
}
