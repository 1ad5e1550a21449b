/// The constant mean of a Gaussian process, the most probable under a normal prior around 0.
enum MeanPrior {
  /// The variance of the prior, in that of the standardised targets.
  static let variance = 1.0

  /// The posterior mode, given K⁻¹ 1.
  static func mean(targets: [Double], inverseOnes: [Double]) -> Double {
    var above = 0.0
    var below = 1 / variance
    for index in targets.indices {
      above += targets[index] * inverseOnes[index]
      below += inverseOnes[index]
    }
    return above / below
  }
}
