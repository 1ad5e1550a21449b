import COpenBLAS
import Foundation

/// The parameters of a Gaussian process with the highest posterior density.
struct KernelFit: Sendable {
  let features: KernelFeatures
  let prior: KernelPrior
  let vectors: [Double]
  let targets: [Double]

  /// Descends from each of `starts` and keeps the best end.
  func parameters(from starts: [[Double]], evaluationLimit: Int) -> KernelParameters {
    let minimizer = BoundedMinimizer(
      lowest: prior.lowest, highest: prior.highest, evaluationLimit: evaluationLimit,
      gradientTolerance: 0.02, valueTolerance: 1e-5, firstStep: 1)
    let ends = starts.map { minimizer.minimize(from: $0, loss) }
    let best = ends.min { $0.value < $1.value }
    return KernelParameters(logarithms: best?.point ?? prior.start(scaleCount: features.scaleCount))
  }

  /// The negative logarithm of the posterior density, up to a constant, and its gradient, at the logarithms of the
  /// parameters. Takes O(n³).
  func loss(_ logarithms: [Double]) -> (value: Double, gradient: [Double]) {
    let parameters = KernelParameters(logarithms: logarithms)
    let count = targets.count
    let width = features.count
    let scaled = vectors.indices.map {
      vectors[$0] / parameters.lengthScales[features.blockOfColumn[$0 % width]]
    }
    var covariance = MaternKernel.squaredDistances(scaled, width: width)
    // By the squared distance, of which the half derivative of the loss is the sum over pairs.
    var slopes = covariance
    let signal = parameters.signalVariance
    covariance.withUnsafeMutableBufferPointer { covariance in
      slopes.withUnsafeMutableBufferPointer { slopes in
        for column in 0..<count {
          for index in (column * count + column)..<((column + 1) * count) {
            let (value, slope) = MaternKernel.correlationAndSlope(covariance[index])
            covariance[index] = signal * value
            slopes[index] = signal * slope
          }
        }
      }
    }
    var noisy = covariance
    for index in 0..<count { noisy[index * count + index] += parameters.noiseVariance }
    guard let factor = CholeskyFactor(noisy, count: count) else {
      return (.infinity, [Double](repeating: 0, count: logarithms.count))
    }
    let mean = MeanPrior.mean(
      targets: targets, inverseOnes: factor.solve([Double](repeating: 1, count: count)))
    let centred = targets.map { $0 - mean }
    let weights = factor.solve(centred)
    let penalty = prior.penalty(logarithms)
    var value = 0.5 * factor.logDeterminant + penalty.value + 0.5 * mean * mean / MeanPrior.variance
    for index in 0..<count { value += 0.5 * centred[index] * weights[index] }
    var gradient = penalty.gradient
    let scales = features.scaleCount
    // M = K⁻¹ − α αᵀ; the derivative by a parameter θ is half the trace of M ∂K/∂θ.
    let inverse = factor.inverse()
    var trace = 0.0
    var signalPart = 0.0
    slopes.withUnsafeMutableBufferPointer { slopes in
      for column in 0..<count {
        let weight = weights[column]
        let diagonal = column * count + column
        let own = inverse[diagonal] - weight * weight
        trace += own
        signalPart += 0.5 * own * covariance[diagonal]
        slopes[diagonal] = 0
        for row in (column + 1)..<max(count, column + 1) {
          let index = column * count + row
          let pair = inverse[index] - weight * weights[row]
          signalPart += pair * covariance[index]
          slopes[index] *= pair
        }
      }
    }
    gradient[scales] += signalPart
    gradient[scales + 1] += 0.5 * parameters.noiseVariance * trace
    for (column, part) in squaredDifferences(slopes, scaled).enumerated() {
      // ∂r²/∂log ℓ = −2 (u − u′)².
      gradient[features.blockOfColumn[column]] -= 2 * part
    }
    return (value, gradient)
  }

  /// For each column of the vectors, Σ over pairs of H (u − u′)², for a symmetric H with a diagonal of 0.
  private func squaredDifferences(_ pairWeights: [Double], _ scaled: [Double]) -> [Double] {
    let count = targets.count
    let width = features.count
    var products = [Double](repeating: 0, count: scaled.count)
    cblas_dsymm(
      CblasColMajor, CblasRight, CblasLower, Int32(width), Int32(count), 1, pairWeights, Int32(count), scaled,
      Int32(width), 0, &products, Int32(width))
    var rowSums = [Double](repeating: 0, count: count)
    let ones = [Double](repeating: 1, count: count)
    cblas_dsymv(
      CblasColMajor, CblasLower, Int32(count), 1, pairWeights, Int32(count), ones, 1, 0, &rowSums, 1)
    var sums = [Double](repeating: 0, count: width)
    for index in scaled.indices {
      sums[index % width] += scaled[index] * (rowSums[index / width] * scaled[index] - products[index])
    }
    return sums
  }
}
