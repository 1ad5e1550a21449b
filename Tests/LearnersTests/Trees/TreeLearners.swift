import Foundation
import LatheCore
import Learners

/// Learners of trees that fit in milliseconds.
enum TreeLearners {
  static let small: [any Learner] = [
    BoostedTreesLearner(
      settings: BoostedTreeParameters {
        $0.learningRate = 0.1
        $0.leaves = 7
        $0.minimumLeafRows = 5
        $0.featureFraction = 0.8
        $0.baggingFraction = 0.8
        $0.maximumRounds = 40
      }),
    DARTLearner(
      settings: BoostedTreeParameters {
        $0.learningRate = 0.2
        $0.leaves = 7
        $0.minimumLeafRows = 5
        $0.maximumRounds = 30
      }),
    ForestLearner(.random, settings: ForestParameters { $0.trees = 20 }),
    ForestLearner(.extremelyRandomised, settings: ForestParameters { $0.trees = 20 }),
  ]
}

extension LearningSet {
  /// Rows in the manner of the adult data: numbers with gaps, a small and a large category, and a target that follows them.
  static func mixed(
    _ problem: LearningProblem, rows: Int, seed: UInt64, noise: Double = 0.5, monotone: [Int] = []
  ) -> LearningSet {
    var random = RandomSource(seed: seed)
    func normal() -> Double {
      (-2 * log(1 - random.uniform())).squareRoot() * cos(2 * .pi * random.uniform())
    }
    var columns = [[Double]](repeating: [], count: 5)
    var targets: [Double] = []
    for _ in 0..<rows {
      let (first, second, third) = (normal(), normal(), normal())
      let small = (random.uniform() * 6).rounded(.down)
      let large = (random.uniform() * 100).rounded(.down)
      let value = first - second * third + sin(3 * small) + cos(large) + noise * normal()
      let isMissing = random.uniform() < 0.1
      columns[0].append(first)
      columns[1].append(second)
      columns[2].append(isMissing ? .nan : third)
      columns[3].append(random.uniform() < 0.1 ? .nan : small)
      columns[4].append(large)
      switch problem.task {
      case .binary: targets.append(value > 0 ? 1 : 0)
      case .multiclass: targets.append(value < -0.7 ? 0 : value > 0.7 ? 2 : 1)
      case .regression: targets.append(problem.loss.isNonNegative ? exp(value / 2).rounded() : value)
      }
    }
    let kinds: [Feature.Kind] = [
      .numeric, .numeric, .numeric, .categorical(levelCount: 6), .categorical(levelCount: 100),
    ]
    let features = kinds.enumerated().map { Feature(name: "x\($0)", source: "x\($0)", kind: $1) }
    return LearningSet(
      problem: problem, features: FeatureMatrix(features: features, columns: columns, rowCount: rows),
      targets: targets, monotone: monotone)
  }
}
