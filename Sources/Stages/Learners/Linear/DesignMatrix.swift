import COpenBLAS
import LatheCore

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

  /// OpenBLAS on one thread: its sums depend on the number of threads, and our models may not. Small products,
  /// most of ours, are also faster so.
  static let usesOneThread: Void = openblas_set_num_threads(1)

  /// `result = X · coefficients`: `coefficients` holds `outputs` columns of ``columnCount`` numbers, `result` as
  /// many columns of ``rowCount``.
  func multiply(
    _ coefficients: UnsafePointer<Double>, outputs: Int, into result: UnsafeMutablePointer<Double>
  ) {
    Self.usesOneThread
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
    Self.usesOneThread
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

  /// `X Xᵀ`, the lower triangle of a column-major matrix of ``rowCount`` rows.
  func outerProducts() -> [Double] {
    Self.usesOneThread
    var result = [Double](repeating: 0, count: rowCount * rowCount)
    guard columnCount > 0 else { return result }
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasNoTrans, Int32(rowCount), Int32(columnCount), 1, values,
      Int32(rowCount),
      0, &result, Int32(rowCount))
    return result
  }

  /// Adds `XᵀX` to the lower triangle of the column-major `gram`.
  func addInnerProducts(to gram: inout [Double]) {
    Self.usesOneThread
    guard columnCount > 0 else { return }
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasTrans, Int32(columnCount), Int32(rowCount), 1, values, Int32(rowCount),
      1,
      &gram, Int32(columnCount))
  }
}
