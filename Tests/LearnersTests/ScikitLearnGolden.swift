import Foundation
import LatheCore
import Testing

/// Tables and what scikit-learn makes of them; `make_linear.py` writes them.
struct ScikitLearnGolden: Decodable {
  let rows: [[Double]]
  let values: [Double]
  let binary: [Double]
  let classes: [Double]
  let counts: [Double]
  let weights: [Double]
  let query: [[Double]]
  let wide: [[Double]]
  let wideValues: [Double]
  let expected: [String: [Double]]

  static func load() throws -> ScikitLearnGolden {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/linear.json")
    return try JSONDecoder().decode(ScikitLearnGolden.self, from: Data(contentsOf: file))
  }

  /// The numbers under `name`.
  func expected(_ name: String) throws -> [Double] { try #require(expected[name]) }

  /// The table with the targets that suit `problem`.
  func set(_ problem: LearningProblem, weighted: Bool = false) -> LearningSet {
    let targets =
      switch problem.task {
      case .binary: binary
      case .multiclass: classes
      case .regression: problem.loss.isNonNegative ? counts : values
      }
    return LearningSet(
      problem: problem, features: Self.matrix(rows), targets: targets, weights: weighted ? weights : nil)
  }

  /// The table of more columns than rows.
  var wideSet: LearningSet {
    LearningSet(problem: .regression(), features: Self.matrix(wide), targets: wideValues)
  }

  /// The rows to predict.
  var queryMatrix: FeatureMatrix { Self.matrix(query) }

  static func matrix(_ rows: [[Double]]) -> FeatureMatrix {
    let columns = (0..<(rows.first?.count ?? 0)).map { column in rows.map { $0[column] } }
    return FeatureMatrix(
      features: columns.indices.map { Feature(name: "x\($0)", source: "x\($0)") }, columns: columns,
      rowCount: rows.count)
  }
}

extension LearningProblem {
  static let twoClasses = LearningProblem.classification(classes: ["no", "yes"])
  static let threeClasses = LearningProblem.classification(classes: ["a", "b", "c"])
}

/// Whether all numbers are within `tolerance`.
func isClose(_ left: [Double], _ right: [Double], _ tolerance: Double) -> Bool {
  left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
}
