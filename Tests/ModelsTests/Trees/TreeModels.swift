import Foundation
import LatheCore
import Testing

@testable import Models

/// A model trained by Python's LightGBM with its own answers; see `Tests/ModelsTests/Golden/make_tree_models.py`.
struct GoldenTreeModel: Decodable, CustomTestStringConvertible {
  let name: String
  let task: PredictionTask
  let text: String
  let rows: [[String]]
  let predictions: [Double]
  let gains: [Double]
  let splits: [Int]

  static let all: [GoldenTreeModel] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden/tree-models.json")
    do {
      return try JSONDecoder().decode([GoldenTreeModel].self, from: Data(contentsOf: file))
    } catch {
      Issue.record("the golden models cannot be read: \(error)")
      return []
    }
  }()

  static func named(_ name: String) throws -> GoldenTreeModel {
    try #require(all.first { $0.name == name })
  }

  var testDescription: String { name }

  var problem: LearningProblem {
    switch task {
    case .binary: .classification(classes: ["no", "yes"])
    case .multiclass: .classification(classes: ["a", "b", "c"])
    case .regression: .regression()
    }
  }

  var featureCount: Int { gains.count }

  var matrix: FeatureMatrix {
    let values = rows.map { row in row.map { Double($0) ?? .nan } }
    return FeatureMatrix(
      features: (0..<featureCount).map { Feature(name: "x\($0)", source: "x\($0)") },
      columns: (0..<featureCount).map { column in values.map { $0[column] } }, rowCount: rows.count)
  }

  func ensemble(of text: String? = nil) throws(ModelsError) -> TreeEnsemble {
    try TreeEnsemble(text: Data((text ?? self.text).utf8), problem: problem, featureCount: featureCount)
  }
}
