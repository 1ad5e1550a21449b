import Foundation
import LatheCore
import Models
import Testing

@testable import Learners

@Suite struct ForestLearnerTests {
  /// Rows of numbers, of which few are positive, more of them where the first number is high.
  private func rare(rows: Int, seed: UInt64) -> LearningSet {
    var random = RandomSource(seed: seed)
    let columns = (0..<4).map { _ in (0..<rows).map { _ in random.uniform() } }
    let targets = columns[0].map { random.uniform() < 0.04 * $0 ? 1.0 : 0 }
    return LearningSet(
      problem: .twoClasses,
      features: FeatureMatrix(
        features: columns.indices.map { Feature(name: "x\($0)", source: "x\($0)") }, columns: columns,
        rowCount: rows),
      targets: targets)
  }

  private func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

  @Test(arguments: ForestLearner.Kind.allCases)
  func `a rare class is expected as often as it occurs`(kind: ForestLearner.Kind) throws {
    let training = rare(rows: 3000, seed: 1)
    let learner = ForestLearner(kind, settings: ForestParameters { $0.trees = 40 })
    let model = try learner.fit(training, validation: nil, limits: FitLimits()).model
    let share = mean(training.targets)
    #expect(abs(mean(model.predict(training.features)) - share) < 0.005)
    #expect(abs(mean(model.predict(rare(rows: 1000, seed: 2).features)) - share) < 0.01)
  }

  @Test func `a tree answers with the share of its leaf`() throws {
    let training = rare(rows: 1500, seed: 1)
    let learner = ForestLearner(
      .extremelyRandomised,
      settings: ForestParameters {
        $0.trees = 1
        $0.minimumLeafRows = 10
      })
    let answers = try learner.fit(training, validation: nil, limits: FitLimits()).model
      .predict(training.features)
    // A second tree answers with the share among all rows, and one half row a class.
    let prior = (training.targets.reduce(0, +) + 0.5) / 1501
    let groups = Dictionary(grouping: answers.indices) { answers[$0] }
    #expect(groups.count > 2)
    for (answer, rows) in groups {
      #expect(abs(2 * answer - prior - mean(rows.map { training.targets[$0] })) < 1e-9)
    }
  }

  @Test(arguments: ForestLearner.Kind.allCases)
  func `classes that are expected as often as they occur add to one`(kind: ForestLearner.Kind) throws {
    let training = LearningSet.mixed(.threeClasses, rows: 1000, seed: 1)
    let learner = ForestLearner(kind, settings: ForestParameters { $0.trees = 30 })
    let answers = try learner.fit(training, validation: nil, limits: FitLimits()).model
      .predict(training.features)
    for label in 0..<3 {
      let expected = mean(stride(from: label, to: answers.count, by: 3).map { answers[$0] })
      let share = mean(training.targets.map { Int($0) == label ? 1 : 0 })
      #expect(abs(expected - share) < 0.05)
    }
    for start in stride(from: 0, to: answers.count, by: 3) {
      #expect(abs(answers[start..<start + 3].reduce(0, +) - 1) < 1e-9)
    }
  }

  @Test func `rows of one class make a forest that expects it`() throws {
    let all = rare(rows: 300, seed: 1)
    let training = LearningSet(
      problem: all.problem, features: all.features, targets: [Double](repeating: 0, count: 300))
    let fitted = try ForestLearner(settings: ForestParameters { $0.trees = 5 })
      .fit(training, validation: nil, limits: FitLimits())
    #expect(fitted.model.predict(all.features).allSatisfy { $0 < 0.01 })
  }

  @Test func `steps become shares, and trees without a split answer with the prior`() {
    func text(objective: String, sizes: [Int], _ trees: [String]) -> String {
      """
      tree
      version=v4
      \(objective)average_output
      tree_sizes=\(sizes.map(String.init).joined(separator: " "))


      """ + trees.joined() + "end of trees\n"
    }
    func trees(_ first: String, _ second: String) -> [String] {
      [
        "Tree=0\nnum_leaves=2\nleaf_value=\(first)\nshrinkage=1\n\n\n",
        "Tree=1\nnum_leaves=1\nleaf_value=\(second)\nshrinkage=1\n\n\n",
      ]
    }
    let last = """
      Tree=2
      num_leaves=1
      num_cat=0
      split_feature=
      split_gain=
      threshold=
      decision_type=
      left_child=
      right_child=
      leaf_value=0.02
      is_linear=0
      shrinkage=1



      """
    let written = text(objective: "objective=binary sigmoid:1\n", sizes: [1, 2], trees("-2 1", "0"))
    let expected = trees("0.0 0.75", "0.02") + [last]
    let shares = ForestText(Data(written.utf8)).answeringShares(priors: [0.98, 0.02])
    #expect(
      String(decoding: shares.data, as: UTF8.self)
        == text(objective: "", sizes: expected.map(\.utf8.count), expected))
  }

  @Test func `a tree without a split is left out of a regression`() throws {
    let head = "tree\naverage_output\ntree_sizes=0 0\n\n"
    let trees = [1, 2].enumerated().map { "Tree=\($0)\nnum_leaves=\($1)\nleaf_value=5\n\n\n" }
    let forest = ForestText(Data((head + trees.joined() + "end of trees\n").utf8))
    #expect(forest.hasConstantTree)
    let kept = try #require(forest.droppingConstantTrees())
    #expect(!kept.hasConstantTree)
    #expect(String(decoding: kept.data, as: UTF8.self).contains("Tree=0\nnum_leaves=2\n"))
  }
}
