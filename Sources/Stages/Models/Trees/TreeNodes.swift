import LatheCore

/// A node of a compiled tree, 16 bytes. Siblings lie side by side: right is `left + 1`.
///
/// A leaf has its value as threshold, is its own left child and reads the slot that is always minus infinity:
/// a descent that has arrived stays, and needs no test for leaves to do so.
struct TreeNode {
  /// The threshold of a numeric split or the value of a leaf, as bits of a `Double`; or the set of a categorical split.
  var bits: UInt64
  /// Index of the slot to compare with; in a mixed tree the two highest bits are the ``TreeNodeKind``.
  var slot: UInt32
  /// Index of the left child.
  var left: UInt32
}

/// How a node of a mixed tree decides.
enum TreeNodeKind {
  /// Left if the slot's number is at most the threshold.
  static let numeric: UInt32 = 0
  /// Left if the slot's bit is in the 64-bit set.
  static let narrowSet: UInt32 = 1 << 30
  /// Left if the slot's code is in a set of the side table: `bits` is its offset times 2³² plus its number of words.
  static let wideSet: UInt32 = 1 << 31
  static let slotMask: UInt32 = (1 << 30) - 1
}

/// Trees laid out for scoring.
struct TreeNodes: Sendable {
  struct Tree {
    var root: UInt32
    /// Whether every split compares numbers, so that the short descent does.
    var isNumeric: Bool
  }

  private(set) var nodes: [TreeNode] = []
  private(set) var trees: [Tree] = []
  /// Slot 0 is ``TreeSlot/Rule/always``.
  private(set) var slots = [TreeSlot(feature: 0, rule: .always)]
  /// The sets of wide categorical splits.
  private(set) var setWords: [UInt32] = []
  private var slotIndex: [TreeSlot: UInt32] = [:]

  init(_ text: TreeText) {
    nodes.reserveCapacity(text.trees.reduce(0) { $0 + 2 * $1.leafValues.count - 1 })
    trees.reserveCapacity(text.trees.count)
    for tree in text.trees { append(tree) }
    slotIndex = [:]
  }

  /// Lays a tree out breadth first, so that the nodes near the root, which most rows pass, share cache lines.
  private mutating func append(_ tree: TreeText.Tree) {
    let root = UInt32(nodes.count)
    trees.append(Tree(root: root, isNumeric: !tree.decisions.contains(where: \.isCategorical)))
    nodes.append(TreeNode(bits: 0, slot: 0, left: 0))
    var pending: [(child: Int, index: UInt32)] = [(tree.leftChildren.isEmpty ? ~0 : 0, root)]
    var next = 0
    while next < pending.count {
      let (child, index) = pending[next]
      next += 1
      if child < 0 {
        nodes[Int(index)] = TreeNode(bits: tree.leafValues[~child].bitPattern, slot: 0, left: index)
      } else {
        let left = UInt32(nodes.count)
        nodes[Int(index)] = split(tree, child, left: left)
        nodes.append(TreeNode(bits: 0, slot: 0, left: 0))
        nodes.append(TreeNode(bits: 0, slot: 0, left: 0))
        pending.append((tree.leftChildren[child], left))
        pending.append((tree.rightChildren[child], left + 1))
      }
    }
  }

  private mutating func split(_ tree: TreeText.Tree, _ node: Int, left: UInt32) -> TreeNode {
    let decision = tree.decisions[node]
    let feature = tree.splitFeatures[node]
    if !decision.isCategorical {
      let rule = TreeSlot.Rule(decision)
      return TreeNode(
        bits: tree.thresholds[node].bitPattern, slot: slot(TreeSlot(feature: feature, rule: rule)), left: left
      )
    }
    let words = tree.categories(ofNode: node)
    let used = words.indices.filter { words[$0] != 0 }.map { $0 - words.startIndex }
    let block = (used.first ?? 0) / 2
    if (used.last ?? 0) / 2 == block {
      var bits: UInt64 = 0
      for word in used { bits |= UInt64(words[words.startIndex + word]) << (32 * UInt64(word % 2)) }
      let slot = slot(TreeSlot(feature: feature, rule: .categoryBit(block: UInt32(block))))
      return TreeNode(bits: bits, slot: slot | TreeNodeKind.narrowSet, left: left)
    }
    let offset = UInt64(setWords.count)
    setWords.append(contentsOf: words)
    let slot = slot(TreeSlot(feature: feature, rule: .categoryCode))
    return TreeNode(
      bits: offset << 32 | UInt64(words.count), slot: slot | TreeNodeKind.wideSet, left: left)
  }

  private mutating func slot(_ slot: TreeSlot) -> UInt32 {
    if let index = slotIndex[slot] { return index }
    let index = UInt32(slots.count)
    slots.append(slot)
    slotIndex[slot] = index
    return index
  }
}
