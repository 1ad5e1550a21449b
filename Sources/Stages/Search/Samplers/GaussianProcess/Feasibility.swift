/// The logarithm of the probability that the constraints on the result hold.
struct Feasibility: Acquisition {
  /// Of a number that is at most 0 where they do; `nil` if there are none, or none was ever broken.
  let violation: GaussianProcess?

  func values(_ vectors: [Double]) -> [Double] {
    guard let violation else { return [] }
    let (means, variances) = violation.predict(vectors)
    return zip(means, variances).map { LogImprovement.probabilityLogarithm(-$0 / $1.squareRoot()) }
  }

  /// The values, which are 0 where there are no constraints.
  func values(_ vectors: [Double], count: Int) -> [Double] {
    violation == nil ? [Double](repeating: 0, count: count) : values(vectors)
  }

  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    guard let violation else { return (0, [Double](repeating: 0, count: vector.count)) }
    let slope = violation.slope(vector)
    let deviation = slope.variance.squareRoot()
    let z = -slope.mean / deviation
    let byZ = LogImprovement.probabilityLogarithmSlope(z)
    let gradient = zip(slope.meanGradient, slope.varianceGradient).map { byMean, byVariance in
      byZ * (-byMean / deviation - 0.5 * z * byVariance / slope.variance)
    }
    return (LogImprovement.probabilityLogarithm(z), gradient)
  }
}
