/// Rows in ascending order of their score, equal scores in row order.
///
/// A radix sort over the 64 bits of a number, 11 at a time: a million rows take a fraction of what a sort by
/// comparison takes, and AUC is asked for hundreds of times.
struct ScoreRanking {
  /// The rows in ascending order of score.
  private(set) var rows: [Int32]
  /// The score of `rows[i]` as an integer of the same order; equal exactly where scores are.
  private(set) var keys: [UInt64]

  /// Ranks finite `scores`, at most 2³¹ - 1 of them. O(n).
  init(_ scores: UnsafeBufferPointer<Double>) {
    let count = scores.count
    keys = scores.map(Self.key)
    rows = (0..<Int32(count)).map { $0 }
    var otherKeys = [UInt64](repeating: 0, count: count)
    var otherRows = [Int32](repeating: 0, count: count)
    var starts = [Int](repeating: 0, count: Self.buckets)
    for shift in stride(from: 0, to: 64, by: Self.digitBits) {
      let isMoved = keys.withUnsafeBufferPointer { keys in
        rows.withUnsafeBufferPointer { rows in
          otherKeys.withUnsafeMutableBufferPointer { otherKeys in
            otherRows.withUnsafeMutableBufferPointer { otherRows in
              starts.withUnsafeMutableBufferPointer { starts in
                Self.scatter(keys, rows, to: otherKeys, otherRows, by: UInt64(shift), starts)
              }
            }
          }
        }
      }
      if isMoved {
        swap(&keys, &otherKeys)
        swap(&rows, &otherRows)
      }
    }
  }

  private static let digitBits = 11
  private static let buckets = 1 << digitBits

  /// One pass: sorts by the digit at `shift` unless all keys agree on it.
  private static func scatter(
    _ keys: UnsafeBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<Int32>,
    to otherKeys: UnsafeMutableBufferPointer<UInt64>, _ otherRows: UnsafeMutableBufferPointer<Int32>,
    by shift: UInt64, _ starts: UnsafeMutableBufferPointer<Int>
  ) -> Bool {
    let mask = UInt64(buckets - 1)
    starts.update(repeating: 0)
    for key in keys { starts[Int(truncatingIfNeeded: (key &>> shift) & mask)] &+= 1 }
    var next = 0
    for bucket in starts.indices {
      let size = starts[bucket]
      if size == keys.count { return false }
      starts[bucket] = next
      next += size
    }
    for index in keys.indices {
      let key = keys[index]
      let bucket = Int(truncatingIfNeeded: (key &>> shift) & mask)
      let place = starts[bucket]
      starts[bucket] = place &+ 1
      otherKeys[place] = key
      otherRows[place] = rows[index]
    }
    return true
  }

  /// An integer that orders as `score` does: negative numbers have all bits flipped, others the sign bit. Adding
  /// zero makes one of the two zeros.
  private static func key(of score: Double) -> UInt64 {
    let bits = (score + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  /// The score that a key stands for.
  static func score(ofKey key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }
}
