import Foundation
import LatheCore

/// Probabilities of the choices of one categorical axis, which move towards those of good points.
///
/// The step is that of the natural gradient; no choice ever gets rarer than the margin, so that none is lost.
///
/// Hamano et al., "CatCMA: Stochastic Optimization for Mixed-Category Problems", GECCO 2024.
struct CategoryAdaptation: Sendable {
  /// The probability of each choice.
  private(set) var probabilities: [Double]
  private let rate: Double
  private let least: Double

  /// All choices alike.
  ///
  /// - Parameters:
  ///   - freedom: The number of probabilities that can be chosen, over all categorical axes.
  ///   - margin: The probability of another choice than the likeliest that is kept at least.
  init(count: Int, freedom: Int, margin: Double, constants: EvolutionStrategyConstants) {
    probabilities = Array(repeating: 1 / Double(count), count: count)
    rate = 0.5 * constants.effectiveParents / (constants.effectiveParents + Double(freedom) + 2)
    least = min(margin / Double(max(count - 1, 1)), 1 / Double(count))
  }

  /// The choice that belongs to a number in [0, 1).
  func choice(_ uniform: Double) -> Double {
    var remaining = uniform
    for (index, probability) in probabilities.enumerated() {
      if remaining < probability { return Double(index) }
      remaining -= probability
    }
    return Double(probabilities.count - 1)
  }

  /// Learns the choices of points from the best to the worst, NaN where there was none.
  mutating func learn(_ choices: [Double], weights: [Double]) {
    var target = [Double](repeating: 0, count: probabilities.count)
    var total = 0.0
    for (choice, weight) in zip(choices, weights) where weight > 0 && !choice.isNaN {
      target[Int(choice)] += weight
      total += weight
    }
    guard total > 0 else { return }
    for index in probabilities.indices {
      probabilities[index] += rate * total * (target[index] / total - probabilities[index])
    }
    let raised = probabilities.map { max($0, least) }
    let excess = raised.reduce(-1, +)
    let room = raised.reduce(0) { $0 + $1 - least }
    probabilities = room > 0 ? raised.map { $0 - excess * ($0 - least) / room } : raised
  }
}
