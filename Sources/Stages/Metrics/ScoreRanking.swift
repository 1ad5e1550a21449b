/// Rows in ascending order of their score, equal scores in row order.
struct ScoreRanking {
  /// The rows in ascending order of score.
  private(set) var rows: [Int32]
  /// The score of `rows[i]` as an integer of the same order; equal exactly where scores are.
  private(set) var keys: [UInt64]

  /// Ranks finite `scores`, at most 2³¹ - 1 of them. O(n).
  init(_ scores: UnsafeBufferPointer<Double>) {
    keys = scores.map(Self.key)
    rows = (0..<Int32(scores.count)).map { $0 }
    RadixSort.sort(&keys, carrying: &rows)
  }

  /// An integer that orders as `score` does: negative numbers have all bits flipped, others the sign bit. Adding
  /// zero makes one of the two zeros.
  static func key(of score: Double) -> UInt64 {
    let bits = (score + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  /// The score that a key stands for.
  static func score(ofKey key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }
}
