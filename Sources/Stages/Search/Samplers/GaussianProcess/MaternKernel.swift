import COpenBLAS
import Foundation

/// The Matérn kernel of smoothness 5/2 with one length scale a dimension:
/// k(r) = s² (1 + √5 r + 5 r²/3) exp(−√5 r), r² = Σ (x_j − x′_j)² / ℓ_j².
///
/// Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, 4.2.
enum MaternKernel {
  /// The covariance at a squared distance, for s² = 1.
  @inline(__always)
  static func correlation(_ squaredDistance: Double) -> Double {
    let scaled = (5 * squaredDistance).squareRoot()
    return (1 + scaled + scaled * scaled / 3) * exp(-scaled)
  }

  /// The covariance at a squared distance, and its derivative with respect to that, for s² = 1.
  @inline(__always)
  static func correlationAndSlope(_ squaredDistance: Double) -> (value: Double, slope: Double) {
    let scaled = (5 * squaredDistance).squareRoot()
    let decay = exp(-scaled)
    // The derivative by r is divided by 2r in closed form, so that there is nothing wrong at r = 0.
    return ((1 + scaled + scaled * scaled / 3) * decay, -5.0 / 6 * (1 + scaled) * decay)
  }

  /// The squared distances between vectors of `width` numbers; the lower triangle column by column.
  static func squaredDistances(_ vectors: [Double], width: Int) -> [Double] {
    let count = width == 0 ? 0 : vectors.count / width
    var distances = [Double](repeating: 0, count: count * count)
    guard count > 0 else { return distances }
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasTrans, Int32(count), Int32(width), -2, vectors, Int32(width), 0,
      &distances, Int32(count))
    let norms = (0..<count).map { -0.5 * distances[$0 * count + $0] }
    distances.withUnsafeMutableBufferPointer { distances in
      for column in 0..<count {
        distances[column * count + column] = 0
        for row in (column + 1)..<max(count, column + 1) {
          let index = column * count + row
          distances[index] = max(distances[index] + norms[row] + norms[column], 0)
        }
      }
    }
    return distances
  }

  /// The squared distances of `others` from `vectors`: a column of numbers for each of `others`.
  static func squaredDistances(_ vectors: [Double], to others: [Double], width: Int) -> [Double] {
    let rows = vectors.count / width
    let columns = others.count / width
    var distances = [Double](repeating: 0, count: rows * columns)
    guard rows > 0, columns > 0 else { return distances }
    cblas_dgemm(
      CblasColMajor, CblasTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(width), -2, vectors,
      Int32(width), others, Int32(width), 0, &distances, Int32(rows))
    let rowNorms = squaredNorms(vectors, width: width)
    let columnNorms = squaredNorms(others, width: width)
    distances.withUnsafeMutableBufferPointer { distances in
      for column in 0..<columns {
        for row in 0..<rows {
          let index = column * rows + row
          distances[index] = max(distances[index] + rowNorms[row] + columnNorms[column], 0)
        }
      }
    }
    return distances
  }

  private static func squaredNorms(_ vectors: [Double], width: Int) -> [Double] {
    vectors.withUnsafeBufferPointer { vectors in
      (0..<(vectors.count / width)).map { index in
        var sum = 0.0
        for column in 0..<width { sum += vectors[index * width + column] * vectors[index * width + column] }
        return sum
      }
    }
  }
}
