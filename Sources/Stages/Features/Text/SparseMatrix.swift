/// A matrix whose rows list their non-zero numbers (compressed sparse rows).
struct SparseMatrix {
  private(set) var columnCount: Int
  /// Where each row starts in ``columns`` and ``values``, and where the last ends.
  private(set) var starts: [Int] = [0]
  private(set) var columns: [Int32] = []
  private(set) var values: [Float] = []

  init(columnCount: Int) { self.columnCount = columnCount }

  var rowCount: Int { starts.count - 1 }

  mutating func appendRow(columns: [Int32], values: [Float]) {
    self.columns += columns
    self.values += values
    starts.append(self.columns.count)
  }

  /// Rows and columns exchanged. O(non-zeros).
  func transposed() -> SparseMatrix {
    var result = SparseMatrix(columnCount: rowCount)
    var next = Array(repeating: 0, count: columnCount + 1)
    for column in columns { next[Int(column) + 1] += 1 }
    for column in 0..<columnCount { next[column + 1] += next[column] }
    result.starts = next
    result.columns = Array(repeating: 0, count: columns.count)
    result.values = Array(repeating: 0, count: values.count)
    for row in 0..<rowCount {
      for place in starts[row]..<starts[row + 1] {
        let column = Int(columns[place])
        result.columns[next[column]] = Int32(row)
        result.values[next[column]] = values[place]
        next[column] += 1
      }
    }
    return result
  }

  /// The product with a dense matrix of `width` columns in rows of `width` numbers. O(non-zeros × width).
  func multiplied(by dense: [Float], width: Int) -> [Float] {
    Array(unsafeUninitializedCapacity: rowCount * width) { product, count in
      product.initialize(repeating: 0)
      count = product.count
      guard let first = product.baseAddress else { return }
      dense.withUnsafeBufferPointer { dense in
        columns.withUnsafeBufferPointer { columns in
          values.withUnsafeBufferPointer { values in
            guard let dense = dense.baseAddress else { return }
            for row in 0..<rowCount {
              let sum = first + row * width
              for place in starts[row]..<starts[row + 1] {
                Vectors.add(dense + Int(columns[place]) * width, times: values[place], to: sum, count: width)
              }
            }
          }
        }
      }
    }
  }
}
