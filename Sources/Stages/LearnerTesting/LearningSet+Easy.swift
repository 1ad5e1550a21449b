import Foundation
import LatheCore

extension LearningSet {
  /// A problem that any learner should do better on than a constant: the target follows three of four normal features, with
  /// a little noise.
  static func easy(_ problem: LearningProblem, rows: Int, seed: UInt64) -> LearningSet {
    var random = RandomSource(seed: seed)
    var columns = (0..<4).map { _ in (0..<rows).map { _ in random.normal() } }
    columns[3] = columns[3].map { ($0 * 2).rounded() / 2 }
    let targets = (0..<rows).map { row in
      let score = 1.2 * columns[0][row] - columns[1][row] + 0.5 * columns[2][row] + 0.3 * random.normal()
      let second = columns[1][row] + 0.3 * random.normal()
      switch problem.task {
      case .binary: return score > 0.2 ? 1.0 : 0
      case .multiclass: return score > 0.6 ? 2.0 : second > 0 ? 1 : 0
      case .regression:
        return problem.loss.isNonNegative ? random.poisson(mean: exp(0.6 * score)) : 10 + 3 * score
      }
    }
    return LearningSet(problem: problem, features: .plain(columns, rows: rows), targets: targets)
  }

  /// The same rows with other inputs, and other targets where given.
  func replacing(columns: [[Double]], targets: [Double]? = nil) -> LearningSet {
    LearningSet(problem: problem, features: .plain(columns, rows: rowCount), targets: targets ?? self.targets)
  }

  /// The same rows with weights.
  func weighing(_ weights: [Double]) -> LearningSet {
    LearningSet(problem: problem, features: features, targets: targets, weights: weights)
  }

  /// These rows and then those of `other`, with weights.
  func appending(_ other: LearningSet, weights: [Double], _ otherWeights: [Double]) -> LearningSet {
    let columns = zip(features.columns, other.features.columns).map { $0 + $1 }
    return LearningSet(
      problem: problem, features: .plain(columns, rows: rowCount + other.rowCount),
      targets: targets + other.targets, weights: weights + otherWeights)
  }

  /// The same inputs with wrong answers: the next class, or the mirrored value.
  func shiftingTargets() -> LearningSet {
    let largest = targets.max() ?? 0
    let smallest = targets.min() ?? 0
    let classes = Double(problem.classes.count)
    return LearningSet(
      problem: problem, features: features,
      targets: targets.map {
        problem.isClassification ? ($0 + 1).truncatingRemainder(dividingBy: classes) : largest + smallest - $0
      })
  }
}

extension FeatureMatrix {
  fileprivate static func plain(_ columns: [[Double]], rows: Int) -> FeatureMatrix {
    FeatureMatrix(
      features: columns.indices.map { Feature(name: "x\($0)", source: "x\($0)", followsSource: true) },
      columns: columns, rowCount: rows)
  }
}

extension RandomSource {
  /// A standard normal number (Box and Muller, 1958).
  fileprivate mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  /// A Poisson count (Knuth's product of uniforms), for small means.
  fileprivate mutating func poisson(mean: Double) -> Double {
    let limit = exp(-mean)
    var product = uniform()
    var count = 0.0
    while product > limit, count < 1000 {
      product *= uniform()
      count += 1
    }
    return count
  }
}
