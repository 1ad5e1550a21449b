import Foundation

/// What is to be made large by the next point.
protocol Acquisition: Sendable {
  /// Its values at vectors that stand one after the other.
  func values(_ vectors: [Double]) -> [Double]
  /// Its value and gradient at one vector.
  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double])
}

/// The logarithm of the expected improvement on a loss, and of the probability that the constraints hold.
struct ExpectedImprovement: Acquisition {
  let objective: GaussianProcess
  /// The loss to improve on; `nil` if there is none yet, and it only matters that the constraints hold.
  let best: Double?
  /// Of a number that is at most 0 where the constraints hold.
  let violation: GaussianProcess?

  func values(_ vectors: [Double]) -> [Double] {
    let (means, variances) = objective.predict(vectors)
    var values = [Double](repeating: 0, count: means.count)
    if let best {
      for index in values.indices {
        let deviation = variances[index].squareRoot()
        values[index] = log(deviation) + LogImprovement.expected((best - means[index]) / deviation)
      }
    }
    if let violation {
      let (means, variances) = violation.predict(vectors)
      for index in values.indices {
        values[index] += LogImprovement.probabilityLogarithm(-means[index] / variances[index].squareRoot())
      }
    }
    return values
  }

  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    var gradient = [Double](repeating: 0, count: vector.count)
    if let best {
      let slope = objective.slope(vector)
      let deviation = slope.variance.squareRoot()
      let z = (best - slope.mean) / deviation
      value += log(deviation) + LogImprovement.expected(z)
      let byZ = LogImprovement.expectedSlope(z)
      let byMean = -byZ / deviation
      let byVariance = (1 - byZ * z) / (2 * slope.variance)
      for index in gradient.indices {
        gradient[index] += byMean * slope.meanGradient[index] + byVariance * slope.varianceGradient[index]
      }
    }
    if let violation {
      let slope = violation.slope(vector)
      let deviation = slope.variance.squareRoot()
      let z = -slope.mean / deviation
      value += LogImprovement.probabilityLogarithm(z)
      let byZ = LogImprovement.probabilityLogarithmSlope(z)
      for index in gradient.indices {
        gradient[index] +=
          byZ * (-slope.meanGradient[index] / deviation - 0.5 * z * slope.varianceGradient[index] / slope.variance)
      }
    }
    return (value, gradient)
  }
}
