/// What constraints on the result promise, each independently of the others.
struct Feasibility: Acquisition {
  /// What is to be large.
  enum Measure: Sendable {
    /// The logarithm of the probability that all constraints hold (Gardner et al., "Bayesian Optimization with Inequality
    /// Constraints", ICML 2014).
    case probabilityLogarithm
    /// Minus the sum of what they are expected to be broken by. Where no trial keeps them, the probability is as large far
    /// from all trials as anywhere; this goes down from where they are broken least.
    case lessViolation
  }

  /// Of numbers that are at most 0 where a constraint holds; those that were never broken are not among them.
  let constraints: [GaussianProcess]
  var measure = Measure.probabilityLogarithm

  func values(_ vectors: [Double]) -> [Double] {
    var values: [Double] = []
    for constraint in constraints {
      let (means, variances) = constraint.predict(vectors)
      if values.isEmpty { values = [Double](repeating: 0, count: means.count) }
      for index in values.indices {
        values[index] += term(mean: means[index], deviation: variances[index].squareRoot()).value
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
      let term = term(mean: slope.mean, deviation: deviation)
      value += term.value
      for index in gradient.indices {
        gradient[index] +=
          term.byMean * slope.meanGradient[index]
          + term.byDeviation * slope.varianceGradient[index] / (2 * deviation)
      }
    }
    return (value, gradient)
  }

  /// What one constraint adds, and its slopes by the mean and the deviation.
  private func term(mean: Double, deviation: Double) -> (value: Double, byMean: Double, byDeviation: Double) {
    let z = -mean / deviation
    switch measure {
    case .probabilityLogarithm:
      let slope = LogImprovement.probabilityLogarithmSlope(z)
      return (LogImprovement.probabilityLogarithm(z), -slope / deviation, -slope * z / deviation)
    case .lessViolation:
      let density = LogImprovement.density(z)
      let broken = LogImprovement.probability(-z)
      return (-(mean * broken + deviation * density), -broken, -density)
    }
  }
}
