import Bundles
import Features
import Foundation
import LatheCore
import Metrics
import Models

/// Small bundles of every task, for tests: two feature sets, four members, every kind of column.
public enum BundleSample {
  /// Rows of ``frame()``.
  public static let rowCount = 60

  /// A frame with every kind of column, missing values included.
  public static func frame() throws -> DataFrame {
    var random = RandomSource(seed: 5)
    let rows = 0..<rowCount
    let cities = ["Oslo", "Bergen", "Tromsø"]
    return try DataFrame(columns: [
      Column(name: "age", kind: .integer, values: .numbers(rows.map { Double(18 + $0 * 7 % 60) })),
      Column(
        name: "income", kind: .float,
        values: .numbers(rows.map { $0 % 9 == 4 ? .nan : 1_000 * random.uniform() })),
      Column(
        name: "city", kind: .category,
        values: .categories(CategoricalValues(rows.map { $0 % 11 == 3 ? nil : cities[$0 * $0 % 3] }))),
      Column(
        name: "member", kind: .boolean,
        values: .categories(
          CategoricalValues(codes: rows.map { Int32($0 % 5 == 0 ? 1 : 0) }, levels: ["no", "yes"]))),
      Column(
        name: "joined", kind: .date,
        values: .instants(
          rows.map { 1_500_000_000 - 1_500_000_000.remainder(dividingBy: 86_400) + Double($0) * 86_400 * 9 })),
    ])
  }

  /// The problem of a task, with three classes where there are more than two.
  public static func problem(_ task: PredictionTask) -> LearningProblem {
    switch task {
    case .binary: .classification(classes: ["no", "yes"])
    case .multiclass: .classification(classes: ["high", "low", "middle"])
    case .regression: .regression()
    }
  }

  /// One target for each row of ``frame()``.
  public static func targets(_ task: PredictionTask) -> [Double] {
    (0..<rowCount).map { row in
      switch task {
      case .binary: row % 3 == 0 ? 1 : 0
      case .multiclass: Double(row % 3)
      case .regression: Double(row * row % 17)
      }
    }
  }

  /// A bundle of a linear model that learnt the transformed target (where it is a number), another without, trees, and a constant.
  public static func contents(_ task: PredictionTask) throws -> BundleContents {
    let problem = problem(task)
    let frame = try frame()
    let target = SupervisedTarget(problem: problem, targets: targets(task))
    let dense = try FittedFeatures.fit(
      frame, target: target, options: FeatureOptions(view: .dense), limits: FitLimits()
    ).fitted
    let trees = try FittedFeatures.fit(
      frame, target: target, options: FeatureOptions(view: .trees), limits: FitLimits()
    ).fitted
    let models: [String: any Model] = [
      "linear-1": linear(problem, featureCount: dense.features.count, seed: 1),
      "linear-2": linear(problem, featureCount: dense.features.count, seed: 2),
      "trees-1": try TreeEnsemble(
        text: TreeSample.text(problem: problem, features: trees.features), problem: problem,
        featureCount: trees.features.count),
      "constant": constant(problem, featureCount: dense.features.count),
    ]
    let artifacts = try models.mapValues { try $0.artifact() }
    var members: [BundleMember] = []
    for (id, weight) in [("linear-1", 0.5), ("linear-2", 0.2), ("trees-1", 0.2), ("constant", 0.1)] {
      guard let artifact = artifacts[id] else { continue }
      let name = String(id.prefix { $0 != "-" })
      members.append(
        BundleMember(
          id: id, name: name, family: name, weight: weight, featureSet: name == "trees" ? "trees" : "dense",
          artifact: artifact,
          targetTransform: task == .regression && id == "linear-1" ? .log1p(lower: 0, upper: 40) : .identity,
          parameters: ["strength": "0.1"], iterations: id == "constant" ? nil : 12))
    }
    let inputs = frame.columns.map { ColumnSchema(name: $0.name, kind: $0.kind) }
    var manifest = Manifest(
      problem: problem, target: ColumnSchema(name: "target", kind: task == .regression ? .float : .category),
      inputs: inputs, members: members, metric: .standard(for: problem), provenance: provenance)
    manifest.scores = [
      RecordedScore(
        metric: manifest.metric, rows: .validation, rowCount: 60, value: 0.71, lower: 0.6, upper: 0.8)
    ]
    manifest.leaderboard = [
      LeaderboardRow(name: "linear", family: "linear", score: 0.7, fitSeconds: 0.25, weight: 0.8)
    ]
    manifest.plan = ["five folds, because there are few rows"]
    manifest.diagnostics = [Diagnostic(.warning, code: "duplicate-rows", message: "two rows are equal")]
    let predictions = (0..<rowCount * problem.outputCount).map { Double($0 % 10) / 10 }
    return BundleContents(
      manifest: manifest, features: ["dense": dense, "trees": trees], artifacts: artifacts,
      reference: ReferenceProfile(
        frame: frame, inputs: inputs, predictions: predictions, outputCount: problem.outputCount, seed: 1),
      report: "<!doctype html><title>Report</title>")
  }

  private static var provenance: Provenance {
    Provenance(
      dataFiles: ["people.csv"], dataDigest: String(repeating: "0a", count: 32), rowCount: rowCount,
      columnCount: 6, seed: .max, versions: ["lathe": "0.1.0"], command: ["lathe", "fit", "people.csv"],
      startedAt: Date(timeIntervalSince1970: 1_700_000_000), seconds: 1.5,
      energy: Provenance.Energy(wattHours: 0.01, method: "estimated"), machine: "two cores")
  }

  private static func linear(_ problem: LearningProblem, featureCount: Int, seed: UInt64) -> LinearModel {
    var random = RandomSource(seed: seed)
    let link: LinearModel.Link =
      switch problem.task {
      case .binary: .logistic
      case .multiclass: .softmax
      case .regression: .identity
      }
    return LinearModel(
      link: link, coefficients: (0..<featureCount * problem.outputCount).map { _ in random.uniform() - 0.5 },
      intercepts: (0..<problem.outputCount).map { _ in random.uniform() }, featureCount: featureCount)
  }

  private static func constant(_ problem: LearningProblem, featureCount: Int) -> ConstantModel {
    let answer: [Double] =
      switch problem.task {
      case .binary: [0.25]
      case .multiclass: [0.5, 0.25, 0.25]
      case .regression: [7]
      }
    return ConstantModel(answer: answer, featureCount: featureCount)
  }
}
