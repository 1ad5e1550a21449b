import Foundation
import LatheCore

/// A number read off a date.
enum DatePart: String, Codable, Sendable, CaseIterable {
  /// Days since 1970 with the time as a fraction: the trend.
  case day
  case year
  case month
  case dayOfMonth
  /// Monday is 1.
  case dayOfWeek
  /// Hours since midnight, with their fraction.
  case hour
  /// 1 on Saturday and Sunday.
  case weekend
  case monthSine, monthCosine
  case dayOfMonthSine, dayOfMonthCosine
  case dayOfWeekSine, dayOfWeekCosine
  case hourSine, hourCosine

  /// The parts that a view reads: trees split on plain numbers, the others need cycles whose end meets their start.
  static func parts(for view: FeatureView) -> [DatePart] {
    switch view {
    case .trees: [.day, .year, .month, .dayOfMonth, .dayOfWeek, .hour, .weekend]
    case .dense:
      [
        .day, .monthSine, .monthCosine, .dayOfMonthSine, .dayOfMonthCosine, .dayOfWeekSine, .dayOfWeekCosine,
        .hourSine, .hourCosine, .weekend,
      ]
    }
  }

  /// The part in words, as the end of a feature's name.
  var name: String {
    switch self {
    case .day: "day"
    case .year: "year"
    case .month: "month"
    case .dayOfMonth: "day of month"
    case .dayOfWeek: "day of week"
    case .hour: "hour"
    case .weekend: "weekend"
    case .monthSine: "month sine"
    case .monthCosine: "month cosine"
    case .dayOfMonthSine: "day of month sine"
    case .dayOfMonthCosine: "day of month cosine"
    case .dayOfWeekSine: "day of week sine"
    case .dayOfWeekCosine: "day of week cosine"
    case .hourSine: "hour sine"
    case .hourCosine: "hour cosine"
    }
  }

  /// Whether the part never falls as time goes on.
  var followsTime: Bool { self == .day || self == .year }

  /// The part of `date`, which lies `seconds` after 1970.
  func value(of date: CalendarDate, seconds: Double) -> Double {
    func angle(_ position: Double, _ period: Double) -> Double { 2 * .pi * position / period }
    switch self {
    case .day: return seconds / CalendarDate.secondsPerDay
    case .year: return Double(date.year)
    case .month: return Double(date.month)
    case .dayOfMonth: return Double(date.day)
    case .dayOfWeek: return Double(date.dayOfWeek)
    case .hour: return date.secondOfDay / 3600
    case .weekend: return date.dayOfWeek >= 6 ? 1 : 0
    case .monthSine: return sin(angle(Double(date.month - 1), 12))
    case .monthCosine: return cos(angle(Double(date.month - 1), 12))
    case .dayOfMonthSine: return sin(angle(Double(date.day - 1), 31))
    case .dayOfMonthCosine: return cos(angle(Double(date.day - 1), 31))
    case .dayOfWeekSine: return sin(angle(Double(date.dayOfWeek - 1), 7))
    case .dayOfWeekCosine: return cos(angle(Double(date.dayOfWeek - 1), 7))
    case .hourSine: return sin(angle(date.secondOfDay, CalendarDate.secondsPerDay))
    case .hourCosine: return cos(angle(date.secondOfDay, CalendarDate.secondsPerDay))
    }
  }
}
