import COpenBLAS

/// A symmetric matrix as rotated and stretched axes.
struct SymmetricEigenvalues: Sendable {
  /// The length of each axis, squared, ascending.
  private(set) var values: [Double]
  /// The axes as columns, one after the other.
  let vectors: [Double]

  /// The decomposition of a matrix given row by row; `nil` if it has numbers that are not finite.
  init?(_ matrix: [Double], dimension: Int) {
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    var vectors = matrix
    var values = [Double](repeating: 0, count: dimension)
    if dimension > 0 {
      var (job, triangle, size) = (CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), Int32(dimension))
      var workSize = Int32(64 * dimension + 64)
      var work = [Double](repeating: 0, count: Int(workSize))
      var status: Int32 = 0
      var leading = size
      dsyev_(&job, &triangle, &size, &vectors, &leading, &values, &work, &workSize, &status, 1, 1)
      guard status == 0 else { return nil }
    }
    self.values = values
    self.vectors = vectors
  }

  private init(values: [Double], vectors: [Double]) {
    self.values = values
    self.vectors = vectors
  }

  /// Axes of length one.
  static func round(_ dimension: Int) -> SymmetricEigenvalues {
    SymmetricEigenvalues(
      values: Array(repeating: 1, count: dimension),
      vectors: (0..<(dimension * dimension)).map { $0 % (dimension + 1) == 0 ? 1 : 0 })
  }

  /// Makes short axes as long as the root of `least`.
  mutating func raise(toAtLeast least: Double) { values = values.map { max($0, least) } }

  /// The coordinates along the axes of a vector.
  func coordinates(of vector: [Double]) -> [Double] {
    values.indices.map { axis in
      vector.indices.reduce(0) { $0 + vectors[axis * vector.count + $1] * vector[$1] }
    }
  }

  /// The vector of coordinates along the axes.
  func vector(of coordinates: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for axis in values.indices {
      for index in result.indices {
        result[index] += vectors[axis * values.count + index] * coordinates[axis]
      }
    }
    return result
  }
}
