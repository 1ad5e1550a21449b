import LatheCore
import Testing

@testable import Features

@Suite struct CategoricalTransformTests {
  private func fit(
    _ values: [String?], view: FeatureView, oneHotLevels: Int = 32, targetEncoding: Bool = false
  ) throws -> (fitted: FittedFeatures, training: FeatureMatrix) {
    let frame = try DataFrame(columns: [
      Column(name: "city", kind: .category, values: .categories(CategoricalValues(values)))
    ])
    var options = FeatureOptions(view: view)
    options.oneHotLevels = oneHotLevels
    options.targetEncoding = targetEncoding
    let target = SupervisedTarget(
      problem: .regression(), targets: values.indices.map { Double($0 % 3) })
    return try FittedFeatures.fit(frame, target: target, options: options, limits: FitLimits())
  }

  private func ask(_ fitted: FittedFeatures, _ values: [String?]) throws -> FeatureMatrix {
    fitted.transform(
      try DataFrame(columns: [
        Column(name: "city", kind: .category, values: .categories(CategoricalValues(values)))
      ])
    ).features
  }

  @Test func `codes for trees are those of scikit-learn's OrdinalEncoder`() throws {
    let golden = try Golden.load().categories
    let matrix = try ask(try fit(golden.training, view: .trees).fitted, golden.asked)
    #expect(matrix.features[0].kind == .categorical(levelCount: 6))
    #expect(agree(matrix.columns[0].map { $0.isNaN ? -1 : $0 }, golden.ordinal))
  }

  @Test func `few levels become the columns of scikit-learn's OneHotEncoder`() throws {
    let golden = try Golden.load().categories
    let matrix = try ask(try fit(golden.training, view: .dense).fitted, golden.asked)
    #expect(golden.asked.indices.map { row in matrix.columns.map { $0[row] } } == golden.oneHot)
  }

  @Test func `two levels without missing values become one column`() throws {
    let matrix = try fit(["a", "b", "a", "b"], view: .dense).training
    #expect(matrix.features.map(\.name) == ["city=b"])
    #expect(matrix.columns == [[0, 1, 0, 1]])
  }

  @Test func `a level that occurs once is treated as unseen`() throws {
    let fitted = try fit(["a", "b", "a", "b", "once", nil], view: .trees).fitted
    let codes = try ask(fitted, ["a", "b", "once", "new", nil]).columns[0]
    #expect(agree(codes, [0, 1, .nan, .nan, .nan]))
  }

  @Test func `many levels add how frequent they are`() throws {
    let matrix = try fit(["a", "a", "a", "b", "b", "c", "c", "d"], view: .trees, oneHotLevels: 2).training
    #expect(matrix.features.map(\.name) == ["city", "city frequency"])
    #expect(matrix.columns[1] == [0.375, 0.375, 0.375, 0.25, 0.25, 0.25, 0.25, 0])
  }

  @Test func `without a target encoding the most frequent of many levels keep a column`() throws {
    let matrix = try fit(["c", "c", "c", "b", "b", "a", "a", "a"], view: .dense, oneHotLevels: 2).training
    #expect(matrix.features.map(\.name) == ["city=a", "city=c", "city frequency"])
  }

  @Test func `dense encodings of rare levels are cut as wild numbers are`() throws {
    let values = (0..<400).map { $0 < 2 ? "rare" : $0 % 2 == 0 ? "a" : "b" }
    let (fitted, training) = try fit(values, view: .dense, oneHotLevels: 2, targetEncoding: true)
    #expect(training.features.map(\.name) == ["city frequency", "city target mean"])
    #expect(training.columns[0][0] == -StandardScaling.limit)
    let asked = try ask(fitted, ["rare", "new", nil, "a"])
    for column in training.columns + asked.columns {
      #expect(column.allSatisfy { abs($0) <= StandardScaling.limit })
    }
  }

  @Test func `the order of rows changes no code and no frequency`() throws {
    var random = RandomSource(seed: 4)
    let values = (0..<80).map { _ in "k\(random.next() % 20)" }
    let order = values.indices.shuffled(using: &random)
    let fitted = try fit(values, view: .trees, oneHotLevels: 4).fitted
    let shuffled = try fit(order.map { values[$0] }, view: .trees, oneHotLevels: 4).fitted
    #expect(agree(try ask(fitted, values).columns[0], try ask(shuffled, values).columns[0]))
    #expect(agree(try ask(fitted, values).columns[1], try ask(shuffled, values).columns[1]))
  }

  @Test func `a column whose values all differ is refused with a reason`() {
    #expect(throws: FeaturesError.self) { try fit(["a", "b", "c"], view: .trees) }
  }
}
