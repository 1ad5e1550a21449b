import Testing

@testable import Reports

@Suite struct LogScaleTests {
  @Test func `powers of ten lie at equal distances`() throws {
    let scale = try #require(LogScale(1, 10_000))
    #expect([1, 10, 100, 1_000, 10_000].map { (scale.fraction($0) * 4).rounded() } == [0, 1, 2, 3, 4])
    #expect(scale.ticks(count: 5).map(\.label) == ["1", "10", "100", "1,000", "10k"])
  }

  @Test func `a short axis also has ticks between powers of ten`() throws {
    let scale = try #require(LogScale(20, 200))
    #expect(scale.ticks(count: 5).map(\.value) == [20, 50, 100, 200])
  }

  @Test func `a long axis leaves powers out`() throws {
    let scale = try #require(LogScale(1e-300, 1e300))
    #expect((3...9).contains(scale.ticks(count: 5).count))
  }

  @Test(arguments: [(0.0, 1.0), (-1.0, 1.0), (Double.nan, 1.0), (1.0, Double.infinity)])
  func `values that have no logarithm have no such axis`(lower: Double, upper: Double) {
    #expect(LogScale(lower, upper) == nil)
  }

  @Test func `what is not positive lies at the lower end`() throws {
    let scale = try #require(LogScale(1, 100))
    #expect([-1, 0, Double.nan].map(scale.fraction) == [0, 0, 0])
  }
}
