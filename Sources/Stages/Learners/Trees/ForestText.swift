import Foundation

/// The model text of a forest as its head and its trees.
struct ForestText {
  private var head: [Substring]
  private var trees: [Substring]

  /// The parts of a text that LightGBM wrote.
  init(_ data: Data) {
    let text = String(decoding: data, as: UTF8.self)
    let end = text.range(of: "end of trees")?.lowerBound ?? text.endIndex
    let start = text.range(of: "Tree=0\n")?.lowerBound ?? end
    head = text[..<start].split(separator: "\n", omittingEmptySubsequences: true)
    trees = text[start..<end].split(separator: "\n\n\n", omittingEmptySubsequences: true)
  }

  private init(head: [Substring], trees: [Substring]) {
    self.head = head
    self.trees = trees
  }

  /// The forest without the iterations in which a tree has no split; `nil` if none is left.
  func droppingConstantIterations(treesPerIteration: Int) -> ForestText? {
    var kept: [Substring] = []
    for start in stride(from: 0, to: trees.count, by: treesPerIteration) {
      let iteration = trees[start..<min(start + treesPerIteration, trees.count)]
      if !iteration.contains(where: { $0.contains("\nnum_leaves=1\n") }) { kept += iteration }
    }
    return kept.isEmpty ? nil : ForestText(head: head, trees: kept)
  }

  /// The text with the trees numbered anew.
  var data: Data {
    let blocks = trees.enumerated().map { index, tree in
      "Tree=\(index)\n" + tree.drop(while: { $0 != "\n" }).dropFirst() + "\n\n\n"
    }
    let sizes = "tree_sizes=" + blocks.map { String($0.utf8.count) }.joined(separator: " ")
    let lines = head.map { $0.hasPrefix("tree_sizes=") ? sizes : String($0) }
    return Data((lines.joined(separator: "\n") + "\n\n" + blocks.joined() + "end of trees\n").utf8)
  }
}
