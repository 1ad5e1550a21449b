import COpenBLAS
import Foundation

/// A Gaussian process given data: a normal distribution of the function's value at each vector.
struct GaussianProcess: Sendable {
  /// A mean and a variance, each by the vector too.
  struct Slope: Sendable {
    var mean: Double
    var variance: Double
    var meanGradient: [Double]
    var varianceGradient: [Double]
  }

  let parameters: KernelParameters
  /// The mean of the function where nothing is known.
  let mean: Double
  /// The number of columns of a vector.
  private let width: Int
  /// One by the length scale of each column.
  private let inverseScales: [Double]
  private let scaledVectors: [Double]
  private let factor: CholeskyFactor
  /// K⁻¹ (y − m).
  private let weights: [Double]

  /// The process given `targets` at `vectors`; `nil` if its covariance is not positive definite even with more noise.
  init?(
    features: KernelFeatures, vectors: [Double], targets: [Double], parameters: KernelParameters
  ) {
    let count = targets.count
    let inverseScales = features.blockOfColumn.map { 1 / parameters.lengthScales[$0] }
    let scaled = Self.scale(vectors, by: inverseScales)
    var covariance = MaternKernel.squaredDistances(scaled, width: features.count)
    for column in 0..<count {
      for row in column..<count {
        covariance[column * count + row] =
          parameters.signalVariance * MaternKernel.correlation(covariance[column * count + row])
      }
    }
    var noise = parameters.noiseVariance
    var factor: CholeskyFactor?
    for _ in 0..<12 {
      var noisy = covariance
      for index in 0..<count { noisy[index * count + index] += noise }
      factor = CholeskyFactor(noisy, count: count)
      if factor != nil { break }
      noise = max(noise * 10, parameters.signalVariance * 1e-10)
    }
    guard let factor else { return nil }
    let inverseOnes = factor.solve([Double](repeating: 1, count: count))
    let mean = MeanPrior.mean(targets: targets, inverseOnes: inverseOnes)
    self.init(
      parameters: parameters, mean: mean, width: features.count, inverseScales: inverseScales,
      scaledVectors: scaled, factor: factor, weights: factor.solve(targets.map { $0 - mean }))
  }

  private init(
    parameters: KernelParameters, mean: Double, width: Int, inverseScales: [Double], scaledVectors: [Double],
    factor: CholeskyFactor, weights: [Double]
  ) {
    self.parameters = parameters
    self.mean = mean
    self.width = width
    self.inverseScales = inverseScales
    self.scaledVectors = scaledVectors
    self.factor = factor
    self.weights = weights
  }

  private static func scale(_ vectors: [Double], by factors: [Double]) -> [Double] {
    let width = factors.count
    return vectors.indices.map { vectors[$0] * factors[$0 % width] }
  }

  /// The mean of the function at vectors that stand one after the other.
  func means(_ vectors: [Double]) -> [Double] {
    let covariances = covariances(Self.scale(vectors, by: inverseScales))
    return means(covariances: covariances, count: vectors.count / max(width, 1))
  }

  private func means(covariances: [Double], count: Int) -> [Double] {
    var means = [Double](repeating: mean, count: count)
    cblas_dgemv(
      CblasColMajor, CblasTrans, Int32(weights.count), Int32(count), 1, covariances, Int32(weights.count),
      weights, 1, 1, &means, 1)
    return means
  }

  private func covariances(_ scaled: [Double]) -> [Double] {
    var covariances = MaternKernel.squaredDistances(scaledVectors, to: scaled, width: width)
    let signal = parameters.signalVariance
    covariances.withUnsafeMutableBufferPointer { covariances in
      for index in covariances.indices {
        covariances[index] = signal * MaternKernel.correlation(covariances[index])
      }
    }
    return covariances
  }

  /// The means and the variances of the function at vectors that stand one after the other.
  func predict(_ vectors: [Double]) -> (means: [Double], variances: [Double]) {
    let count = vectors.count / max(width, 1)
    guard count > 0 else { return ([], []) }
    var columns = covariances(Self.scale(vectors, by: inverseScales))
    let means = means(covariances: columns, count: count)
    factor.solveLower(columns: &columns)
    let size = weights.count
    let variances = columns.withUnsafeBufferPointer { columns in
      (0..<count).map { index in
        var explained = 0.0
        for row in 0..<size { explained += columns[index * size + row] * columns[index * size + row] }
        return bounded(parameters.signalVariance - explained)
      }
    }
    return (means, variances)
  }

  /// The mean and the variance at one vector with their gradients.
  func slope(_ vector: [Double]) -> Slope {
    let scaled = Self.scale(vector, by: inverseScales)
    var covariances = MaternKernel.squaredDistances(scaledVectors, to: scaled, width: width)
    var slopes = covariances
    let signal = parameters.signalVariance
    for index in covariances.indices {
      let (value, slope) = MaternKernel.correlationAndSlope(covariances[index])
      covariances[index] = signal * value
      slopes[index] = 2 * signal * slope
    }
    let half = factor.solveLower(covariances)
    let full = factor.solveTransposedLower(half)
    var meanWeights = slopes
    var varianceWeights = slopes
    var meanValue = mean
    var explained = 0.0
    for index in slopes.indices {
      meanValue += weights[index] * covariances[index]
      explained += half[index] * half[index]
      meanWeights[index] *= weights[index]
      varianceWeights[index] *= -2 * full[index]
    }
    return Slope(
      mean: meanValue, variance: bounded(signal - explained),
      meanGradient: gradient(meanWeights, at: scaled),
      varianceGradient: gradient(varianceWeights, at: scaled))
  }

  /// Σ_i w_i (u − z_i) by the unscaled vector.
  private func gradient(_ pairWeights: [Double], at scaled: [Double]) -> [Double] {
    let total = pairWeights.reduce(0, +)
    var gradient = scaled.map { $0 * total }
    cblas_dgemv(
      CblasColMajor, CblasNoTrans, Int32(width), Int32(pairWeights.count), -1, scaledVectors, Int32(width),
      pairWeights, 1, 1, &gradient, 1)
    for column in gradient.indices { gradient[column] *= inverseScales[column] }
    return gradient
  }

  // Rounding leaves a variance of this order, or less than nothing, where everything is known.
  private func bounded(_ variance: Double) -> Double {
    max(variance, parameters.signalVariance * 1e-14)
  }
}
