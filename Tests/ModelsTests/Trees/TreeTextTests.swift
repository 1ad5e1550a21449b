import Foundation
import LatheCore
import Testing

@testable import Models

@Suite struct TreeTextTests {
  private static let binary = LearningProblem.classification(classes: ["no", "yes"])
  private static let three = LearningProblem.classification(classes: ["a", "b", "c"])

  /// A model of two features.
  private func ensemble(
    _ problem: LearningProblem, head: String, _ trees: [String]
  ) throws(ModelsError) -> TreeEnsemble {
    let width = problem.outputCount
    let numbered = trees.enumerated().map { "Tree=\($0)\n\($1)is_linear=0\nshrinkage=1\n\n\n" }
    let text =
      """
      tree
      version=v4
      num_class=\(width)
      num_tree_per_iteration=\(width)
      label_index=0
      max_feature_idx=1
      \(head)feature_names=x y
      feature_infos=none none
      tree_sizes=\(numbered.map { "\($0.utf8.count)" }.joined(separator: " "))


      """ + numbered.joined() + "end of trees\n"
    return try TreeEnsemble(text: Data(text.utf8), problem: problem, featureCount: 2)
  }

  private func constant(_ value: Double) -> String {
    """
    num_leaves=1
    num_cat=0
    split_feature=
    split_gain=
    threshold=
    decision_type=
    left_child=
    right_child=
    leaf_value=\(value)

    """
  }

  private func answers(_ problem: LearningProblem, _ leaves: [Double]) throws -> [Double] {
    let model = try ensemble(problem, head: "average_output\n", leaves.map(constant))
    let stored = try #require(try model.artifact().files["model.txt"])
    let copy = try TreeEnsemble(text: stored, problem: problem, featureCount: 2)
    let row = FeatureMatrix(
      features: [Feature(name: "x", source: "x"), Feature(name: "y", source: "y")], columns: [[0], [0]],
      rowCount: 1)
    #expect(copy.predict(row) == model.predict(row))
    return model.predict(row)
  }

  @Test func `an average without an objective is the mean of its leaves`() throws {
    #expect(try answers(Self.binary, [0.25, 0.5]) == [0.375])
    #expect(try answers(Self.binary, [7]) == [1])
    #expect(try answers(Self.binary, [-7]) == [0])
    #expect(try answers(Self.three, [0.25, 0.5, 0.25]) == [0.25, 0.5, 0.25])
    #expect(try answers(Self.three, [0.25, 0.25, 0, 0.25, 0.25, 0]) == [0.5, 0.5, 0])
    #expect(try answers(Self.three, [0, -1, 0]) == [1.0 / 3, 1.0 / 3, 1.0 / 3])
  }

  @Test func `a sum or a regression without an objective is damage`() {
    #expect(throws: ModelsError.self) { try ensemble(Self.binary, head: "", [constant(0.5)]) }
    #expect(throws: ModelsError.self) {
      try ensemble(.regression(), head: "average_output\n", [constant(0.5)])
    }
  }

  @Test func `a set of categories belongs to one node`() throws {
    func tree(sets: String) -> String {
      """
      num_leaves=3
      num_cat=2
      split_feature=1 1
      split_gain=1 1
      threshold=\(sets)
      decision_type=1 1
      left_child=1 -1
      right_child=-3 -2
      leaf_value=1 2 3
      cat_boundaries=0 1 2
      cat_threshold=3 1

      """
    }
    let head = "objective=regression\n"
    #expect(try ensemble(.regression(), head: head, [tree(sets: "0 1")]).treeCount == 1)
    #expect(throws: ModelsError.self) { try ensemble(.regression(), head: head, [tree(sets: "0 0")]) }
  }
}
