import LatheCore
import Testing

@testable import DataFrames

@Suite struct LeakageCheckTests {
  private func frame() throws -> DataFrame {
    var random = RandomSource(seed: 5)
    let target = (0..<600).map { _ in random.uniform() }
    let noise = (0..<600).map { _ in random.uniform() }
    return try DataFrame(columns: [
      Column(name: "target", kind: .float, values: .numbers(target)),
      Column(name: "copy", kind: .float, values: .numbers(target.map { 3 * $0 + 1 })),
      Column(name: "related", kind: .float, values: .numbers(zip(target, noise).map { $0 + $1 })),
      Column(
        name: "label", kind: .category,
        values: .categories(CategoricalValues(target.map { $0 > 0.7 ? "high" : "low" }))),
      Column(
        name: "given when high", kind: .float,
        values: .numbers(zip(target, noise).map { $0 > 0.7 ? $1 : .nan })),
      Column(name: "noise", kind: .float, values: .numbers(noise)),
    ])
  }

  @Test func `a copy of a number is suspect, a related column is not`() throws {
    #expect(LeakageCheck.suspects(in: try frame(), target: "target").compactMap(\.column) == ["copy"])
  }

  @Test func `for a class the value behind it and its absence are suspect`() throws {
    let suspects = LeakageCheck.suspects(in: try frame(), target: "label").compactMap(\.column)
    #expect(suspects == ["target", "copy", "given when high"])
  }

  @Test func `a target of thousands of classes says nothing`() throws {
    let labels = CategoricalValues((0..<4000).map { "class \($0 % 2000)" })
    let frame = try DataFrame(columns: [
      Column(name: "target", kind: .category, values: .categories(labels)),
      Column(name: "copy", kind: .category, values: .categories(labels)),
    ])
    #expect(LeakageCheck.suspects(in: frame, target: "target").isEmpty)
  }

  @Test func `few rows say nothing`() throws {
    let few = try frame().selecting(rows: Array(0..<100))
    #expect(LeakageCheck.suspects(in: few, target: "target").isEmpty)
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func `honest columns of real data are not suspected`() throws {
    let frame = try SharedData.read("titanic/train.csv").frame
    #expect(LeakageCheck.suspects(in: frame, target: "Survived").isEmpty)
  }
}
