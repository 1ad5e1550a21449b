import Foundation
import LatheCore
import Testing

@testable import Features

@Suite struct DateTransformTests {
  @Test func `dates agree with Foundation's calendar over four thousand years`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    var random = RandomSource(seed: 2)
    for _ in 0..<300 {
      // Before 1582 Foundation's calendar is the Julian one.
      let seconds = (random.uniform() * 7e10 - 1.2e10).rounded()
      let date = try #require(CalendarDate(seconds: seconds))
      let expected = calendar.dateComponents(
        [.year, .month, .day, .weekday, .hour, .minute, .second], from: Date(timeIntervalSince1970: seconds))
      #expect(date.year == expected.year && date.month == expected.month && date.day == expected.day)
      #expect(date.dayOfWeek % 7 + 1 == expected.weekday)
      let hour = try #require(expected.hour)
      let minute = try #require(expected.minute)
      let second = try #require(expected.second)
      #expect(date.secondOfDay == Double(hour * 3600 + minute * 60 + second))
      #expect(CalendarDate.seconds(parsing: date.text[...]) == seconds)
    }
  }

  @Test(arguments: [
    ("1970-01-02", 86_400.0), ("1970-01-01T01:00", 3600), ("1970-01-01 01:00:30.5", 3630.5),
    ("1970-01-01T02:00:00+02:00", 0), ("1970-01-01T00:00:00Z", 0), ("2024-02-29", 1_709_164_800),
  ])
  func `ISO 8601 dates are read`(text: String, seconds: Double) {
    #expect(CalendarDate.seconds(parsing: text[...]) == seconds)
  }

  @Test(arguments: [
    "", "2023-02-29", "2024-13-01", "24-01-01", "2024-01-01T", "2024-01-01T25:00", "2024-01-01x", "é",
  ])
  func `what is no date is not read`(text: String) {
    #expect(CalendarDate.seconds(parsing: text[...]) == nil)
  }

  @Test func `trees get plain parts and constant ones are dropped`() throws {
    let seconds = ["2024-01-06", "2024-02-07", "2024-03-09"].compactMap {
      CalendarDate.seconds(parsing: $0[...])
    }
    let transform = DateTransform(seconds: seconds, view: .trees)
    #expect(transform.parts == [.day, .month, .dayOfMonth, .dayOfWeek, .weekend])
    var columns: [[Double]] = []
    transform.append([seconds[0], .nan], to: &columns)
    #expect(agree(columns.map { $0[0] }, [19728, 1, 6, 6, 1]))
    #expect(columns.allSatisfy { $0[1].isNaN })
  }

  @Test func `dense parts are cycles around zero and missing dates lie at their centre`() throws {
    let seconds = (0..<1000).map { Double($0) * 86_400 * 1.37 } + [.nan]
    let transform = DateTransform(seconds: seconds, view: .dense)
    #expect(transform.parts.contains(.hourSine) && !transform.parts.contains(.year))
    var columns: [[Double]] = []
    transform.append(seconds, to: &columns)
    #expect(columns.joined().allSatisfy { abs($0) <= StandardScaling.limit })
    #expect(columns.dropLast().allSatisfy { $0[1000] == 0 } && columns.last?[1000] == 1)
  }
}
