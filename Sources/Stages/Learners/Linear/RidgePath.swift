import COpenBLAS
import LatheCore
import Models

/// Ridge regression for a falling sequence of strengths: minimises `½ mean (y - xβ)² + ½ strength |β|²`, in the
/// space of features or of rows, whichever is smaller (Saunders, Gammerman and Vovk, "Ridge regression learning
/// algorithm in dual variables", 1998). One Cholesky factorisation a strength, O(min(rows, features)³).
struct RidgePath: ModelPath {
  let problem: LeastSquares
  let strengths: [Double]
  /// The learner's name, for errors.
  let learner: String
  private var position = 0
  /// The products of the rows, where they are the smaller matrix; made for the first step.
  private var rowProducts: [Double]?

  init(_ problem: LeastSquares, strengths: [Double], learner: String) {
    self.problem = problem
    self.strengths = strengths
    self.learner = learner
  }

  var count: Int { strengths.count }

  mutating func skip(_ steps: Int) -> Bool {
    position += steps
    return true
  }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    guard position < strengths.count, !limits.shouldStop else { return nil }
    let strength = strengths[position]
    position += 1
    switch problem.form {
    case .covariance(let gram, let products):
      guard let coefficients = try solve(gram, plus: strength, products, limits) else { return nil }
      return PathStep(model: problem.model(coefficients))
    case .rows(let design, let targets):
      guard let products = rowProducts ?? design.outerProducts(limits: limits) else { return nil }
      rowProducts = products
      guard let multipliers = try solve(products, plus: strength, targets, limits) else { return nil }
      var coefficients = [Double](repeating: 0, count: design.columnCount)
      design.multiplyTransposed(multipliers, outputs: 1, into: &coefficients)
      return PathStep(model: problem.model(coefficients))
    }
  }

  /// Solves `(matrix + strength · I) x = right`, from the lower triangle of `matrix`; nil if the limits stopped it. Where
  /// rounding has made the matrix indefinite a little more is added to its diagonal.
  private func solve(_ matrix: [Double], plus strength: Double, _ right: [Double], _ limits: FitLimits)
    throws(LearnersError) -> [Double]?
  {
    guard !right.isEmpty else { return [] }
    let size = right.count
    var added = max(strength, 1e-12 * problem.meanEigenvalue)
    for _ in 0..<12 {
      var factor = matrix
      for place in 0..<size { factor[place * size + place] += added }
      switch Cholesky.factorise(&factor, size: size, limits: limits) {
      case .interrupted: return nil
      case .indefinite: break
      case .finished:
        let solution = Cholesky.solve(factor, right)
        if solution.allSatisfy(\.isFinite) { return solution }
      }
      added *= 10
    }
    throw .engine(learner: learner, message: "the covariance of the features cannot be factorised")
  }
}

/// Cholesky factorisation of a symmetric matrix, of which the lower triangle is read and overwritten. O(size³).
private enum Cholesky {
  /// How a factorisation ended.
  enum Ending { case finished, indefinite, interrupted }

  /// Columns that are factorised between two looks at the limits: tenths of a second for the largest matrix we make.
  private static let blockColumns = 128

  /// Replaces a column-major matrix of `size` columns by its factor.
  static func factorise(_ matrix: inout [Double], size: Int, limits: FitLimits) -> Ending {
    SingleThreadedBLAS.isSet
    return matrix.withUnsafeMutableBufferPointer { matrix -> Ending in
      guard let first = matrix.baseAddress else { return .finished }
      let leading = Int32(size)
      for start in stride(from: 0, to: size, by: blockColumns) {
        if limits.shouldStop { return .interrupted }
        let count = min(blockColumns, size - start)
        let rest = Int32(size - start - count)
        let corner = first + (start * size + start)
        var (order, spacing, status) = (Int32(count), leading, Int32(0))
        var triangle = CChar(UInt8(ascii: "L"))
        dpotrf_(&triangle, &order, corner, &spacing, &status, 1)
        guard status == 0 else { return .indefinite }
        guard rest > 0 else { continue }
        let below = corner + count
        cblas_dtrsm(
          CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, rest, order, 1, corner, leading,
          below, leading)
        cblas_dsyrk(
          CblasColMajor, CblasLower, CblasNoTrans, rest, order, -1, below, leading, 1, below + count * size,
          leading)
      }
      return .finished
    }
  }

  /// The solution for the right-hand side `right`, given the factor.
  static func solve(_ factor: [Double], _ right: [Double]) -> [Double] {
    var solution = right
    let size = Int32(right.count)
    for transposition in [CblasNoTrans, CblasTrans] {
      cblas_dtrsv(
        CblasColMajor, CblasLower, transposition, CblasNonUnit, size, factor, size, &solution, 1)
    }
    return solution
  }
}
