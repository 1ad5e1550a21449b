import Foundation
import LatheCore
import Testing

@testable import Features

@Suite struct FittedFeaturesTests {
  private static let cases: [(FeatureView, PredictionTask)] = FeatureView.allCases.flatMap { view in
    PredictionTask.allCases.map { (view, $0) }
  }

  private func fit(
    _ data: RandomFrame, _ view: FeatureView, limits: FitLimits = FitLimits()
  ) throws -> (fitted: FittedFeatures, training: FeatureMatrix) {
    try FittedFeatures.fit(
      data.frame, target: data.target, options: RandomFrame.options(view), limits: limits)
  }

  private func bits(_ matrix: FeatureMatrix) -> [[UInt64]] { matrix.columns.map { $0.map(\.bitPattern) } }

  @Test(arguments: cases)
  func `one row alone is transformed as in a batch`(view: FeatureView, task: PredictionTask) throws {
    let data = try RandomFrame(seed: 1, task: task)
    let fitted = try fit(data, view).fitted
    let batch = fitted.transform(data.frame).features
    for row in 0..<data.frame.rowCount {
      let alone = fitted.transform(data.frame.selecting(rows: [row])).features
      #expect(bits(alone) == bits(batch.selecting(rows: [row])))
    }
  }

  @Test(arguments: cases)
  func `features that survive JSON transform to the same bits`(view: FeatureView, task: PredictionTask) throws
  {
    let data = try RandomFrame(seed: 2, task: task)
    let fitted = try fit(data, view).fitted
    let restored = try JSONDecoder().decode(FittedFeatures.self, from: JSONEncoder().encode(fitted))
    let other = try RandomFrame(seed: 3).frame
    #expect(bits(restored.transform(other).features) == bits(fitted.transform(other).features))
    #expect(restored.features == fitted.features && restored.inputs == fitted.inputs)
  }

  @Test(arguments: cases)
  func `the same seed gives the same bits`(view: FeatureView, task: PredictionTask) throws {
    let data = try RandomFrame(seed: 4, task: task)
    let first = try fit(data, view, limits: FitLimits(threads: 1, seed: 9)).training
    let second = try fit(data, view, limits: FitLimits(threads: 3, seed: 9)).training
    #expect(bits(first) == bits(second))
  }

  @Test(arguments: FeatureView.allCases)
  func `the training matrix differs from a transform only in cross-fitted features`(view: FeatureView) throws
  {
    let data = try RandomFrame(seed: 5)
    let (fitted, training) = try fit(data, view)
    let batch = fitted.transform(data.frame).features
    let differing = zip(fitted.features, zip(bits(training), bits(batch))).filter { $0.1.0 != $0.1.1 }.map(
      \.0.name)
    #expect(differing.allSatisfy { $0.hasSuffix("target mean") })
    #expect(differing.contains("many target mean"))
  }

  @Test func `flipping a row's target leaves its own training features as they were`() throws {
    let data = try RandomFrame(seed: 6)
    var targets = data.target.targets
    targets[7] = 1 - targets[7]
    let options = RandomFrame.options(.trees)
    let before = try fit(data, .trees).training
    let after = try FittedFeatures.fit(
      data.frame, target: SupervisedTarget(problem: data.target.problem, targets: targets), options: options,
      limits: FitLimits()
    ).training
    #expect(bits(before.selecting(rows: [7])) == bits(after.selecting(rows: [7])))
    #expect(bits(before) != bits(after))
  }

  @Test(arguments: PredictionTask.allCases)
  func `the dense view is finite and of comparable scale`(task: PredictionTask) throws {
    let data = try RandomFrame(seed: 7, task: task)
    let (fitted, training) = try fit(data, .dense)
    let other = fitted.transform(try RandomFrame(seed: 8).frame).features
    for matrix in [training, other] {
      #expect(matrix.columns.joined().allSatisfy { abs($0) < 20 })
    }
  }

  @Test(arguments: FeatureView.allCases)
  func `an empty frame has no rows and all features`(view: FeatureView) throws {
    let data = try RandomFrame(seed: 9)
    let fitted = try fit(data, view).fitted
    let matrix = fitted.transform(data.frame.selecting(rows: [])).features
    #expect(matrix.rowCount == 0 && matrix.columns.count == fitted.features.count)
  }

  @Test func `identifiers and constants are left out with a note`() throws {
    let frame = try DataFrame(columns: [
      Column(name: "id", kind: .identifier, values: .numbers([1, 2, 3])),
      Column(name: "same", kind: .float, values: .numbers([4, 4, 4])),
      Column(name: "empty", kind: .float, values: .numbers([.nan, .nan, .nan])),
      Column(name: "good", kind: .float, values: .numbers([1, 2, 4])),
    ])
    let target = SupervisedTarget(problem: .regression(), targets: [1, 2, 3])
    let fitted = try FittedFeatures.fit(
      frame, target: target, options: FeatureOptions(view: .trees), limits: FitLimits()
    ).fitted
    #expect(fitted.features.map(\.name) == ["good"])
    #expect(fitted.notes.map(\.column) == ["id", "same", "empty"])
    #expect(fitted.transform(frame).diagnostics.isEmpty)
  }

  @Test func `features of different columns never share a name`() throws {
    let frame = try DataFrame(columns: [
      Column(
        name: "a", kind: .category,
        values: .categories(CategoricalValues(["x", "y", "z", "x", "y", "z"]))),
      Column(name: "a=x", kind: .float, values: .numbers([1, 2, 3, 4, 5, 6])),
    ])
    let target = SupervisedTarget(problem: .regression(), targets: [1, 2, 3, 4, 5, 6])
    let fitted = try FittedFeatures.fit(
      frame, target: target, options: FeatureOptions(view: .dense), limits: FitLimits()
    ).fitted
    #expect(fitted.features.map(\.name) == ["a=x", "a=y", "a=z", "a=x (2)"])
  }

  @Test func `a stop is honoured`() throws {
    let data = try RandomFrame(seed: 10)
    let limits = FitLimits()
    limits.stop.request()
    #expect(throws: FeaturesError.self) { try fit(data, .trees, limits: limits) }
  }

  @Test func `targets, weights and groups of another length are refused`() throws {
    let data = try RandomFrame(seed: 11)
    let (problem, targets) = (data.target.problem, data.target.targets)
    for target in [
      SupervisedTarget(problem: problem, targets: [1]),
      SupervisedTarget(problem: problem, targets: targets, weights: [1]),
      SupervisedTarget(problem: problem, targets: targets, groups: [1]),
    ] {
      #expect(throws: FeaturesError.self) {
        try FittedFeatures.fit(
          data.frame, target: target, options: FeatureOptions(view: .trees), limits: FitLimits())
      }
    }
  }

  @Test(arguments: FeatureView.allCases)
  func `a feature that follows its source never falls as that rises`(view: FeatureView) throws {
    let fitted = try fit(try RandomFrame(seed: 15), view).fitted
    // Beyond the values of training on both sides.
    let numbers: [Double] = [-1e300] + (-200...1_200).map { Double($0) } + [1e300]
    let rising: [(source: String, values: Column.Values)] = [
      ("plain", .numbers(numbers)), ("skewed", .numbers(numbers)), ("steps", .numbers(numbers)),
      ("flag", .categories(CategoricalValues(["no", "yes"]))),
      ("when", .instants(Array(stride(from: -3e9, through: 4e9, by: 7e6)))),
    ]
    for (source, values) in rising {
      let frame = try DataFrame(columns: [Column(name: source, kind: .float, values: values)])
      let matrix = fitted.transform(frame).features
      let following = zip(matrix.features, matrix.columns).filter {
        $0.0.source == source && $0.0.followsSource
      }
      #expect(!following.isEmpty, "\(source)")
      for (feature, column) in following {
        #expect(zip(column, column.dropFirst()).allSatisfy { $0 <= $1 }, "\(feature.name)")
      }
    }
  }
}
