import Foundation
import LatheCore
import Learners

extension BoostedTreeParameters {
  /// The `index`-th draw from TabArena's search space for LightGBM (Erickson et al., 2025).
  static func drawn(index: Int, seed: UInt64) -> BoostedTreeParameters {
    var source = RandomSource(seed: seed &+ UInt64(index), stream: "drawn-parameters")
    func logarithmic(_ low: Double, _ high: Double) -> Double { low * pow(high / low, source.uniform()) }
    func linear(_ low: Double, _ high: Double) -> Double { low + (high - low) * source.uniform() }
    var parameters = BoostedTreeParameters()
    parameters.learningRate = logarithmic(0.005, 0.1)
    parameters.featureFraction = linear(0.4, 1)
    parameters.baggingFraction = linear(0.7, 1)
    parameters.leaves = max(2, Int(logarithmic(2, 200).rounded()))
    parameters.minimumLeafRows = max(1, Int(logarithmic(1, 64).rounded()))
    parameters.extraTrees = source.uniform() < 0.5
    parameters.minimumCategoryRows = max(2, Int(logarithmic(2, 100).rounded()))
    parameters.categoryL2 = logarithmic(0.005, 2)
    parameters.categorySmoothing = logarithmic(0.001, 100)
    parameters.maximumOneHotLevels = Int(logarithmic(8, 100).rounded())
    parameters.l1 = linear(1e-4, 1)
    parameters.l2 = linear(1e-4, 2)
    return parameters
  }
}
