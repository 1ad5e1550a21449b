/// The logarithm of the probability that the constraints on the result hold, each independently of the others.
///
/// Gardner et al., "Bayesian Optimization with Inequality Constraints", ICML 2014.
struct Feasibility: Acquisition {
  /// Of numbers that are at most 0 where the constraints hold; those that were never broken are not among them.
  let constraints: [GaussianProcess]

  func values(_ vectors: [Double]) -> [Double] {
    guard let first = constraints.first else { return [] }
    return constraints.dropFirst().reduce(Self.values(first, vectors)) { sum, constraint in
      zip(sum, Self.values(constraint, vectors)).map(+)
    }
  }

  private static func values(_ constraint: GaussianProcess, _ vectors: [Double]) -> [Double] {
    let (means, variances) = constraint.predict(vectors)
    return zip(means, variances).map { LogImprovement.probabilityLogarithm(-$0 / $1.squareRoot()) }
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
      let byZ = LogImprovement.probabilityLogarithmSlope(z)
      value += LogImprovement.probabilityLogarithm(z)
      for index in gradient.indices {
        gradient[index] +=
          byZ
          * (-slope.meanGradient[index] / deviation - 0.5 * z * slope.varianceGradient[index] / slope.variance)
      }
    }
    return (value, gradient)
  }
}
