import CArrow
import LatheCore

/// Counts rows that repeat an earlier row in all columns.
struct DuplicateRows {
  private(set) var count = 0
  private(set) var isEstimate = false
  private let rowCount: Int

  /// Hashes each row. O(cells); beyond about a million rows the count is an estimate from the rows whose hash ends
  /// in zeros, among which duplicates are as frequent as among all.
  init(in frame: DataFrame) {
    let rows = frame.rowCount
    rowCount = rows
    guard rows > 1 else { return }
    var hashes = [UInt64](repeating: 0x9e37_79b9_7f4a_7c15, count: rows)
    for column in frame.columns { Self.mix(column.values, into: &hashes) }
    var mask: UInt64 = 0
    while rows >> mask.nonzeroBitCount > 1 << 20 { mask = mask << 1 | 1 }
    isEstimate = mask != 0
    var seen = hashes.filter { $0 & mask == 0 }
    seen.sort()
    var repeats = 0
    for index in seen.indices.dropFirst() where seen[index] == seen[index - 1] { repeats += 1 }
    count = repeats << mask.nonzeroBitCount
  }

  private static func mix(_ values: Column.Values, into hashes: inout [UInt64]) {
    hashes.withUnsafeMutableBufferPointer { hashes in
      switch values {
      case .numbers(let numbers), .instants(let numbers):
        numbers.withUnsafeBufferPointer { numbers in
          for row in hashes.indices { hashes[row] = step(hashes[row], numbers[row].bitPattern) }
        }
      case .categories(let categories):
        categories.codes.withUnsafeBufferPointer { codes in
          for row in hashes.indices {
            hashes[row] = step(hashes[row], UInt64(truncatingIfNeeded: codes[row]))
          }
        }
      case .texts(let texts):
        texts.bytes.withUnsafeBytes { bytes in
          for row in hashes.indices {
            let content = UnsafeRawBufferPointer(rebasing: bytes[texts.offsets[row]..<texts.offsets[row + 1]])
            hashes[row] = step(hashes[row], lathe_arrow_hash(content.baseAddress, content.count, 0))
          }
        }
      }
    }
  }

  private static func step(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value).multipliedFullWidth(by: 0x9fb2_1c65_1e98_df25)
    return product.high ^ product.low &+ 0x9e37_79b9_7f4a_7c15
  }

  /// A warning, if there are any.
  var diagnostic: Diagnostic? {
    guard count > 0 else { return nil }
    return Diagnostic(
      .warning, code: "duplicate-rows",
      message:
        "\(isEstimate ? "About \(count)" : "\(count)") of \(rowCount) rows repeat an earlier row in all columns; "
        + "in validation such rows can make scores look better than they are.")
  }
}
