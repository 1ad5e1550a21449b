import Foundation

/// The logarithm of the expected gain in the volume that a front dominates, and of the probability that the constraints
/// hold.
///
/// In a box [l, u] of the space that is not dominated a point y gains Π (u_k − max(l_k, y_k))⁺. The objectives are
/// independent normal variables, so that the expected gain is Σ over boxes of Π (EI_k(u_k) − EI_k(l_k)), where EI_k(t) is
/// the expectation of (t − y_k)⁺: exact for any number of objectives, and computed in logarithms, which have a gradient
/// where the gain itself is 0 to the computer. After Yang, Emmerich, Deutz and Bäck, "Efficient Computation of Expected
/// Hypervolume Improvement Using Box Decomposition Algorithms", 2019, and Ament et al., 2023.
struct HypervolumeImprovement: Acquisition {
  /// An interval of one objective, shared by boxes.
  private struct Interval: Sendable, Hashable {
    let lower: Double
    let upper: Double
  }

  private let objectives: [GaussianProcess]
  private let feasibility: Feasibility
  /// For each objective, its intervals.
  private let intervals: [[Interval]]
  /// For each box, the interval of each objective.
  private let boxes: [[Int]]

  init(objectives: [GaussianProcess], boxes: NondominatedBoxes, constraints: [GaussianProcess]) {
    self.objectives = objectives
    feasibility = Feasibility(constraints: constraints)
    var intervals = [[Interval]](repeating: [], count: objectives.count)
    var known = [[Interval: Int]](repeating: [:], count: objectives.count)
    self.boxes = boxes.boxes.map { box in
      objectives.indices.map { objective in
        let interval = Interval(lower: box.lower[objective], upper: box.upper[objective])
        if let index = known[objective][interval] { return index }
        intervals[objective].append(interval)
        known[objective][interval] = intervals[objective].count - 1
        return intervals[objective].count - 1
      }
    }
    self.intervals = intervals
  }

  func values(_ vectors: [Double]) -> [Double] {
    let predictions = objectives.map { $0.predict(vectors) }
    var values = feasibility.values(vectors, count: predictions[0].means.count)
    for index in values.indices {
      let gains = objectives.indices.map { objective in
        let mean = predictions[objective].means[index]
        let deviation = predictions[objective].variances[index].squareRoot()
        return intervals[objective].map { gain($0, mean: mean, deviation: deviation).value }
      }
      values[index] += logSum(gains).value
    }
    return values
  }

  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    var (value, gradient) = feasibility.slope(vector)
    let slopes = objectives.map { $0.slope(vector) }
    let gains = objectives.indices.map { objective in
      intervals[objective].map {
        gain($0, mean: slopes[objective].mean, deviation: slopes[objective].variance.squareRoot())
      }
    }
    let (total, shares) = logSum(gains.map { $0.map(\.value) })
    value += total
    for objective in objectives.indices {
      var byMean = 0.0
      var byVariance = 0.0
      for (share, gain) in zip(shares[objective], gains[objective]) where share > 0 {
        byMean += share * gain.byMean
        byVariance += share * gain.byVariance
      }
      for index in gradient.indices {
        gradient[index] +=
          byMean * slopes[objective].meanGradient[index]
          + byVariance * slopes[objective].varianceGradient[index]
      }
    }
    return (value, gradient)
  }

  /// log (EI(u) − EI(l)), and its derivatives by the mean and by the variance.
  private func gain(
    _ interval: Interval, mean: Double, deviation: Double
  ) -> (value: Double, byMean: Double, byVariance: Double) {
    let upper = improvement(on: interval.upper, mean: mean, deviation: deviation)
    guard interval.lower > -.infinity else { return upper }
    let lower = improvement(on: interval.lower, mean: mean, deviation: deviation)
    // EI(l) / EI(u), which is below 1.
    let ratio = min(exp(lower.value - upper.value), 1 - 1e-12)
    let rest = 1 - ratio
    return (
      upper.value + log1p(-ratio), (upper.byMean - ratio * lower.byMean) / rest,
      (upper.byVariance - ratio * lower.byVariance) / rest
    )
  }

  private func improvement(
    on level: Double, mean: Double, deviation: Double
  ) -> (value: Double, byMean: Double, byVariance: Double) {
    let z = (level - mean) / deviation
    let byZ = LogImprovement.expectedSlope(z)
    return (
      log(deviation) + LogImprovement.expected(z), -byZ / deviation,
      (1 - byZ * z) / (2 * deviation * deviation)
    )
  }

  /// The logarithm of the sum over boxes of the products of gains, and the share in it of each interval.
  private func logSum(_ gains: [[Double]]) -> (value: Double, shares: [[Double]]) {
    let logarithms = boxes.map { box in
      box.indices.reduce(0) { $0 + gains[$1][box[$1]] }
    }
    var shares = gains.map { [Double](repeating: 0, count: $0.count) }
    guard let largest = logarithms.max(), largest.isFinite else { return (-.infinity, shares) }
    let sum = logarithms.reduce(0) { $0 + exp($1 - largest) }
    for (box, logarithm) in zip(boxes, logarithms) {
      let share = exp(logarithm - largest) / sum
      for objective in box.indices { shares[objective][box[objective]] += share }
    }
    return (largest + log(sum), shares)
  }
}
