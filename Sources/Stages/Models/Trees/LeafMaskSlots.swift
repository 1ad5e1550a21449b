import LatheCore

/// What the splits of ``LeafMasks`` ask of a row, as 32-bit numbers.
struct LeafMaskSlots: Sendable {
  /// A feature whose slot is the number of its thresholds below the value.
  private struct Ranks {
    var source: TreeSlot
    var thresholds: [Double]
  }

  /// A feature whose slots are words of the set that holds just the row's category.
  private struct Categories {
    var source: TreeSlot
    /// Indices of the words that some split asks for.
    var words: [UInt32]
    var firstSlot: Int
  }

  /// What a split asks.
  enum Question {
    case rank(slot: UInt32, Int32)
    case words([LeafMasks.SetWord])
  }

  /// The number of slots.
  let count: Int
  /// For each slot of ranks, which come first, how many there are.
  var rankCounts: [Int] { ranks.map { $0.thresholds.count + 1 } }
  private let ranks: [Ranks]
  private let categories: [Categories]
  private let rankIndex: [TreeSlot: Int]
  private let categoryIndex: [Int: Int]

  init(_ trees: [TreeText.Tree]) {
    var ranks: [Ranks] = []
    var categories: [Categories] = []
    var rankIndex: [TreeSlot: Int] = [:]
    var categoryIndex: [Int: Int] = [:]
    for tree in trees {
      for (node, decision) in tree.decisions.enumerated() {
        let feature = tree.splitFeatures[node]
        if decision.isCategorical {
          let index = categoryIndex[feature] ?? categories.count
          if index == categories.count {
            categoryIndex[feature] = index
            categories.append(
              Categories(source: TreeSlot(feature: feature, rule: .categoryCode), words: [], firstSlot: 0))
          }
          categories[index].words += Self.usedWords(tree, node).map(\.index)
        } else {
          let source = TreeSlot(feature: feature, rule: TreeSlot.Rule(decision))
          let index = rankIndex[source] ?? ranks.count
          if index == ranks.count {
            rankIndex[source] = index
            ranks.append(Ranks(source: source, thresholds: []))
          }
          ranks[index].thresholds.append(tree.thresholds[node])
        }
      }
    }
    for index in ranks.indices { ranks[index].thresholds = Self.distinct(ranks[index].thresholds) }
    var count = ranks.count
    for index in categories.indices {
      categories[index].words = Self.distinct(categories[index].words)
      categories[index].firstSlot = count
      count += categories[index].words.count
    }
    (self.ranks, self.categories, self.count) = (ranks, categories, count)
    (self.rankIndex, self.categoryIndex) = (rankIndex, categoryIndex)
  }

  /// What a node of a tree among those of the initialiser asks.
  func question(_ tree: TreeText.Tree, _ node: Int) -> Question {
    let (feature, decision) = (tree.splitFeatures[node], tree.decisions[node])
    if decision.isCategorical {
      guard let index = categoryIndex[feature] else { return .words([]) }
      return .words(
        Self.usedWords(tree, node).map { used in
          let position = Self.countBelow(used.index, in: categories[index].words)
          let slot = UInt32(categories[index].firstSlot + position)
          return LeafMasks.SetWord(slot: slot, word: Int32(bitPattern: used.word))
        })
    }
    guard let index = rankIndex[TreeSlot(feature: feature, rule: TreeSlot.Rule(decision))] else {
      return .words([])
    }
    let rank = Self.countBelow(tree.thresholds[node], in: ranks[index].thresholds)
    return .rank(slot: UInt32(index), Int32(rank))
  }

  /// Writes the slots of the rows in `range`: slot `s` of row `r` of them to `s * stride + r`.
  func fill(
    _ slots: UnsafeMutablePointer<Int32>, stride: Int, _ features: FeatureMatrix, _ range: Range<Int>
  ) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: range.count) { values in
      guard let source = values.baseAddress else { return }
      for (index, rank) in ranks.enumerated() {
        rank.source.fill(source, stride: 1, features, range)
        let slot = slots + index * stride
        rank.thresholds.withUnsafeBufferPointer { thresholds in
          for row in values.indices {
            slot[row] = Int32(Self.countBelow(Double(bitPattern: values[row]), in: thresholds))
          }
        }
      }
      for category in categories {
        category.source.fill(source, stride: 1, features, range)
        for (index, word) in category.words.enumerated() {
          let slot = slots + (category.firstSlot + index) * stride
          for row in values.indices {
            let code = values[row]
            let bit = UInt32(1) << UInt32(truncatingIfNeeded: code & 31)
            slot[row] = code >> 5 == UInt64(word) ? Int32(bitPattern: bit) : 0
          }
        }
      }
    }
  }

  /// The words of a node's set that are not empty.
  private static func usedWords(_ tree: TreeText.Tree, _ node: Int) -> [(index: UInt32, word: UInt32)] {
    tree.categories(ofNode: node).enumerated().compactMap { index, word in
      word == 0 ? nil : (UInt32(index), word)
    }
  }

  private static func distinct<Value: Comparable>(_ values: [Value]) -> [Value] {
    var distinct: [Value] = []
    for value in values.sorted() where distinct.last != value { distinct.append(value) }
    return distinct
  }

  /// How many of the rising `values` are below `value`, found without a branch to predict.
  @inline(__always)
  private static func countBelow<Values: RandomAccessCollection>(
    _ value: Values.Element, in values: Values
  ) -> Int where Values.Element: Comparable, Values.Index == Int {
    var (first, count) = (0, values.count)
    while count > 1 {
      let half = count / 2
      first = values[first + half - 1] < value ? first + half : first
      count -= half
    }
    return count == 1 && values[first] < value ? first + 1 : first
  }
}
