import Testing

@testable import Search

@Suite struct BoxVarianceTests {
  private static let lines = ["x", "y"].map { _ in
    MeasuredLine(Axis(.float(low: 0, high: 1)), [0.5, 0.5], [0, 0])
  }

  private static func box(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>, _ value: Double)
    -> RegressionBox
  {
    RegressionBox(low: [x.lowerBound, y.lowerBound], high: [x.upperBound, y.upperBound], value: value)
  }

  @Test func `a step along one axis is explained by it alone`() throws {
    let boxes = [Self.box(-1...0.3, -1...1, 4), Self.box(0.3...1, -1...1, 9)]
    let fractions = try #require(BoxVariance(boxes, Self.lines).fractions)
    #expect(abs(fractions[0] - 1) < 1e-12)
    #expect(abs(fractions[1]) < 1e-12)
  }

  @Test func `a checkerboard is explained by neither`() throws {
    let boxes = [
      Self.box(-1...0.5, -1...0.5, 1), Self.box(0.5...1, 0.5...1, 1), Self.box(-1...0.5, 0.5...1, -1),
      Self.box(0.5...1, -1...0.5, -1),
    ]
    let fractions = try #require(BoxVariance(boxes, Self.lines).fractions)
    #expect(fractions.allSatisfy { abs($0) < 1e-12 })
  }

  @Test func `variances of a sum add, and what is left is the interaction`() throws {
    // f = 2a + b + 4ab with a and b 0 or 1, each half of the time: the mean is 2.5, the marginal means of a 0.5 and 4.5,
    // those of b 1 and 4. The variances are 4 and 2.25 of 7.25.
    let boxes = [
      Self.box(-1...0.5, -1...0.5, 0), Self.box(0.5...1, -1...0.5, 2), Self.box(-1...0.5, 0.5...1, 1),
      Self.box(0.5...1, 0.5...1, 7),
    ]
    let fractions = try #require(BoxVariance(boxes, Self.lines).fractions)
    #expect(abs(fractions[0] - 4 / 7.25) < 1e-12)
    #expect(abs(fractions[1] - 2.25 / 7.25) < 1e-12)
  }

  @Test func `a constant has no variance to explain`() {
    #expect(BoxVariance([Self.box(-1...1, -1...1, 3)], Self.lines).fractions == nil)
  }
}
