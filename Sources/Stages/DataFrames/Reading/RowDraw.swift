import LatheCore

/// A uniform draw of rows in one pass, in memory that depends on the size of the draw alone (reservoir sampling,
/// Vitter 1985, algorithm R).
struct RowDraw {
  private let count: Int
  private var random: RandomSource
  private var chosen: [(file: Int, row: Range<Int>)] = []
  /// The rows offered so far.
  private(set) var offered = 0

  init(count: Int, seed: UInt64) {
    self.count = count
    random = RandomSource(seed: seed, stream: "row draw")
  }

  /// Offers a row, which ends up in the draw with equal chance for all rows.
  mutating func offer(file: Int, _ row: Range<Int>) {
    offered += 1
    if chosen.count < count {
      chosen.append((file, row))
    } else {
      let place = Int.random(in: 0..<offered, using: &random)
      if place < count { chosen[place] = (file, row) }
    }
  }

  /// The drawn rows of a file in file order.
  func rows(ofFile file: Int) -> [Range<Int>] {
    chosen.filter { $0.file == file }.map(\.row).sorted { $0.lowerBound < $1.lowerBound }
  }
}
