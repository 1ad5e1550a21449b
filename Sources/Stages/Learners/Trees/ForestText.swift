import Foundation

/// The model text of a forest as its head and its trees.
struct ForestText {
  private typealias Line = ArraySlice<UInt8>

  private var head: [Line] = []
  /// The lines of each tree after the one with its number.
  private var trees: [[Line]] = []

  /// The parts of a text that LightGBM wrote. O(text).
  init(_ text: Data) {
    for line in [UInt8](text).split(separator: UInt8(ascii: "\n")) {
      if line.elementsEqual("end of trees".utf8) { break }
      if line.starts(with: "Tree=".utf8) {
        trees.append([])
      } else if trees.isEmpty {
        head.append(line)
      } else {
        trees[trees.count - 1].append(line)
      }
    }
  }

  /// Whether some tree has no split.
  var hasConstantTree: Bool { trees.contains(where: Self.isConstant) }

  private static func isConstant(_ tree: [Line]) -> Bool {
    tree.contains { $0.elementsEqual("num_leaves=1".utf8) }
  }

  /// The forest without the trees that have no split, of which LightGBM lets each answer zero instead of the mean; `nil` if
  /// none is left. For one tree an iteration.
  func droppingConstantTrees() -> ForestText? {
    var kept = self
    kept.trees.removeAll(where: Self.isConstant)
    return kept.trees.isEmpty ? nil : kept
  }

  /// The forest of a classification whose leaves are shares of classes instead of LightGBM's steps from a score of zero.
  ///
  /// The step of a leaf in which a share `p` of the weight is of the tree's class is `4p - 2` where there are two classes, and
  /// `np - 1` where there are `n`. A tree without a split, which LightGBM lets answer anything, answers with its class's
  /// number of `priors`, and so does one more tree a class at the end: where all others agree the rarer answer stays possible.
  /// Without an objective LightGBM's tools give the mean of the leaves, as we do.
  func answeringShares(priors: [Double]) -> ForestText {
    let isBinary = priors.count == 2
    let (scale, shift) = isBinary ? (4.0, 2.0) : (Double(priors.count), 1.0)
    let name = "leaf_value="
    var forest = self
    forest.head.removeAll { $0.starts(with: "objective=".utf8) }
    for place in trees.indices {
      let prior = isBinary ? priors[1] : priors[place % priors.count]
      let isConstant = Self.isConstant(trees[place])
      for (number, line) in trees[place].enumerated() where line.starts(with: name.utf8) {
        let steps = line.dropFirst(name.utf8.count).split(separator: UInt8(ascii: " "))
        let shares = steps.map { word -> Double in
          let step = Double(String(decoding: word, as: UTF8.self)) ?? 0
          return isConstant ? prior : min(max(0, (step + shift) / scale), 1)
        }
        forest.trees[place][number] = Line((name + shares.map { "\($0)" }.joined(separator: " ")).utf8)
      }
    }
    for prior in isBinary ? [priors[1]] : priors { forest.trees.append(Self.constant(prior)) }
    return forest
  }

  /// The lines of a tree without a split.
  private static func constant(_ answer: Double) -> [Line] {
    [
      "num_leaves=1", "num_cat=0", "split_feature=", "split_gain=", "threshold=", "decision_type=",
      "left_child=", "right_child=", "leaf_value=\(answer)", "is_linear=0", "shrinkage=1",
    ].map { Line($0.utf8) }
  }

  /// The text with the trees numbered anew.
  var data: Data {
    var body = Data()
    var sizes: [String] = []
    for (number, tree) in trees.enumerated() {
      let start = body.count
      body += Data("Tree=\(number)\n".utf8)
      for line in tree {
        body += line
        body.append(UInt8(ascii: "\n"))
      }
      body += Data("\n\n".utf8)
      sizes.append("\(body.count - start)")
    }
    var text = Data()
    for line in head {
      let isSizes = line.starts(with: "tree_sizes=".utf8)
      text += isSizes ? Data("tree_sizes=\(sizes.joined(separator: " "))".utf8) : Data(line)
      text.append(UInt8(ascii: "\n"))
    }
    return text + Data("\n".utf8) + body + Data("end of trees\n".utf8)
  }
}
