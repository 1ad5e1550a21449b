import Testing

@testable import Reports

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (12_345.6, "12,346"), (1_234_567, "1,234,567"), (0.012345, "0.0123"),
    (-3.14159, "−3.14"), (0.00001, "1e-5"), (1e300, "1e300"), (-1e300, "−1e300"), (999.95, "1,000"),
    (1e14, "100,000,000,000,000"),
    (.nan, "–"), (.infinity, "–"), (-.infinity, "–"),
  ])
  func `numbers have three digits and their thousands apart`(value: Double, expected: String) {
    #expect(NumberText.plain(value) == expected)
  }

  @Test(arguments: [
    (0.92814, "0.9281"), (0, "0.0000"), (44_120, "44,120"), (123_456.7, "123,457"), (0.0001234, "0.0001234"),
    (-0.5, "−0.5000"),
    (1e300, "1e300"), (.nan, "–"),
  ])
  func `scores have four decimals`(value: Double, expected: String) {
    #expect(NumberText.score(value) == expected)
  }

  @Test(arguments: [
    (0.0, "0 s"), (3e-6, "3 µs"), (0.0123, "12.3 ms"), (59.4, "59.4 s"), (119.9, "120 s"), (125, "2 min 5 s"),
    (7_260, "2 h 1 min"), (1e12, "11,574,074 d"), (.nan, "–"), (-2, "−2 s"),
  ])
  func `times have the unit that suits them`(seconds: Double, expected: String) {
    #expect(NumberText.seconds(seconds) == expected)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (999_999, "1 MB"), (3_974_305, "3.97 MB"),
    (.max, "9,223 PB"), (.min, "−9,223 PB"),
  ])
  func `sizes have the unit that suits them`(bytes: Int, expected: String) {
    #expect(NumberText.bytes(bytes) == expected)
  }

  @Test(arguments: [
    (0.0, "0 %"), (0.0564, "5.6 %"), (1, "100 %"), (0.0004, "< 0.1 %"), (0.9999, "> 99.9 %"), (.nan, "–"),
  ])
  func `a share that is not all or nothing is not shown as such`(share: Double, expected: String) {
    #expect(NumberText.percent(share) == expected)
  }

  @Test func `dates are days in UTC`() {
    #expect(NumberText.date(secondsSince1970: 1_500_000_000) == "2017-07-14")
    #expect(NumberText.date(secondsSince1970: 1_500_000_000, hasTime: true) == "2017-07-14 02:40:00 UTC")
    #expect(NumberText.date(secondsSince1970: .infinity) == "–")
    #expect(NumberText.date(secondsSince1970: -1e300) == "–")
  }
}
