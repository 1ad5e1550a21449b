import LatheCore

/// The leading right singular vectors of a sparse matrix, by randomised subspace iteration.
///
/// Halko, Martinsson and Tropp, "Finding structure with randomness", 2011, algorithms 4.4 and 5.1. Written here rather than called from BLAS so
/// that the numbers do not depend on a library's threads and answering needs no such library.
struct TruncatedDecomposition {
  /// Directions beyond those asked for, which make these accurate.
  static let oversampling = 10
  /// Passes over the matrix that sharpen the directions.
  static let iterations = 3

  /// The singular values, falling.
  let singularValues: [Float]
  /// The right singular vectors in rows of `singularValues.count` numbers, one row a column of the matrix; the largest number of each vector
  /// is positive.
  let vectors: [Float]

  /// At most `count` components of `matrix`; fewer where its rank is less. `nil` if `limits` ask to stop.
  /// O(non-zeros × count + (rows + columns) × count²) an iteration.
  init?(of matrix: SparseMatrix, count: Int, random: inout RandomSource, limits: FitLimits) {
    let transposed = matrix.transposed()
    let width = min(count + Self.oversampling, matrix.rowCount, matrix.columnCount)
    var directions = (0..<matrix.columnCount * width).map { _ in Float(random.uniform() * 2 - 1) }
    for _ in 0..<Self.iterations {
      guard !limits.shouldStop else { return nil }
      let images = matrix.multiplied(by: directions, width: width)
      directions = transposed.multiplied(
        by: SymmetricDecomposition.orthonormalized(images, width: width), width: width)
      directions = SymmetricDecomposition.orthonormalized(directions, width: width)
    }
    guard !limits.shouldStop else { return nil }
    let basis = SymmetricDecomposition.orthonormalized(
      matrix.multiplied(by: directions, width: width), width: width)
    // The matrix within the basis, transposed: its left singular vectors are the right ones of the matrix.
    let projected = transposed.multiplied(by: basis, width: width)
    let gram = SymmetricDecomposition(of: SymmetricDecomposition.gram(projected, width: width), size: width)
    let largest = gram.values.first ?? 0
    let kept = gram.values.prefix(count).prefix { $0 > 1e-8 * largest && $0 > 0 }
    singularValues = kept.map { Float($0.squareRoot()) }
    var vectors = gram.rotated(projected, scales: kept.map { 1 / $0.squareRoot() })
    Self.fixSigns(of: &vectors, width: kept.count)
    self.vectors = vectors
  }

  /// A singular vector is only defined up to its sign.
  private static func fixSigns(of vectors: inout [Float], width: Int) {
    for vector in 0..<width {
      var largest: Float = 0
      for place in stride(from: vector, to: vectors.count, by: width)
      where abs(vectors[place]) > abs(largest) {
        largest = vectors[place]
      }
      guard largest < 0 else { continue }
      for place in stride(from: vector, to: vectors.count, by: width) { vectors[place].negate() }
    }
  }
}
