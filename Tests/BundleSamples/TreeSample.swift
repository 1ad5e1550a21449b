import Foundation
import LatheCore

/// A small model text of LightGBM's form, with a categorical split and one by a number.
enum TreeSample {
  /// The text of two trees a class for `features`, the third of which holds at least two categories.
  static func text(problem: LearningProblem, features: [Feature]) -> Data {
    let width = problem.outputCount
    let objective =
      switch problem.task {
      case .binary: "binary sigmoid:1"
      case .multiclass: "multiclass num_class:\(width)"
      case .regression: "regression"
      }
    let trees = (0..<2 * width).map(tree)
    let header = """
      tree
      version=v4
      num_class=\(width)
      num_tree_per_iteration=\(width)
      label_index=0
      max_feature_idx=\(features.count - 1)
      objective=\(objective)
      feature_names=\(features.indices.map { "Column_\($0)" }.joined(separator: " "))
      feature_infos=\(features.map { _ in "none" }.joined(separator: " "))
      tree_sizes=\(trees.map { "\($0.utf8.count)" }.joined(separator: " "))


      """
    return Data((header + trees.joined() + "end of trees\n").utf8)
  }

  private static func tree(_ index: Int) -> String {
    """
    Tree=\(index)
    num_leaves=3
    num_cat=1
    split_feature=2 0
    split_gain=2.5 1.25
    threshold=0 \(40 + index)
    decision_type=1 10
    left_child=1 -1
    right_child=-2 -3
    leaf_value=0.\(index)5 -0.25 0.75
    leaf_weight=1 1 1
    leaf_count=20 20 20
    internal_value=0 0.1
    internal_weight=0 0
    internal_count=60 40
    cat_boundaries=0 1
    cat_threshold=3
    is_linear=0
    shrinkage=0.1


    """ + "\n"
  }
}
