import LatheCore

/// Small trees laid out so that a row is scored without following branches.
///
/// A tree's leaves are numbered from left to right, one bit each. A split that sends a row right rules the leaves on
/// its left out; of the leaves that no split rules out the leftmost is the row's. So splits may be looked at in any
/// order, all of a kind together, many rows at a time and nothing has to be predicted. The work grows with the number
/// of leaves, not with the depth, which pays as long as there are few: see ``fits(_:)``.
///
/// What a split asks is made small: the rank of a feature among all its thresholds instead of a `Double`, and one
/// 32-bit word of the set that holds just the row's category.
///
/// Lucchese et al., "QuickScorer", SIGIR 2015, and "Exploiting CPU SIMD extensions to speed-up document scoring with
/// tree ensembles", SIGIR 2016.
struct LeafMasks: Sendable {
  /// A split and what it rules out of 32 leaves.
  struct Split {
    /// Index of the slot that is asked.
    var slot: UInt32
    /// One more than the rank of the threshold, or the word of the set that is asked.
    var operand: Int32
    /// The leaves that stay if the row goes right.
    var leaves: Int32
  }

  /// One word of a wider set.
  struct SetWord {
    /// Index of the slot that is asked.
    var slot: UInt32
    var word: Int32
  }

  /// A split by a set of several words, and what it rules out of 32 leaves.
  struct WideSplit {
    /// The slots and words in `wideWords`.
    var words: Range<Int>
    /// The leaves that stay if the row goes right.
    var leaves: Int32
  }

  /// Up to 32 neighbouring leaves of a tree, and the splits that rule some of them out.
  struct Segment {
    /// Splits by a threshold: left if the slot's rank is below the operand.
    var numeric: Range<Int>
    /// Splits by a set of one word: right if slot and operand share no bit.
    var narrow: Range<Int>
    /// Splits by a wider set: right if this is so for each of its words.
    var wide: Range<Int>
    /// Index of the value of the first leaf.
    var firstLeaf: Int
  }

  private(set) var splits: [Split] = []
  private(set) var wideSplits: [WideSplit] = []
  private(set) var wideWords: [SetWord] = []
  private(set) var segments: [Segment] = []
  private(set) var leafValues: [Double] = []
  /// The segments of each tree.
  private(set) var trees: [Range<Int>] = []
  let slots: LeafMaskSlots
  /// The same splits once more, to score single rows.
  private(set) var bySlot = LeafMasksBySlot()

  /// Whether this layout is the faster one.
  static func fits(_ trees: [TreeText.Tree]) -> Bool { trees.allSatisfy { $0.leafValues.count <= 128 } }

  init(_ text: TreeText) {
    slots = LeafMaskSlots(text.trees)
    for tree in text.trees { append(tree) }
    bySlot = LeafMasksBySlot(self)
  }

  private mutating func append(_ tree: TreeText.Tree) {
    let cuts = Self.cuts(tree, firstLeafValue: &leafValues)
    let firstLeaf = leafValues.count - tree.leafValues.count
    let firstSegment = segments.count
    for start in stride(from: 0, to: tree.leafValues.count, by: 32) {
      var (numeric, narrow, wide): ([Split], [Split], [WideSplit]) = ([], [], [])
      for (node, cut) in cuts.enumerated() where cut.lowerBound < start + 32 && cut.upperBound > start {
        let (from, to) = (max(cut.lowerBound, start) - start, min(cut.upperBound, start + 32) - start)
        let ruledOut = (UInt64(1) << to) - (UInt64(1) << from)
        let leaves = Int32(truncatingIfNeeded: ~ruledOut)
        switch slots.question(tree, node) {
        case .rank(let slot, let rank): numeric.append(Split(slot: slot, operand: rank + 1, leaves: leaves))
        case .words(let words) where words.count == 1:
          narrow.append(Split(slot: words[0].slot, operand: words[0].word, leaves: leaves))
        case .words(let words):
          let first = wideWords.count
          wideWords += words
          wide.append(WideSplit(words: first..<wideWords.count, leaves: leaves))
        }
      }
      let (first, firstWide) = (splits.count, wideSplits.count)
      splits += numeric + narrow
      wideSplits += wide
      segments.append(
        Segment(
          numeric: first..<first + numeric.count, narrow: first + numeric.count..<splits.count,
          wide: firstWide..<wideSplits.count, firstLeaf: firstLeaf + start))
    }
    trees.append(firstSegment..<segments.count)
  }

  /// For each node the leaves on its left, numbered from left to right; appends the leaves' values in that order.
  private static func cuts(_ tree: TreeText.Tree, firstLeafValue values: inout [Double]) -> [Range<Int>] {
    let first = values.count
    var cuts = [Range<Int>](repeating: 0..<0, count: tree.splitFeatures.count)
    /// Children to visit; a node whose left side is done comes once more, with where it began.
    var pending: [(child: Int, start: Int?)] = [(tree.leftChildren.isEmpty ? ~0 : 0, nil)]
    while let (child, start) = pending.popLast() {
      if child < 0 {
        values.append(tree.leafValues[~child])
      } else if let start {
        cuts[child] = start..<values.count - first
        pending.append((tree.rightChildren[child], nil))
      } else {
        pending.append((child, values.count - first))
        pending.append((tree.leftChildren[child], nil))
      }
    }
    return cuts
  }
}
