import BundleSamples
import LatheCore
import Testing

@testable import Bundles

@Suite struct ReferenceProfileTests {
  /// Quantiles as `numpy.quantile(range(11), q)` gives them.
  @Test func `numbers are described exactly`() {
    let sketch = NumericSketch(of: (0..<11).reversed().map(Double.init) + [.nan], sample: nil)
    #expect(sketch.count == 11)
    #expect(sketch.minimum == 0 && sketch.maximum == 10 && sketch.mean == 5)
    #expect(sketch.standardDeviation.map { abs($0 - 10.squareRoot()) < 1e-12 } == true)
    #expect(sketch.quantiles.count == 101)
    for (percent, value) in sketch.quantiles.enumerated() {
      #expect(abs(value - Double(percent) / 10) < 1e-12)
    }
    #expect(sketch.isConsistent)
  }

  @Test(arguments: [[], [Double.nan], [1e308, -1e308], [5], [0.1, 0.1, 0.1]])
  func `extreme numbers are described too`(values: [Double]) {
    let sketch = NumericSketch(of: values, sample: nil)
    #expect(sketch.count == values.count(where: \.isFinite))
    #expect(sketch.isConsistent)
  }

  @Test func `categories are counted, the most frequent first, and a boolean as false and true`() throws {
    let values = (0..<300).map { "c\(min($0 % 150, 120))" }
    let sketch = ColumnSketch(
      of: Column(name: "c", kind: .category, values: .categories(CategoricalValues(values + [nil]))),
      sample: nil)
    #expect(sketch.levels?.first == ColumnSketch.Level(name: "c120", count: 60))
    #expect(sketch.levels?.count == 100)
    #expect(sketch.otherCount == 42)
    #expect(sketch.missingCount == 1)
    #expect(sketch.isConsistent(rowCount: 301))
    #expect(!sketch.isConsistent(rowCount: 302))
    let boolean = ColumnSketch(
      of: Column(
        name: "b", kind: .boolean,
        values: .categories(CategoricalValues(codes: [1, 1, 0], levels: ["no", "yes"]))), sample: nil)
    #expect(boolean.levels?.map(\.name) == ["no", "yes"])
  }

  @Test func `texts are described by their lengths`() {
    let column = Column(name: "t", kind: .text, values: .texts(TextValues(["", "ab", "é", nil])))
    let sketch = ColumnSketch(of: column, sample: nil)
    #expect(sketch.lengths?.count == 3)
    #expect(sketch.lengths?.maximum == 2)
  }

  @Test func `quantiles of many rows come from a sample that the seed decides`() throws {
    let rows = ReferenceProfile.sampledRows * 3
    let frame = try DataFrame(columns: [
      Column(name: "x", kind: .float, values: .numbers((0..<rows).map { Double($0) }))
    ])
    func profile(seed: UInt64) -> ReferenceProfile {
      ReferenceProfile(
        frame: frame, inputs: [ColumnSchema(name: "x", kind: .float)], predictions: [0, 1, 2, 3],
        outputCount: 2,
        seed: seed)
    }
    #expect(profile(seed: 1) == profile(seed: 1))
    #expect(profile(seed: 1) != profile(seed: 2))
    let sketch = try #require(profile(seed: 1).columns.first?.numbers)
    #expect(sketch.count == rows && sketch.maximum == Double(rows - 1))
    for (percent, value) in sketch.quantiles.enumerated() {
      #expect(abs(value - Double(percent * rows) / 100) < Double(rows) / 1_000)
    }
    #expect(profile(seed: 1).predictions.map(\.mean) == [1, 2])
  }
}
