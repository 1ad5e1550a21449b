import Foundation

/// The logarithm of the expected improvement on a loss, and of the probability that the constraints hold.
struct ExpectedImprovement: Acquisition {
  private let objective: GaussianProcess
  private let best: Double
  private let feasibility: Feasibility

  init(objective: GaussianProcess, best: Double, constraints: [GaussianProcess]) {
    self.objective = objective
    self.best = best
    feasibility = Feasibility(constraints: constraints)
  }

  func values(_ vectors: [Double]) -> [Double] {
    let (means, variances) = objective.predict(vectors)
    var values = feasibility.values(vectors, count: means.count)
    for index in values.indices {
      let deviation = variances[index].squareRoot()
      values[index] += log(deviation) + LogImprovement.expected((best - means[index]) / deviation)
    }
    return values
  }

  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    var (value, gradient) = feasibility.slope(vector)
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
    return (value, gradient)
  }
}
