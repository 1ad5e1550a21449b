import COpenBLAS
import Foundation

/// The lower triangular factor L of a symmetric positive definite matrix A = L Lᵀ, column by column.
struct CholeskyFactor: Sendable {
  // Small matrices are faster on one thread, and sums on several depend on their number.
  private static let singleThreaded: Void = openblas_set_num_threads(1)

  private static let lowerTriangle = CChar(UInt8(ascii: "L"))

  /// The number of rows.
  let count: Int
  private let lower: [Double]

  /// Factors a matrix of which the lower triangle is read; `nil` if it is not positive definite.
  init?(_ matrix: [Double], count: Int) {
    _ = Self.singleThreaded
    var lower = matrix
    if count > 0 {
      var triangle = Self.lowerTriangle
      var order = Int32(count)
      var spacing = order
      var status: Int32 = 0
      dpotrf_(&triangle, &order, &lower, &spacing, &status, 1)
      guard status == 0 else { return nil }
    }
    self.count = count
    self.lower = lower
  }

  /// log |A|.
  var logDeterminant: Double {
    2 * (0..<count).reduce(0) { $0 + log(lower[$1 * count + $1]) }
  }

  /// A⁻¹ b.
  func solve(_ right: [Double]) -> [Double] {
    solveTransposedLower(solveLower(right))
  }

  /// L⁻¹ b.
  func solveLower(_ right: [Double]) -> [Double] {
    var solution = right
    cblas_dtrsv(
      CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, Int32(count), lower, Int32(count), &solution, 1)
    return solution
  }

  /// L⁻ᵀ b.
  func solveTransposedLower(_ right: [Double]) -> [Double] {
    var solution = right
    cblas_dtrsv(
      CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, Int32(count), lower, Int32(count), &solution, 1)
    return solution
  }

  /// L⁻¹ B in place, for several right-hand sides of `count` numbers each, one after the other.
  func solveLower(columns: inout [Double]) {
    guard count > 0 else { return }
    cblas_dtrsm(
      CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, Int32(count),
      Int32(columns.count / count), 1, lower, Int32(count), &columns, Int32(count))
  }

  /// The lower triangle of A⁻¹; what stands above it means nothing.
  func inverse() -> [Double] {
    var inverse = lower
    if count > 0 {
      var triangle = Self.lowerTriangle
      var order = Int32(count)
      var spacing = order
      var status: Int32 = 0
      dpotri_(&triangle, &order, &inverse, &spacing, &status, 1)
    }
    return inverse
  }
}
