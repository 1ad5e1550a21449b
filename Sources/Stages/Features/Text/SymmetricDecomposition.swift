/// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's cyclic rotations.
///
/// Golub and Van Loan, "Matrix Computations", section 8.5. O(size³) a sweep; about eight sweeps.
struct SymmetricDecomposition {
  /// The eigenvalues, falling.
  let values: [Double]
  /// The eigenvectors in columns: rows of ``size`` numbers.
  let vectors: [Double]
  let size: Int

  init(of matrix: [Double], size: Int) {
    var matrix = matrix
    var vectors = Array(repeating: 0.0, count: size * size)
    for index in 0..<size { vectors[index * size + index] = 1 }
    for _ in 0..<30 {
      var outside = 0.0
      var inside = 0.0
      for row in 0..<size {
        for column in 0..<size {
          let square = matrix[row * size + column] * matrix[row * size + column]
          if row == column { inside += square } else { outside += square }
        }
      }
      guard outside > 1e-26 * inside else { break }
      for first in 0..<size {
        for second in first + 1..<max(size, first + 1) {
          Self.rotate(&matrix, &vectors, size: size, first, second)
        }
      }
    }
    let diagonal = (0..<size).map { matrix[$0 * size + $0] }
    let order = diagonal.indices.sorted { (diagonal[$1], $0) < (diagonal[$0], $1) }
    values = order.map { diagonal[$0] }
    self.vectors = (0..<size).flatMap { row in order.map { vectors[row * size + $0] } }
    self.size = size
  }

  /// Turns two axes so that the matrix has a zero between them.
  private static func rotate(
    _ matrix: inout [Double], _ vectors: inout [Double], size: Int, _ first: Int, _ second: Int
  ) {
    let between = matrix[first * size + second]
    guard between != 0 else { return }
    let slope = (matrix[second * size + second] - matrix[first * size + first]) / (2 * between)
    let tangent = (slope >= 0 ? 1 : -1) / (abs(slope) + (1 + slope * slope).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    func turn(_ numbers: inout [Double], _ left: Int, _ right: Int) {
      let (a, b) = (numbers[left], numbers[right])
      numbers[left] = cosine * a - sine * b
      numbers[right] = sine * a + cosine * b
    }
    for index in 0..<size { turn(&matrix, index * size + first, index * size + second) }
    for index in 0..<size { turn(&matrix, first * size + index, second * size + index) }
    for index in 0..<size { turn(&vectors, index * size + first, index * size + second) }
  }

  /// The rows of `matrix`, of ``size`` numbers each, expressed in the first eigenvectors, each times its scale.
  func rotated(_ matrix: [Float], scales: [Double]) -> [Float] {
    let width = scales.count
    guard width > 0 else { return [] }
    var rotation = Array(repeating: Float(0), count: size * width)
    for row in 0..<size {
      for column in 0..<width {
        rotation[row * width + column] = Float(vectors[row * size + column] * scales[column])
      }
    }
    let rows = matrix.count / size
    return Array(unsafeUninitializedCapacity: rows * width) { result, count in
      result.initialize(repeating: 0)
      count = result.count
      matrix.withUnsafeBufferPointer { matrix in
        rotation.withUnsafeBufferPointer { rotation in
          guard let result = result.baseAddress, let rotation = rotation.baseAddress else { return }
          for row in 0..<rows {
            for index in 0..<size {
              Vectors.add(
                rotation + index * width, times: matrix[row * size + index], to: result + row * width,
                count: width)
            }
          }
        }
      }
    }
  }

  /// The inner products of the columns of `matrix`, whose rows have `width` numbers.
  static func gram(_ matrix: [Float], width: Int) -> [Double] {
    Array(unsafeUninitializedCapacity: width * width) { gram, count in
      gram.initialize(repeating: 0)
      count = gram.count
      matrix.withUnsafeBufferPointer { matrix in
        guard let gram = gram.baseAddress, let first = matrix.baseAddress else { return }
        for start in stride(from: 0, to: matrix.count, by: width) {
          let row = first + start
          for left in 0..<width {
            Vectors.add(row, times: Double(row[left]), to: gram + left * width, count: width)
          }
        }
      }
    }
  }

  /// Orthonormal columns that span what those of `matrix` do; columns of zeros where these depend on one another.
  static func orthonormalized(_ matrix: [Float], width: Int) -> [Float] {
    let decomposition = SymmetricDecomposition(of: gram(matrix, width: width), size: width)
    let largest = decomposition.values.first ?? 0
    return decomposition.rotated(
      matrix, scales: decomposition.values.map { $0 > 1e-10 * largest && $0 > 0 ? 1 / $0.squareRoot() : 0 })
  }
}
