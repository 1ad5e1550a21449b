import LatheCore

/// What LightGBM's model text (version 4) says, checked: every tree is a proper tree over known features.
///
/// The reader takes exactly what LightGBM's `SaveModelToString` writes, in its order, and nothing else. Fields
/// that no prediction needs (weights and values of inner nodes, the parameter list) may be left out.
struct TreeText {
  /// One tree as the text has it: a child at or above zero is an inner node, a child below zero the leaf `~child`.
  struct Tree {
    var splitFeatures: [Int] = []
    var splitGains: [Double] = []
    var thresholds: [Double] = []
    var decisions: [Decision] = []
    var leftChildren: [Int] = []
    var rightChildren: [Int] = []
    var leafValues: [Double] = []
    var categoryBoundaries: [Int] = []
    var categoryWords: [UInt32] = []

    /// The bit set of the categories that go left at an inner node.
    func categories(ofNode node: Int) -> ArraySlice<UInt32> {
      let index = Int(thresholds[node])
      return categoryWords[categoryBoundaries[index]..<categoryBoundaries[index + 1]]
    }
  }

  /// How a node decides, from LightGBM's `decision_type` bits.
  struct Decision {
    enum Missing: Int { case none, zero, nan }

    let isCategorical: Bool
    let defaultsLeft: Bool
    let missing: Missing

    init?(bits: Int) {
      guard let missing = Missing(rawValue: bits >> 2) else { return nil }
      self.isCategorical = bits & 1 != 0
      self.defaultsLeft = bits & 2 != 0
      self.missing = missing
    }
  }

  let link: TreeLink
  /// Trees grown an iteration: one a class if multi-class, else one.
  let treesPerIteration: Int
  /// Whether the sum of the trees is divided by the number of iterations, as in a forest.
  let isAverage: Bool
  let trees: [Tree]

  init(_ bytes: [UInt8], problem: LearningProblem, featureCount: Int) throws(ModelsError) {
    var reader = TreeTextReader(bytes)
    // Node and set indices are 32 bits wide; each takes more than one byte of text.
    guard bytes.count < Int(UInt32.max) else { throw reader.damaged("the text is too large") }
    try reader.expectLine("tree")
    try reader.expectLine("version=v4")
    let width = problem.outputCount
    try reader.integer("num_class", in: width...width)
    treesPerIteration = try reader.integer("num_tree_per_iteration", in: width...width)
    try reader.integer("label_index", in: 0...0)
    guard featureCount > 0 else { throw reader.damaged("there are no features") }
    try reader.integer("max_feature_idx", in: featureCount - 1...featureCount - 1)
    let objectiveField = try reader.optionalField("objective")
    isAverage = try reader.skipLine("average_output")
    link = try Self.link(objectiveField.map { reader.text($0) }, isAverage: isAverage, problem, reader)
    let names = try reader.field("feature_names")
    guard reader.wordCount(names) == featureCount else {
      throw reader.damaged("there are not \(featureCount) feature names")
    }
    if let signs = try reader.optionalField("monotone_constraints") {
      _ = try reader.integers(signs, count: featureCount, in: -1...1)
    }
    let infos = try reader.field("feature_infos")
    guard reader.wordCount(infos) == featureCount else {
      throw reader.damaged("there are not \(featureCount) feature descriptions")
    }
    let sizesField = try reader.field("tree_sizes")
    let sizes = try reader.integers(sizesField, count: reader.wordCount(sizesField), in: 1...bytes.count)
    guard !sizes.isEmpty, sizes.count % treesPerIteration == 0 else {
      throw reader.damaged("the number of trees is wrong")
    }
    try reader.expectLine("")

    var trees: [Tree] = []
    for (index, size) in sizes.enumerated() {
      let start = reader.position
      trees.append(try Self.tree(&reader, index: index, featureCount: featureCount))
      guard reader.position - start == size else { throw reader.damaged("tree \(index) has the wrong size") }
    }
    self.trees = trees
    try Self.checkEnd(&reader)
  }

  /// What makes answers of the sums. A text without objective is its own answer: Lathe writes so forests of
  /// classifications, whose leaves are shares.
  private static func link(
    _ objective: String?, isAverage: Bool, _ problem: LearningProblem, _ reader: TreeTextReader
  ) throws(ModelsError) -> TreeLink {
    guard let objective else {
      guard isAverage, problem.isClassification else { throw reader.damaged("\"objective=\" is missing") }
      return .shares
    }
    guard let link = TreeLink(objective: objective, problem: problem) else {
      throw reader.damaged("objective \"\(objective.prefix(60))\" does not answer this problem")
    }
    return link
  }

  private static func tree(
    _ reader: inout TreeTextReader, index: Int, featureCount: Int
  ) throws(ModelsError) -> Tree {
    try reader.integer("Tree", in: index...index)
    let leaves = try reader.integer("num_leaves", in: 1...Int(Int32.max))
    let nodes = leaves - 1
    let categorical = try reader.integer("num_cat", in: 0...nodes)
    var tree = Tree()
    tree.splitFeatures = try reader.integers("split_feature", count: nodes, in: 0...featureCount - 1)
    // A gain that overflows is no harm to predictions.
    tree.splitGains = try reader.numbers(
      "split_gain", count: nodes, reading: ["inf", "-inf", "nan", "-nan"], as: 0)
    // A split into known and missing values has an infinite threshold; a finite one leaves infinity to the missing.
    tree.thresholds = try reader.numbers(
      "threshold", count: nodes, reading: ["inf"], as: .greatestFiniteMagnitude)
    for bits in try reader.integers("decision_type", count: nodes, in: 0...11) {
      guard let decision = Decision(bits: bits) else { throw reader.damaged("a decision type is unknown") }
      tree.decisions.append(decision)
    }
    let children = -leaves...max(nodes - 1, -leaves)
    tree.leftChildren = try reader.integers("left_child", count: nodes, in: children)
    tree.rightChildren = try reader.integers("right_child", count: nodes, in: children)
    tree.leafValues = try reader.numbers("leaf_value", count: leaves)
    // A tree without a split is written with empty weights and counts.
    let isConstant = leaves == 1
    for (name, count) in [
      ("leaf_weight" as StaticString, leaves), ("leaf_count", leaves), ("internal_value", nodes),
      ("internal_weight", nodes), ("internal_count", nodes),
    ] {
      if let field = try reader.optionalField(name), !(isConstant && field.isEmpty) {
        guard reader.wordCount(field) == count else { throw reader.damaged("there are not \(count) numbers") }
      }
    }
    if categorical > 0 { try readCategories(&reader, into: &tree, count: categorical) }
    try reader.integer("is_linear", in: 0...0)
    try reader.numbers("shrinkage", count: 1)
    try reader.expectLine("")
    try reader.expectLine("")
    try checkDecisions(tree, categorical: categorical, reader)
    try checkShape(tree, reader)
    return tree
  }

  private static func readCategories(
    _ reader: inout TreeTextReader, into tree: inout Tree, count: Int
  ) throws(ModelsError) {
    tree.categoryBoundaries = try reader.integers("cat_boundaries", count: count + 1, in: 0...Int(Int32.max))
    guard tree.categoryBoundaries[0] == 0,
      zip(tree.categoryBoundaries, tree.categoryBoundaries.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw reader.damaged("the category boundaries do not rise from zero") }
    let words = try reader.integers(
      "cat_threshold", count: tree.categoryBoundaries[count], in: 0...Int(UInt32.max))
    tree.categoryWords = words.map { UInt32($0) }
  }

  private static func checkDecisions(
    _ tree: Tree, categorical: Int, _ reader: TreeTextReader
  ) throws(ModelsError) {
    // A set belongs to one node: many nodes with one large set would need far more memory than the text has bytes.
    var isUsed = [Bool](repeating: false, count: categorical)
    for (node, decision) in tree.decisions.enumerated() where decision.isCategorical {
      let index = tree.thresholds[node]
      guard index >= 0, index < Double(categorical), index == index.rounded() else {
        throw reader.damaged("node \(node) splits by a set of categories that is not there")
      }
      guard !isUsed[Int(index)] else { throw reader.damaged("two nodes split by one set of categories") }
      isUsed[Int(index)] = true
    }
  }

  /// Checks that the children of the inner nodes form one tree: each node but the root has exactly one parent and is reached from the root.
  private static func checkShape(_ tree: Tree, _ reader: TreeTextReader) throws(ModelsError) {
    let nodes = tree.leftChildren.count
    var nodeSeen = [Bool](repeating: false, count: nodes)
    var leafSeen = [Bool](repeating: false, count: tree.leafValues.count)
    var pending = [nodes > 0 ? 0 : -1]
    while let child = pending.popLast() {
      if child < 0 {
        guard !leafSeen[~child] else { throw reader.damaged("a leaf has two parents") }
        leafSeen[~child] = true
      } else {
        guard !nodeSeen[child] else { throw reader.damaged("a node has two parents") }
        nodeSeen[child] = true
        pending.append(tree.leftChildren[child])
        pending.append(tree.rightChildren[child])
      }
    }
    // n - 1 distinct nodes reached have n leaves below them, so nothing can be left over but by a cycle apart.
    guard !nodeSeen.contains(false), !leafSeen.contains(false) else {
      throw reader.damaged("a part of a tree cannot be reached")
    }
  }

  /// Checks what follows the trees: importances and parameters as LightGBM lists them, then nothing.
  private static func checkEnd(_ reader: inout TreeTextReader) throws(ModelsError) {
    try reader.expectLine("end of trees")
    if reader.isAtEnd { return }
    try reader.expectLine("")
    try reader.expectLine("feature_importances:")
    try skipLines(&reader, until: "")
    if reader.isAtEnd { return }
    try reader.expectLine("parameters:")
    try skipLines(&reader, until: "")
    try reader.expectLine("end of parameters")
    guard reader.isAtEnd else { throw reader.damaged("there is more after the end") }
  }

  private static func skipLines(_ reader: inout TreeTextReader, until end: StaticString) throws(ModelsError) {
    while try !reader.skipLine(end) { _ = try reader.nextLine() }
  }
}
