import LatheCore

extension RandomSource {
  /// A number drawn from `0..<bound`, which is not empty. Its bias of at most `bound` / 2^64 is of no matter here.
  mutating func index(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// `count` of `elements` in their order, each set of that size equally likely; all if there are no more.
  ///
  /// Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S. O(elements).
  mutating func sample<Element>(_ elements: [Element], count: Int) -> [Element] {
    guard elements.count > count else { return elements }
    return sampleIndices(elements.count, count: count).map { elements[$0] }
  }

  /// `count` of the numbers `0..<total` rising, each set of that size equally likely; all if there are no more. O(total).
  mutating func sampleIndices(_ total: Int, count: Int) -> [Int] {
    guard total > count else { return Array(0..<total) }
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    for index in 0..<total where uniform() * Double(total - index) < Double(count - chosen.count) {
      chosen.append(index)
    }
    return chosen
  }

  /// A fold for each row: `0..<folds`, at random, of sizes that differ by at most one. O(rows).
  mutating func folds(rowCount: Int, folds: Int) -> [UInt8] {
    var assigned = (0..<rowCount).map { UInt8(truncatingIfNeeded: $0 % folds) }
    for row in stride(from: rowCount - 1, to: 0, by: -1) { assigned.swapAt(row, index(below: row + 1)) }
    return assigned
  }

  /// A fold for each row, one for all rows of a group: `0..<folds`, at random, of numbers of groups that differ by at most one. O(rows).
  mutating func folds(groups: [Int], folds: Int) -> [UInt8] {
    // Groups in order of appearance: groups of one row each give the folds of rows without groups.
    var positionOfGroup: [Int: Int] = [:]
    var positions: [Int] = []
    positions.reserveCapacity(groups.count)
    for group in groups {
      let position = positionOfGroup[group] ?? positionOfGroup.count
      positionOfGroup[group] = position
      positions.append(position)
    }
    let assigned = self.folds(rowCount: positionOfGroup.count, folds: folds)
    return positions.map { assigned[$0] }
  }
}
