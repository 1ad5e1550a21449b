/// Sorts integers 11 bits at a time: a million take a fraction of what a sort by comparison takes.
enum RadixSort {
  private static let digitBits = 11
  private static let bucketCount = 1 << digitBits

  /// Sorts `keys`, ascending. O(n).
  static func sort(_ keys: inout [UInt64]) {
    var other = [UInt64](repeating: 0, count: keys.count)
    forEachDigit { shift, starts in
      let isMoved = keys.withUnsafeBufferPointer { keys in
        other.withUnsafeMutableBufferPointer { other in
          guard countDigits(of: keys, at: shift, starts) else { return false }
          for key in keys {
            let bucket = digit(of: key, at: shift)
            other[starts[bucket]] = key
            starts[bucket] &+= 1
          }
          return true
        }
      }
      if isMoved { swap(&keys, &other) }
    }
  }

  /// Sorts `keys`, ascending, and moves `rows` along; equal keys keep their order. O(n).
  static func sort(_ keys: inout [UInt64], carrying rows: inout [Int32]) {
    var otherKeys = [UInt64](repeating: 0, count: keys.count)
    var otherRows = [Int32](repeating: 0, count: keys.count)
    forEachDigit { shift, starts in
      let isMoved = keys.withUnsafeBufferPointer { keys in
        rows.withUnsafeBufferPointer { rows in
          otherKeys.withUnsafeMutableBufferPointer { otherKeys in
            otherRows.withUnsafeMutableBufferPointer { otherRows in
              guard countDigits(of: keys, at: shift, starts) else { return false }
              for index in keys.indices {
                let bucket = digit(of: keys[index], at: shift)
                let place = starts[bucket]
                starts[bucket] = place &+ 1
                otherKeys[place] = keys[index]
                otherRows[place] = rows[index]
              }
              return true
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

  private static func forEachDigit(_ body: (UInt64, UnsafeMutableBufferPointer<Int>) -> Void) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: bucketCount) { starts in
      for shift in stride(from: 0, to: 64, by: digitBits) { body(UInt64(shift), starts) }
    }
  }

  @inline(__always)
  private static func digit(of key: UInt64, at shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &>> shift) & UInt64(bucketCount - 1))
  }

  /// Sets `starts` to where each bucket begins; false if all keys share one, so that nothing is to be moved.
  private static func countDigits(
    of keys: UnsafeBufferPointer<UInt64>, at shift: UInt64, _ starts: UnsafeMutableBufferPointer<Int>
  ) -> Bool {
    starts.initialize(repeating: 0)
    for key in keys { starts[digit(of: key, at: shift)] &+= 1 }
    var next = 0
    for bucket in starts.indices {
      let size = starts[bucket]
      if size == keys.count { return false }
      starts[bucket] = next
      next += size
    }
    return true
  }
}
