import Foundation

/// A normal distribution that moves towards good points and takes on the shape in which they lie: one run of CMA-ES.
struct CovarianceAdaptation: Sendable {
  /// The rates.
  let constants: EvolutionStrategyConstants
  /// Where points are drawn.
  private(set) var mean: [Double]
  /// The scale of the distribution.
  private(set) var step: Double
  /// Factors by which axes with separate values are stretched.
  private(set) var stretch: [Double]
  /// Generations so far.
  private(set) var generation = 0
  /// Row by row.
  private var covariance: [Double]
  private var eigen: SymmetricEigenvalues
  private var stepPath: [Double]
  private var path: [Double]
  private let firstStep: Double
  /// The best and the worst loss of the last generations.
  private var recentLosses: [Double] = []

  /// A distribution around a point.
  ///
  /// - Parameter covariance: Row by row; equal in all directions if `nil`.
  init(mean: [Double], step: Double, population: Int, covariance: [Double]? = nil) {
    let dimension = mean.count
    self.mean = mean
    self.step = step
    firstStep = step
    stretch = Array(repeating: 1, count: dimension)
    let round = (0..<(dimension * dimension)).map { $0 % (dimension + 1) == 0 ? 1.0 : 0 }
    let roundAxes = SymmetricEigenvalues.round(dimension)
    if let covariance, let eigen = SymmetricEigenvalues(covariance, dimension: dimension),
      eigen.values.allSatisfy({ $0 > 0 })
    {
      self.covariance = covariance
      self.eigen = eigen
    } else {
      self.covariance = round
      eigen = roundAxes
    }
    stepPath = Array(repeating: 0, count: dimension)
    path = stepPath
    constants = EvolutionStrategyConstants(dimension: dimension, population: population)
  }

  /// The dimension.
  var dimension: Int { mean.count }

  /// The standard deviation along an axis.
  func deviation(_ axis: Int) -> Double {
    step * stretch[axis] * covariance[axis * (dimension + 1)].squareRoot()
  }

  /// The point that belongs to a standard normal vector.
  func point(of normal: [Double]) -> [Double] {
    let shaped = eigen.vector(of: zip(normal, eigen.values).map { $0 * $1.squareRoot() })
    return mean.indices.map { mean[$0] + step * stretch[$0] * shaped[$0] }
  }

  /// Learns a generation of points, from the best to the worst.
  ///
  /// - Parameters:
  ///   - points: As many as ``EvolutionStrategyConstants/population``.
  ///   - areForeign: Whether each was not drawn from the present distribution; the steps of such are cut to a usual length.
  ///   - losses: The losses of those that have one, in any order.
  mutating func learn(_ points: [[Double]], areForeign: [Bool], losses: [Double]) {
    generation += 1
    let indices = mean.indices
    var steps = points.map { point in indices.map { (point[$0] - mean[$0]) / (step * stretch[$0]) } }
    var lengths = steps.map { whitened($0).reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let longest = Double(dimension).squareRoot() + 2 * Double(dimension) / Double(dimension + 2)
    for index in steps.indices where areForeign[index] && lengths[index] > longest {
      steps[index] = steps[index].map { $0 * longest / lengths[index] }
      lengths[index] = longest
    }
    let weights = constants.weights
    var drift = [Double](repeating: 0, count: dimension)
    for (weight, step) in zip(weights, steps) where weight > 0 {
      for index in indices { drift[index] += weight * step[index] }
    }
    for index in indices { mean[index] += step * stretch[index] * drift[index] }

    let rate = constants.stepPathRate
    let gain = (rate * (2 - rate) * constants.effectiveParents).squareRoot()
    let whitenedDrift = eigen.vector(of: whitened(drift))
    for index in indices { stepPath[index] = (1 - rate) * stepPath[index] + gain * whitenedDrift[index] }
    let length = stepPath.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let expected = constants.expectedLength
    step *= exp(rate / constants.stepDamping * (length / expected - 1))

    // While the step size still grows fast, the path would stretch the covariance too much.
    let settled = (1 - pow(1 - rate, 2 * Double(generation + 1))).squareRoot()
    let isSteady = length / settled < (1.4 + 2 / Double(dimension + 1)) * expected
    let pathRate = constants.pathRate
    let pathGain =
      isSteady ? (pathRate * (2 - pathRate) * constants.effectiveParents).squareRoot() : 0
    for index in indices { path[index] = (1 - pathRate) * path[index] + pathGain * drift[index] }
    adaptCovariance(steps, lengths, lost: isSteady ? 0 : pathRate * (2 - pathRate))
    note(losses)
  }

  private mutating func adaptCovariance(_ steps: [[Double]], _ lengths: [Double], lost: Double) {
    let one = constants.rankOneRate
    let many = constants.rankManyRate
    let kept = 1 + one * lost - one - many * constants.weights.reduce(0, +)
    for index in covariance.indices { covariance[index] *= kept }
    add(path, weight: one)
    for (index, weight) in constants.weights.enumerated() {
      // So that what is taken away stays positive definite.
      let bound =
        weight >= 0 ? 1 : Double(dimension) / (lengths[index] * lengths[index] + 1e-8)
      add(steps[index], weight: many * weight * bound)
    }
    if var fresh = SymmetricEigenvalues(covariance, dimension: dimension) {
      fresh.raise(toAtLeast: 1e-16)
      eigen = fresh
    }
  }

  private mutating func add(_ vector: [Double], weight: Double) {
    for row in vector.indices {
      let factor = weight * vector[row]
      for column in vector.indices { covariance[row * dimension + column] += factor * vector[column] }
    }
  }

  /// A step seen along the axes of the distribution, in units of their lengths.
  private func whitened(_ step: [Double]) -> [Double] {
    zip(eigen.coordinates(of: step), eigen.values).map { $0 / $1.squareRoot() }
  }

  private mutating func note(_ losses: [Double]) {
    guard let best = losses.min(), let worst = losses.max() else { return }
    recentLosses += [best, worst]
    let window = 2 * (10 + Int((30 * Double(dimension) / Double(constants.population)).rounded(.up)))
    if recentLosses.count > window { recentLosses.removeFirst(2) }
  }

  /// Whether nothing is to be gained any more: all losses alike, no length left, or a shape too long to compute with.
  var hasConverged: Bool {
    let window = 2 * (10 + Int((30 * Double(dimension) / Double(constants.population)).rounded(.up)))
    if recentLosses.count >= window, let best = recentLosses.min(), let worst = recentLosses.max(),
      worst - best <= 1e-12
    {
      return true
    }
    guard let shortest = eigen.values.first, let longest = eigen.values.last else { return false }
    if longest > 1e14 * shortest || !step.isFinite || step * longest.squareRoot() > 1e4 * firstStep {
      return true
    }
    return mean.indices.allSatisfy {
      deviation($0) < 1e-12 * firstStep && step * abs(path[$0]) < 1e-12 * firstStep
    }
  }

  /// Moves the mean and stretches an axis.
  mutating func place(_ axis: Int, mean: Double, stretchedBy factor: Double) {
    self.mean[axis] = mean
    stretch[axis] *= factor
  }
}
