import Foundation

/// The logarithm of the expected improvement of the weighted objective that is worst, and of the probability that the
/// constraints hold: for more objectives than volumes can be computed for.
///
/// With g(y) = max (y_k − o_k) / w_k the expectation of (best − g)⁺ is the integral of the probability of g ≤ t over
/// t ≤ best, which is that of the product of normal probabilities and is summed over a few t. Random weights make the
/// improvements those of the dominated volume: Zhang and Golovin, "Random Hypervolume Scalarizations for Provable
/// Multi-Objective Black Box Optimization", ICML 2020.
struct ScalarizedImprovement: Acquisition {
  private let objectives: [GaussianProcess]
  private let origin: [Double]
  private let weights: [Double]
  private let feasibility: Feasibility
  /// The values of t with the logarithms of the widths for which they stand.
  private let nodes: [(level: Double, logWidth: Double)]

  init(
    objectives: [GaussianProcess], origin: [Double], weights: [Double], front: ParetoFront,
    constraints: [GaussianProcess]
  ) {
    self.objectives = objectives
    self.origin = origin
    self.weights = weights
    feasibility = Feasibility(constraints: constraints)
    let best =
      front.points.map { point in
        point.indices.map { (point[$0] - origin[$0]) / weights[$0] }.max() ?? 0
      }.min() ?? 0
    nodes = (0..<16).map { index in
      let near = index == 0 ? 0 : pow(2, Double(index - 12))
      let far = pow(2, Double(index - 11))
      return (best - 0.5 * (near + far), log(far - near))
    }
  }

  func values(_ vectors: [Double]) -> [Double] {
    let predictions = objectives.map { $0.predict(vectors) }
    var values = feasibility.values(vectors, count: predictions[0].means.count)
    for index in values.indices {
      let terms = nodes.map { node in
        objectives.indices.reduce(node.logWidth) { sum, objective in
          let deviation = predictions[objective].variances[index].squareRoot()
          return sum
            + LogImprovement.probabilityLogarithm(
              (level(node.level, objective) - predictions[objective].means[index]) / deviation)
        }
      }
      let largest = terms.max() ?? 0
      values[index] += largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
    }
    return values
  }

  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double]) {
    var (value, gradient) = feasibility.slope(vector)
    let slopes = objectives.map { $0.slope(vector) }
    let places = nodes.map { node in
      objectives.indices.map {
        (level(node.level, $0) - slopes[$0].mean) / slopes[$0].variance.squareRoot()
      }
    }
    let terms = zip(nodes, places).map { node, place in
      place.reduce(node.logWidth) { $0 + LogImprovement.probabilityLogarithm($1) }
    }
    let largest = terms.max() ?? 0
    let sum = terms.reduce(0) { $0 + exp($1 - largest) }
    value += largest + log(sum)
    for objective in objectives.indices {
      var byMean = 0.0
      var byVariance = 0.0
      let variance = slopes[objective].variance
      for (term, place) in zip(terms, places) {
        let z = place[objective]
        let byZ = exp(term - largest) / sum * LogImprovement.probabilityLogarithmSlope(z)
        byMean -= byZ / variance.squareRoot()
        byVariance -= byZ * z / (2 * variance)
      }
      for index in gradient.indices {
        gradient[index] +=
          byMean * slopes[objective].meanGradient[index]
          + byVariance * slopes[objective].varianceGradient[index]
      }
    }
    return (value, gradient)
  }

  /// What an objective must not exceed where the scalar is at most `value`.
  private func level(_ value: Double, _ objective: Int) -> Double {
    origin[objective] + weights[objective] * value
  }
}
