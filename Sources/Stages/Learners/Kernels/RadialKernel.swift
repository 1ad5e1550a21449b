import COpenBLAS
import Foundation
import LatheCore
import Models

/// The radial kernel `exp(-γ |x - v|²)` of all pairs of rows, in 32 bits: 4 · rows² bytes.
struct RadialKernel: Sendable {
  let gamma: Double
  let count: Int
  /// All pairs, symmetric.
  let values: [Float]

  /// The kernel of `rows`, row-major with `features` numbers each; nil if the limits stopped it. O(rows² × features).
  init?(rows: [Float], count: Int, features: Int, gamma: Double, limits: FitLimits) {
    var values = [Float](repeating: 0, count: count * count)
    guard Self.multiply(rows, count: count, features: features, into: &values, limits),
      Self.exponentiate(&values, count: count, gamma: gamma, limits)
    else { return nil }
    self.gamma = gamma
    self.count = count
    self.values = values
  }

  /// Multiplications between two looks at the limits: some tenths of a second.
  private static let blockWork = 4_000_000_000

  /// Writes the products of all pairs of rows to the lower triangle, block column by block column; false if the limits
  /// stopped it.
  private static func multiply(
    _ rows: [Float], count: Int, features: Int, into products: inout [Float], _ limits: FitLimits
  ) -> Bool {
    guard features > 0, count > 0 else { return true }
    SingleThreadedBLAS.isSet
    let width = max(16, min(512, blockWork / (count * features)))
    let spacing = Int32(features)
    for start in stride(from: 0, to: count, by: width) {
      if limits.shouldStop { return false }
      let own = min(width, count - start)
      let rest = count - start - own
      rows.withUnsafeBufferPointer { rows in
        products.withUnsafeMutableBufferPointer { products in
          guard let rows = rows.baseAddress, let products = products.baseAddress else { return }
          let block = rows + start * features
          let corner = products + (start * count + start)
          cblas_ssyrk(
            CblasColMajor, CblasLower, CblasTrans, Int32(own), spacing, 1, block, spacing, 0, corner,
            Int32(count))
          guard rest > 0 else { return }
          cblas_sgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, Int32(rest), Int32(own), spacing, 1,
            block + own * features, spacing, block, spacing, 0, corner + own, Int32(count))
        }
      }
    }
    return true
  }

  /// Makes the kernel, both triangles, of the products in the lower one; false if the limits stopped it.
  private static func exponentiate(
    _ values: inout [Float], count: Int, gamma: Double, _ limits: FitLimits
  ) -> Bool {
    let norms = (0..<count).map { values[$0 * count + $0] }
    let scale = Float(gamma)
    return values.withUnsafeMutableBufferPointer { values -> Bool in
      for column in 0..<count {
        if column % 64 == 0, limits.shouldStop { return false }
        values[column * count + column] = 1
        for row in column + 1..<max(count, column + 1) {
          let distance = max(0, norms[row] + norms[column] - 2 * values[column * count + row])
          let value = exp(-scale * distance)
          values[column * count + row] = value
          values[row * count + column] = value
        }
      }
      return true
    }
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
