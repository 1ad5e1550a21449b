import LatheCore
import Testing

@testable import Features

/// What a frame at prediction may look like though training's did not.
@Suite struct UnexpectedInputTests {
  private func transform(
    _ training: Column, _ asked: [Column], view: FeatureView = .trees
  ) throws -> (columns: [[Double]], codes: [String]) {
    let target = SupervisedTarget(
      problem: .regression(), targets: (0..<training.count).map { Double($0) })
    let fitted = try FittedFeatures.fit(
      try DataFrame(columns: [training]), target: target, options: FeatureOptions(view: view),
      limits: FitLimits()
    ).fitted
    let (features, diagnostics) = fitted.transform(try DataFrame(columns: asked))
    return (features.columns, diagnostics.map(\.code))
  }

  private func numbers(_ name: String, _ values: [Double]) -> Column {
    Column(name: name, kind: .float, values: .numbers(values))
  }
  private func texts(_ name: String, _ values: [String?]) -> Column {
    Column(name: name, kind: .text, values: .texts(TextValues(values)))
  }
  private func categories(_ name: String, _ values: [String?]) -> Column {
    Column(name: name, kind: .category, values: .categories(CategoricalValues(values)))
  }

  @Test func `a missing column counts as missing and an extra one is ignored`() throws {
    let (columns, codes) = try transform(numbers("a", [1, 2, 3]), [numbers("b", [5, 6])])
    #expect(columns.count == 1 && columns[0].count == 2 && columns[0].allSatisfy { $0.isNaN })
    #expect(codes == ["missing-column", "extra-column"])
  }

  @Test func `numbers that arrive as text are parsed`() throws {
    let (columns, codes) = try transform(
      numbers("a", [1, 2, 3]), [texts("a", [" 2.5 ", "x", nil, "", "inf", "1e3"])])
    #expect(agree(columns[0], [2.5, .nan, .nan, .nan, .nan, 1000]))
    #expect(codes == ["converted-column", "unreadable-value"])
  }

  @Test func `numbers that arrive as categories are parsed`() throws {
    let (columns, codes) = try transform(
      numbers("a", [1, 2, 3]), [categories("a", ["2", "2", nil, "3", "?", "2"])])
    #expect(agree(columns[0], [2, 2, .nan, 3, .nan, 2]))
    #expect(codes == ["converted-column", "unreadable-value"])
  }

  @Test func `categories that arrive as numbers are looked up by their value`() throws {
    let (columns, codes) = try transform(
      categories("a", ["1", "02", "x", "1", "02", "x"]), [numbers("a", [1, 2, 3, .nan])])
    #expect(agree(columns[0], [1, 0, .nan, .nan]))
    #expect(codes == ["converted-column", "unseen-category"])
  }

  @Test func `categories that arrive as text are looked up`() throws {
    let (columns, codes) = try transform(
      categories("a", ["u", "v", "u", "v"]), [texts("a", ["v", "w", nil])])
    #expect(agree(columns[0], [1, .nan, .nan]))
    #expect(codes == ["unseen-category"])
  }

  @Test func `dates that arrive as text are parsed and as numbers are missing`() throws {
    let training = Column(name: "a", kind: .date, values: .instants([0, 86_400, 864_000]))
    let fromText = try transform(training, [categories("a", ["1970-01-03", "soon"])])
    #expect(agree(fromText.columns[0], [2, .nan]))
    let fromNumbers = try transform(training, [numbers("a", [5])])
    #expect(fromNumbers.columns.allSatisfy { $0[0].isNaN })
    #expect(fromNumbers.codes == ["converted-column", "unreadable-value"])
  }

  @Test func `unseen categories are counted by row, whichever way the frame stores them`() throws {
    let training = categories("a", ["u", "v", "u", "v"])
    let target = SupervisedTarget(problem: .regression(), targets: [1, 2, 3, 4])
    let fitted = try FittedFeatures.fit(
      try DataFrame(columns: [training]), target: target, options: FeatureOptions(view: .trees),
      limits: FitLimits()
    ).fitted
    for unusedLevels in [[], ["p", "q", "r", "s", "t"]] {
      let asked = CategoricalValues(codes: [0, 1, 0, -1], levels: ["w", "u"] + unusedLevels)
      let diagnostics = fitted.transform(
        try DataFrame(columns: [Column(name: "a", kind: .category, values: .categories(asked))])
      ).diagnostics
      #expect(diagnostics.map(\.code) == ["unseen-category"])
      #expect(diagnostics[0].message.hasPrefix("2 of 4 values"))
      #expect(diagnostics[0].message.contains("\"w\""))
    }
  }

  @Test(arguments: FeatureView.allCases)
  func `every column may arrive as any representation`(view: FeatureView) throws {
    let data = try RandomFrame(seed: 20)
    let fitted = try FittedFeatures.fit(
      data.frame, target: data.target, options: RandomFrame.options(view), limits: FitLimits()
    ).fitted
    let replacements: [Column.Values] = [
      .numbers([0, .nan, -1e300]), .instants([0, .nan, 1e300]),
      .texts(TextValues(["", nil, "\u{0}é\u{301}"])),
      .categories(CategoricalValues(["", nil, "yes"])),
    ]
    for values in replacements {
      let frame = try DataFrame(
        columns: data.frame.names.map { Column(name: $0, kind: .category, values: values) })
      let matrix = fitted.transform(frame).features
      #expect(matrix.columns.allSatisfy { $0.count == 3 })
      #expect(view == .trees || matrix.columns.joined().allSatisfy { $0.isFinite })
    }
  }
}
