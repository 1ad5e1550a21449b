import COpenBLAS
import LatheCore
import Models

/// Inputs as one contiguous column-major array, the shape BLAS reads.
struct DesignMatrix: Sendable {
  /// The number of rows.
  let rowCount: Int
  /// The number of columns.
  let columnCount: Int
  /// Columns one after the other.
  private(set) var values: [Double]

  /// A copy of `features`.
  init(_ features: FeatureMatrix) {
    rowCount = features.rowCount
    columnCount = features.columns.count
    values = []
    values.reserveCapacity(rowCount * columnCount)
    for column in features.columns { values += column }
  }

  /// A copy of `features`, each column less its weighted mean and each row times the square root of its weight
  /// over the number of rows: then `XᵀX` is the weighted covariance.
  init(centring features: FeatureMatrix, means: [Double], rootWeights: [Double]) {
    self.init(features)
    for column in 0..<columnCount {
      let start = column * rowCount
      for row in 0..<rowCount {
        values[start + row] = (values[start + row] - means[column]) * rootWeights[row]
      }
    }
  }

  /// `result = X · coefficients`: `coefficients` holds `outputs` columns of ``columnCount`` numbers, `result` as
  /// many columns of ``rowCount``.
  func multiply(
    _ coefficients: UnsafePointer<Double>, outputs: Int, into result: UnsafeMutablePointer<Double>
  ) {
    SingleThreadedBLAS.isSet
    let (rows, columns, outputs) = (Int32(rowCount), Int32(columnCount), Int32(outputs))
    if columnCount == 0 {
      result.update(repeating: 0, count: rowCount * Int(outputs))
    } else if outputs == 1 {
      cblas_dgemv(
        CblasColMajor, CblasNoTrans, rows, columns, 1, values, rows, coefficients, 1, 0, result, 1)
    } else {
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, rows, outputs, columns, 1, values, rows, coefficients,
        columns, 0, result, rows)
    }
  }

  /// `result = Xᵀ · residuals`, the shapes as in ``multiply(_:outputs:into:)`` the other way round.
  func multiplyTransposed(
    _ residuals: UnsafePointer<Double>, outputs: Int, into result: UnsafeMutablePointer<Double>
  ) {
    SingleThreadedBLAS.isSet
    let (rows, columns, outputs) = (Int32(rowCount), Int32(columnCount), Int32(outputs))
    guard columnCount > 0 else { return }
    if outputs == 1 {
      cblas_dgemv(CblasColMajor, CblasTrans, rows, columns, 1, values, rows, residuals, 1, 0, result, 1)
    } else {
      cblas_dgemm(
        CblasColMajor, CblasTrans, CblasNoTrans, columns, outputs, rows, 1, values, rows, residuals, rows, 0,
        result, columns)
    }
  }

  /// `X Xᵀ`, the lower triangle of a column-major matrix of ``rowCount`` rows; nil if the limits stopped it.
  func outerProducts(limits: FitLimits) -> [Double]? {
    var result = [Double](repeating: 0, count: rowCount * rowCount)
    return addProducts(ofRows: true, to: &result, limits) ? result : nil
  }

  /// Adds `XᵀX` to the lower triangle of the column-major `gram`, whose upper triangle it leaves alone; false if the
  /// limits stopped it.
  func addInnerProducts(to gram: inout [Double], limits: FitLimits) -> Bool {
    addProducts(ofRows: false, to: &gram, limits)
  }

  /// Multiplications between two looks at the limits: some tenths of a second.
  private static let blockWork = 4_000_000_000

  /// Adds the products of all pairs of rows, or of columns, block column by block column.
  private func addProducts(ofRows: Bool, to result: inout [Double], _ limits: FitLimits) -> Bool {
    let (size, depth) = ofRows ? (rowCount, columnCount) : (columnCount, rowCount)
    guard size > 0, depth > 0 else { return true }
    SingleThreadedBLAS.isSet
    let own = ofRows ? CblasNoTrans : CblasTrans
    let other = ofRows ? CblasTrans : CblasNoTrans
    // Where the next row or column begins.
    let step = ofRows ? 1 : rowCount
    let width = max(16, min(512, Self.blockWork / (size * depth)))
    for start in stride(from: 0, to: size, by: width) {
      if limits.shouldStop { return false }
      let count = min(width, size - start)
      let rest = size - start - count
      values.withUnsafeBufferPointer { values in
        result.withUnsafeMutableBufferPointer { result in
          guard let values = values.baseAddress, let result = result.baseAddress else { return }
          let block = values + start * step
          let corner = result + (start * size + start)
          cblas_dsyrk(
            CblasColMajor, CblasLower, own, Int32(count), Int32(depth), 1, block, Int32(rowCount), 1, corner,
            Int32(size))
          guard rest > 0 else { return }
          cblas_dgemm(
            CblasColMajor, own, other, Int32(rest), Int32(count), Int32(depth), 1, block + count * step,
            Int32(rowCount), block, Int32(rowCount), 1, corner + count, Int32(size))
        }
      }
    }
    return true
  }
}
