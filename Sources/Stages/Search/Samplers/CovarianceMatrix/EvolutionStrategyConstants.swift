import Foundation

/// The rates and weights of CMA-ES, from dimension and population.
///
/// Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772, table 1, with negative weights.
struct EvolutionStrategyConstants: Sendable {
  /// Points in a generation.
  let population: Int
  /// The weight of each point from the best to the worst; those of the worse half are negative.
  let weights: [Double]
  /// The points of the better half that count, less where their weights differ.
  let effectiveParents: Double
  /// The rate at which the path of the step size forgets.
  let stepPathRate: Double
  /// The damping of the step size.
  let stepDamping: Double
  /// The rate at which the path of the covariance forgets.
  let pathRate: Double
  /// The rate of learning from the path.
  let rankOneRate: Double
  /// The rate of learning from a generation.
  let rankManyRate: Double
  /// The expected length of a standard normal vector.
  let expectedLength: Double

  /// The population by default.
  static func defaultPopulation(dimension: Int) -> Int { 4 + Int(3 * log(Double(max(dimension, 1)))) }

  init(dimension: Int, population: Int) {
    let d = Double(max(dimension, 1))
    let parents = population / 2
    let raw = (1...population).map { log(Double(population + 1) / 2) - log(Double($0)) }
    func effective(_ weights: ArraySlice<Double>) -> Double {
      let sum = weights.reduce(0, +)
      return sum * sum / weights.reduce(0) { $0 + $1 * $1 }
    }
    let better = effective(raw[..<parents])
    let worse = effective(raw[parents...])
    let one = 2 / ((d + 1.3) * (d + 1.3) + better)
    let many = min(1 - one - 1e-8, 2 * (better - 2 + 1 / better) / ((d + 2) * (d + 2) + better))
    let negativeSum = min(1 + one / many, 1 + 2 * worse / (better + 2), (1 - one - many) / (d * many))
    let positive = raw.reduce(0) { $0 + max($1, 0) }
    let negative = raw.reduce(0) { $0 - min($1, 0) }
    self.population = population
    weights = raw.map { $0 >= 0 ? $0 / positive : $0 * negativeSum / negative }
    effectiveParents = better
    stepPathRate = (better + 2) / (d + better + 5)
    stepDamping = 1 + 2 * max(0, ((better - 1) / (d + 1)).squareRoot() - 1) + stepPathRate
    pathRate = (4 + better / d) / (d + 4 + 2 * better / d)
    rankOneRate = one
    rankManyRate = many
    expectedLength = d.squareRoot() * (1 - 1 / (4 * d) + 1 / (21 * d * d))
  }
}
