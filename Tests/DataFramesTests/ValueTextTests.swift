import Foundation
import LatheCore
import Testing

@testable import DataFrames

@Suite struct ValueTextTests {
  @Test(
    arguments: [
      ("1", 1), ("-2.5", -2.5), ("+3", 3), ("1e3", 1000), (".5", 0.5), ("1,234", 1234), ("$1,234.50", 1234.5),
      ("(1,000)", -1000), ("61.5%", 61.5), (" 0.23 ct", 0.23), ("12 345", 12345), ("€ 5", 5), ("-$5", -5),
      ("$-5", -5),
      ("1e400", Double.infinity), ("-inf", -.infinity), ("Infinity", .infinity),
    ] as [(String, Double)]) func `people's numbers are read`(text: String, value: Double)
  {
    #expect(NumberText(text)?.value == value)
  }

  @Test(arguments: [
    "", "-", "a", "1-2", "12:30", "1,23", "1,2345", "A12", "1.2.3", "10 Jan 2011", "0x1f", "5+", "1,,234",
    "0,123",
  ])
  func `what is no number is none`(text: String) {
    #expect(NumberText(text) == nil)
  }

  @Test func `with a decimal comma points group`() {
    #expect(NumberText("1.234,5", decimalComma: true)?.value == 1234.5)
    #expect(NumberText("1.234.567", decimalComma: true)?.value == 1_234_567)
    #expect(NumberText("4,2109", decimalComma: true)?.value == 4.2109)
  }

  @Test(
    arguments: [
      ("yyyy-MM-dd", "2011-01-31", 1_296_432_000), ("dd/MM/yyyy", "1/2/1970", 2_678_400),
      ("MMM d, yyyy", "January 2, 1970", 86400), ("d-MMM-yy", "02-Jan-70", 86400),
      ("yyyyMMdd", "19700102", 86400),
      ("yyyy-MM-dd HH:mm:ss", "1970-01-01 01:01:01", 3661),
      ("dd.MM.yyyy h:mm a", "01.01.1970 12:30 AM", 1800),
      ("yyyy-MM-dd'T'HH:mm:ssX", "1970-01-01T02:00:00+02:00", 0), ("EEE, d MMM yyyy", "Thu, 1 Jan 1970", 0),
      ("yyyy-MM-dd HH:mm:ss.S", "1969-12-31 23:59:59.5", -0.5),
    ] as [(String, String, Double)]) func `a date follows its pattern`(
      pattern: String, text: String, seconds: Double
    )
  {
    #expect(DateFormat(pattern)?.parse(text.utf8) == seconds)
  }

  @Test(arguments: [
    ("yyyy-MM-dd", "2011-02-29"), ("yyyy-MM-dd", "2011-1"), ("dd/MM/yyyy", "13/13/2011"),
    ("yyyyMMdd", "2011013"),
    ("HH:mm", "10:00"), ("yyyy-MM-dd HH:mm", "2011-01-01 25:00"), ("yyyy qq", "2011 01"),
  ]) func `what does not follow it is no date`(pattern: String, text: String) {
    #expect(DateFormat(pattern)?.parse(text.utf8) == nil)
  }

  @Test func `days and their numbers are inverse`() {
    for number in stride(from: -700_000, to: 700_000, by: 97) {
      let date = CalendarDay.date(of: number)
      #expect(CalendarDay.number(year: date.year, month: date.month, day: date.day) == number)
    }
  }
}
