import Foundation
import LatheCore

@testable import Models

/// Model text of random trees for a regression on eight features: the even ones numbers, the odd ones categories.
struct RandomTreeText {
  static let featureCount = 8
  static let problem = LearningProblem.regression()

  let text: String
  private var random: RandomSource

  /// Trees of the given numbers of leaves.
  init(leaves: [Int], seed: UInt64) {
    var random = RandomSource(seed: seed)
    let trees = leaves.enumerated().map { Self.tree($0.offset, leaves: $0.element, &random) }
    text =
      """
      tree
      version=v4
      num_class=1
      num_tree_per_iteration=1
      label_index=0
      max_feature_idx=\(Self.featureCount - 1)
      objective=regression
      feature_names=\((0..<Self.featureCount).map { "x\($0)" }.joined(separator: " "))
      feature_infos=\((0..<Self.featureCount).map { _ in "none" }.joined(separator: " "))
      tree_sizes=\(trees.map { "\($0.utf8.count)" }.joined(separator: " "))


      """ + trees.joined() + "end of trees\n"
    self.random = random
  }

  /// Rows with known, missing, zero and unknown values.
  func matrix(rowCount: Int) -> FeatureMatrix {
    var random = random
    let columns = (0..<Self.featureCount).map { feature in
      (0..<rowCount).map { _ in
        switch Int.random(in: 0..<8, using: &random) {
        case 0: Double.nan
        case 1: 0.0
        default: Double(Int.random(in: -9..<(feature % 2 == 0 ? 10 : 150), using: &random))
        }
      }
    }
    return FeatureMatrix(
      features: (0..<Self.featureCount).map { Feature(name: "x\($0)", source: "x\($0)") },
      columns: columns, rowCount: rowCount)
  }

  /// A tree grown as LightGBM grows it: a random leaf splits, keeps its number on the left and gets a new one on the right.
  private static func tree(_ index: Int, leaves: Int, _ random: inout RandomSource) -> String {
    let nodes = leaves - 1
    var (left, right) = ([Int](), [Int]())
    var place: [(node: Int, isLeft: Bool)?] = [nil]
    for node in 0..<nodes {
      let leaf = Int.random(in: 0...node, using: &random)
      if let (parent, isLeft) = place[leaf] {
        if isLeft { left[parent] = node } else { right[parent] = node }
      }
      left.append(~leaf)
      right.append(~(node + 1))
      place[leaf] = (node, true)
      place.append((node, false))
    }
    let features = (0..<nodes).map { _ in Int.random(in: 0..<featureCount, using: &random) }
    var (thresholds, boundaries, words): ([String], [Int], [UInt32]) = ([], [0], [])
    var decisions: [Int] = []
    for feature in features {
      if feature % 2 == 0 {
        thresholds.append("\(Int.random(in: -8...8, using: &random)).5")
        decisions.append(
          2 * Int.random(in: 0...1, using: &random) + 4 * Int.random(in: 0...2, using: &random))
      } else {
        thresholds.append("\(boundaries.count - 1)")
        decisions.append(1)
        for _ in 0..<Int.random(in: 0...5, using: &random) {
          words.append(Bool.random(using: &random) ? UInt32.random(in: 0...UInt32.max, using: &random) : 0)
        }
        boundaries.append(words.count)
      }
    }
    let values = (0..<leaves).map { _ in Double.random(in: -1...1, using: &random) }
    func list<Value>(_ values: [Value]) -> String { values.map { "\($0)" }.joined(separator: " ") }
    let categories =
      boundaries.count == 1 ? "" : "cat_boundaries=\(list(boundaries))\ncat_threshold=\(list(words))\n"
    return """
      Tree=\(index)
      num_leaves=\(leaves)
      num_cat=\(boundaries.count - 1)
      split_feature=\(list(features))
      split_gain=\(list(features.map { _ in 1 }))
      threshold=\(thresholds.joined(separator: " "))
      decision_type=\(list(decisions))
      left_child=\(list(left))
      right_child=\(list(right))
      leaf_value=\(list(values))
      leaf_count=\(list(values.map { _ in 1 }))

      """ + categories + "is_linear=0\nshrinkage=1\n\n\n"
  }
}
