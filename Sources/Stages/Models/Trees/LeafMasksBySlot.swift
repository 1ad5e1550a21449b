import LatheCore

/// The splits of ``LeafMasks`` in the order of their slots, to score one row through all trees at once.
///
/// The splits of a slot lie in the order of their thresholds, so a row's rank says how many of them send it right:
/// only these are looked at. This is how the first QuickScorer went (Lucchese et al., SIGIR 2015).
struct LeafMasksBySlot: Sendable {
  /// What a split rules out of the leaves of a segment.
  private struct Split {
    var segment: UInt32
    /// The leaves that stay if the row goes right.
    var leaves: Int32
  }

  /// Splits by a threshold: by slot, and of a slot by threshold.
  private var numeric: [Split] = []
  /// Where the splits of a slot and rank end in `numeric`; `firstEnds` says where the ends of a slot begin.
  private var numericEnds: [Int] = []
  private var firstEnds = [0]
  /// Splits by a set of one word: by slot.
  private var narrow: [Split] = []
  private var narrowWords: [Int32] = []
  /// Where the splits of a slot end in `narrow`.
  private var narrowEnds: [Int] = []
  /// Splits by wider sets: their index in the masks.
  private var wide: [(split: Int, segment: Int)] = []

  init() {}

  init(_ masks: LeafMasks) {
    for ranks in masks.slots.rankCounts { firstEnds.append(firstEnds[firstEnds.count - 1] + ranks) }
    numericEnds = [Int](repeating: 0, count: firstEnds[firstEnds.count - 1])
    narrowEnds = [Int](repeating: 0, count: masks.slots.count)
    // Counts become ends; each split then takes the place before the end of its kind.
    for segment in masks.segments {
      for split in masks.splits[segment.numeric] {
        numericEnds[firstEnds[Int(split.slot)] + Int(split.operand)] += 1
      }
      for split in masks.splits[segment.narrow] { narrowEnds[Int(split.slot)] += 1 }
    }
    var (numericPlaces, narrowPlaces) = (Self.sums(numericEnds), Self.sums(narrowEnds))
    (numericEnds, narrowEnds) = (numericPlaces, narrowPlaces)
    let none = Split(segment: 0, leaves: -1)
    numeric = [Split](repeating: none, count: numericEnds.last ?? 0)
    narrow = [Split](repeating: none, count: narrowEnds.last ?? 0)
    narrowWords = [Int32](repeating: 0, count: narrow.count)
    for (index, segment) in masks.segments.enumerated() {
      for split in masks.splits[segment.numeric] {
        let kind = firstEnds[Int(split.slot)] + Int(split.operand)
        numericPlaces[kind] -= 1
        numeric[numericPlaces[kind]] = Split(segment: UInt32(index), leaves: split.leaves)
      }
      for split in masks.splits[segment.narrow] {
        let kind = Int(split.slot)
        narrowPlaces[kind] -= 1
        narrow[narrowPlaces[kind]] = Split(segment: UInt32(index), leaves: split.leaves)
        narrowWords[narrowPlaces[kind]] = split.operand
      }
      wide += segment.wide.map { ($0, index) }
    }
  }

  private static func sums(_ counts: [Int]) -> [Int] {
    var sum = 0
    return counts.map { count in
      sum += count
      return sum
    }
  }

  /// Rules out leaves for a row; slot `s` lies at `s * stride`, and `left` has a number a segment.
  func narrowDown(
    _ left: UnsafeMutablePointer<Int32>, _ masks: LeafMasks, row: UnsafePointer<Int32>, stride: Int
  ) {
    left.update(repeating: -1, count: masks.segments.count)
    numeric.withUnsafeBufferPointer { numeric in
      for slot in 0..<firstEnds.count - 1 {
        let ends = firstEnds[slot]
        for index in numericEnds[ends]..<numericEnds[ends + Int(row[slot * stride])] {
          left[Int(numeric[index].segment)] &= numeric[index].leaves
        }
      }
    }
    narrow.withUnsafeBufferPointer { narrow in
      narrowWords.withUnsafeBufferPointer { words in
        for slot in firstEnds.count - 1..<narrowEnds.count {
          let value = row[slot * stride]
          for index in (slot == 0 ? 0 : narrowEnds[slot - 1])..<narrowEnds[slot] {
            // All bits where row and set share one: the negative of one bit, even of the sign, is negative.
            let goesLeft = (0 &- (value & words[index])) &>> 31
            left[Int(narrow[index].segment)] &= goesLeft | narrow[index].leaves
          }
        }
      }
    }
    for (index, segment) in wide {
      let split = masks.wideSplits[index]
      var shared: Int32 = 0
      for word in split.words {
        shared |= row[Int(masks.wideWords[word].slot) * stride] & masks.wideWords[word].word
      }
      left[segment] &= shared != 0 ? -1 : split.leaves
    }
  }
}
