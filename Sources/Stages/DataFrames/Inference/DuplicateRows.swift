import CArrow
import Foundation
import LatheCore
import Synchronization

/// Counts rows that repeat an earlier row in all columns.
struct DuplicateRows {
  private(set) var count = 0
  private(set) var isEstimate = false
  private let rowCount: Int

  /// Hashes each row, several ranges of rows at a time. O(cells); beyond about a million rows the count is an estimate
  /// from the rows whose hash ends in zeros, among which duplicates are as frequent as among all. A frame with an
  /// identifier has none.
  init(in frame: DataFrame, threads: Int = 1) {
    let rows = frame.rowCount
    rowCount = rows
    guard rows > 1, !frame.columns.contains(where: { $0.kind == .identifier }) else { return }
    var bits = 0
    while rows >> bits > 1 << 20 { bits += 1 }
    isEstimate = bits > 0
    let mask = (UInt64(1) << UInt64(bits)) - 1
    let block = 1 << 14
    let blocks = (rows + block - 1) / block
    let columns = frame.columns.map(\.values)
    let next = Atomic(0)
    let gathered = Mutex<[UInt64]>([])
    DispatchQueue.concurrentPerform(iterations: min(max(threads, 1), blocks)) { _ in
      var kept: [UInt64] = []
      var hashes: [UInt64] = []
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < blocks else { break }
        let range = index * block..<min((index + 1) * block, rows)
        hashes.removeAll(keepingCapacity: true)
        hashes.append(contentsOf: repeatElement(0x9e37_79b9_7f4a_7c15, count: range.count))
        for values in columns { Self.mix(values, range, into: &hashes) }
        for hash in hashes where hash & mask == 0 { kept.append(hash) }
      }
      gathered.withLock { $0 += kept }
    }
    var seen = gathered.withLock { $0 }
    seen.sort()
    var repeats = 0
    for index in seen.indices.dropFirst() where seen[index] == seen[index - 1] { repeats += 1 }
    count = repeats << bits
  }

  private static func mix(_ values: Column.Values, _ rows: Range<Int>, into hashes: inout [UInt64]) {
    let first = rows.lowerBound
    hashes.withUnsafeMutableBufferPointer { hashes in
      switch values {
      case .numbers(let numbers), .instants(let numbers):
        numbers.withUnsafeBufferPointer { numbers in
          for row in hashes.indices { hashes[row] = step(hashes[row], numbers[first + row].bitPattern) }
        }
      case .categories(let categories):
        categories.codes.withUnsafeBufferPointer { codes in
          for row in hashes.indices {
            hashes[row] = step(hashes[row], UInt64(truncatingIfNeeded: codes[first + row]))
          }
        }
      case .texts(let texts):
        texts.bytes.withUnsafeBytes { bytes in
          for row in hashes.indices {
            let range = texts.offsets[first + row]..<texts.offsets[first + row + 1]
            let content = UnsafeRawBufferPointer(rebasing: bytes[range])
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
