import CArrow
import LatheCore

/// Gives equal texts equal codes.
enum TextCoder {
  /// Whether most texts of a large column are distinct, judged by a sample: coding them would be of no use.
  static func isDiverse(_ texts: TextValues) -> Bool {
    guard texts.count > 100_000 else { return false }
    var hashes: Set<UInt64> = []
    var looked = 0
    texts.bytes.withUnsafeBytes { bytes in
      for row in stride(from: 0, to: texts.count, by: texts.count / 20_000) where !texts.isMissing(row) {
        let content = UnsafeRawBufferPointer(rebasing: bytes[texts.offsets[row]..<texts.offsets[row + 1]])
        hashes.insert(lathe_arrow_hash(content.baseAddress, content.count, 0))
        looked += 1
      }
    }
    return hashes.count * 2 > looked
  }

  /// Codes in order of first appearance and their levels; `nil` if there are more than `limit` distinct texts. O(bytes).
  static func code(_ texts: TextValues, limit: Int) -> (codes: [Int32], levels: [String])? {
    let count = texts.count
    var capacity = 1024
    var slots = [Int32](repeating: -1, count: capacity)
    var hashes: [UInt64] = []
    var firstRows: [Int] = []
    var codes = [Int32](repeating: -1, count: count)
    let isCoded = texts.bytes.withUnsafeBytes { bytes -> Bool in
      for row in 0..<count where !texts.isMissing(row) {
        let range = texts.offsets[row]..<texts.offsets[row + 1]
        let content = UnsafeRawBufferPointer(rebasing: bytes[range])
        let hash = lathe_arrow_hash(content.baseAddress, content.count, 0)
        var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
        while true {
          let code = slots[slot]
          if code < 0 {
            guard firstRows.count < limit, firstRows.count < Int(Int32.max) - 1 else { return false }
            slots[slot] = Int32(firstRows.count)
            codes[row] = Int32(firstRows.count)
            hashes.append(hash)
            firstRows.append(row)
            break
          }
          let first = firstRows[Int(code)]
          if hashes[Int(code)] == hash {
            let other = UnsafeRawBufferPointer(
              rebasing: bytes[texts.offsets[first]..<texts.offsets[first + 1]])
            if other.count == content.count && other.elementsEqual(content) {
              codes[row] = code
              break
            }
          }
          slot = (slot + 1) & (capacity - 1)
        }
        if firstRows.count * 2 > capacity {
          capacity *= 4
          slots = [Int32](repeating: -1, count: capacity)
          for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Int32(code)
          }
        }
      }
      return true
    }
    guard isCoded else { return nil }
    return (codes, firstRows.map { texts[$0] ?? "" })
  }
}
