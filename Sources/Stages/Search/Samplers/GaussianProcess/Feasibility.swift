/// The logarithm of the probability that all constraints on the result hold, each independently of the others.
///
/// Gardner et al., "Bayesian Optimization with Inequality Constraints", ICML 2014.
struct Feasibility: Acquisition {
  /// Of numbers that are at most 0 where a constraint holds; those that were never broken are not among them.
  let constraints: [GaussianProcess]

  func values(_ vectors: [Double]) -> [Double] {
    var values: [Double] = []
    for constraint in constraints {
      let (means, variances) = constraint.predict(vectors)
      if values.isEmpty { values = [Double](repeating: 0, count: means.count) }
      for index in values.indices {
        values[index] += LogImprovement.probabilityLogarithm(-means[index] / variances[index].squareRoot())
      }
    }
    return values
  }

  /// The values, which are 0 where there are no constraints.
  func values(_ vectors: [Double], count: Int) -> [Double] {
    constraints.isEmpty ? [Double](repeating: 0, count: count) : values(vectors)
  }

  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    var gradient = [Double](repeating: 0, count: vector.count)
    for constraint in constraints {
      let slope = constraint.slope(vector)
      let deviation = slope.variance.squareRoot()
      let z = -slope.mean / deviation
      value += LogImprovement.probabilityLogarithm(z)
      let byZ = LogImprovement.probabilityLogarithmSlope(z)
      for index in gradient.indices {
        gradient[index] -=
          byZ * (slope.meanGradient[index] + z * slope.varianceGradient[index] / (2 * deviation)) / deviation
      }
    }
    return (value, gradient)
  }
}
