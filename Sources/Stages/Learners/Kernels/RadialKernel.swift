import COpenBLAS
import Foundation
import LatheCore

/// The radial kernel `exp(-γ |x - v|²)` of all pairs of rows, in 32 bits: 4 · rows² bytes.
struct RadialKernel: Sendable {
  let gamma: Double
  let count: Int
  /// All pairs, symmetric.
  let values: [Float]

  /// The kernel of `rows`, row-major with `features` numbers each; nil if the limits stopped it. O(rows² × features).
  init?(rows: [Float], count: Int, features: Int, gamma: Double, limits: FitLimits) {
    DesignMatrix.usesOneThread
    var products = [Float](repeating: 0, count: count * count)
    if features > 0 {
      cblas_ssyrk(
        CblasColMajor, CblasLower, CblasTrans, Int32(count), Int32(features), 1, rows, Int32(features), 0,
        &products, Int32(count))
    }
    var stopped = false
    let norms = (0..<count).map { products[$0 * count + $0] }
    let scale = Float(gamma)
    products.withUnsafeMutableBufferPointer { products in
      for column in 0..<count {
        if column % 64 == 0, limits.shouldStop {
          stopped = true
          return
        }
        products[column * count + column] = 1
        for row in column + 1..<max(count, column + 1) {
          let distance = max(0, norms[row] + norms[column] - 2 * products[column * count + row])
          let value = exp(-scale * distance)
          products[column * count + row] = value
          products[row * count + column] = value
        }
      }
    }
    if stopped { return nil }
    self.gamma = gamma
    self.count = count
    values = products
  }

  /// The width at which the kernel of two random rows is about `exp(-2)`: one over the summed variances of the features
  /// (scikit-learn's `scale`).
  static func scale(_ features: FeatureMatrix, weights: [Double]) -> Double {
    var sum = 0.0
    for column in features.columns {
      let mean = weightedMean(column, weights)
      sum += weightedMean(column.map { ($0 - mean) * ($0 - mean) }, weights)
    }
    return sum > 0 && sum.isFinite ? 1 / sum : 1
  }

  /// The rows of `features`, row-major in 32 bits.
  static func rows(of features: FeatureMatrix) -> [Float] {
    let count = features.columns.count
    var rows = [Float](repeating: 0, count: features.rowCount * count)
    for (feature, column) in features.columns.enumerated() {
      for (row, value) in column.enumerated() { rows[row * count + feature] = Float(value) }
    }
    return rows
  }
}
