import Testing

@testable import Reports

@Suite struct LinearScaleTests {
  /// What d3-array 3.2 answers to `ticks(lower, upper, count)`.
  @Test(arguments: [
    (0.0, 1.0, 10, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
    (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    (0, 1, 3, [0, 0.5, 1]), (0, 10, 4, [0, 2, 4, 6, 8, 10]),
    (-10, 10, 10, [-10, -8, -6, -4, -2, 0, 2, 4, 6, 8, 10]),
    (-10, 10, 3, [-10, -5, 0, 5, 10]), (0.98, 1.14, 10, [0.98, 1, 1.02, 1.04, 1.06, 1.08, 1.1, 1.12, 1.14]),
    (0, 2.2, 3, [0, 1, 2]), (1, 9, 5, [2, 4, 6, 8]),
  ])
  func `ticks are the round values a person would choose`(
    lower: Double, upper: Double, count: Int, expected: [Double]
  ) {
    #expect(LinearScale(lower, upper).ticks(count: count).map(\.value) == expected)
  }

  @Test(arguments: [
    (0.0, 1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0, 5_000, ["0", "1,000", "2,000", "3,000", "4,000", "5,000"]),
    (-50_000, 50_000, ["−40k", "−20k", "0", "20k", "40k"]),
    (0, 2.5e6, ["0", "0.5M", "1.0M", "1.5M", "2.0M", "2.5M"]),
    (0, 5e-5, ["0", "1e-5", "2e-5", "3e-5", "4e-5", "5e-5"]),
    (0, 1e300, ["0", "2e299", "4e299", "6e299", "8e299", "1e300"]),
  ])
  func `labels of one axis have one unit and as many decimals as they need`(
    lower: Double, upper: Double, expected: [String]
  ) {
    #expect(LinearScale(lower, upper).ticks(count: 5).map(\.label) == expected)
  }

  @Test(arguments: [
    [], [.nan], [0], [7], [-1e300], [1e300, -1e300], [.infinity, 3], [.greatestFiniteMagnitude, -1],
    [.leastNonzeroMagnitude, 0], [1e16, 1e16 + 2], [0, 1e-300],
  ])
  func `every set of values has an axis with finite places and ticks`(values: [Double]) {
    let scale = LinearScale(covering: values)
    #expect(scale.lower < scale.upper)
    for value in values + [.nan, .infinity, -.infinity] {
      #expect((0...1).contains(scale.fraction(value)))
    }
    let ticks = scale.ticks(count: 5)
    #expect((1...20).contains(ticks.count), "\(ticks)")
    #expect(Set(ticks.map(\.label)).count == ticks.count, "\(ticks.map(\.label))")
  }

  @Test func `an axis that covers values ends at round ones`() {
    let scale = LinearScale(covering: [0.213, 0.551])
    #expect(scale.lower.isApproximately(0.2) && scale.upper.isApproximately(0.6))
    #expect(scale.fraction(0.4).isApproximately(0.5))
  }
}

extension Double {
  fileprivate func isApproximately(_ other: Double) -> Bool { (self - other).magnitude < 1e-9 }
}
