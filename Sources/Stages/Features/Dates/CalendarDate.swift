import LatheCore

/// A moment in the proleptic Gregorian calendar, in UTC.
struct CalendarDate {
  static let secondsPerDay = 86_400.0
  /// Moments further from 1970 than this, some 3 million years, are no dates.
  static let latestSecond = 1e14

  let year: Int
  /// 1...12.
  let month: Int
  /// 1...31.
  let day: Int
  /// Monday is 1, Sunday 7, as in ISO 8601.
  let dayOfWeek: Int
  /// Seconds since midnight.
  let secondOfDay: Double

  /// The moment `seconds` after 1970-01-01 00:00 UTC; `nil` for NaN and what lies beyond ``latestSecond``.
  init?(seconds: Double) {
    guard abs(seconds) <= Self.latestSecond else { return nil }
    let dayNumber = (seconds / Self.secondsPerDay).rounded(.down)
    secondOfDay = seconds - dayNumber * Self.secondsPerDay
    (year, month, day) = CalendarDay.date(of: Int(dayNumber))
    // 1970-01-01 was a Thursday.
    let weekday = (Int(dayNumber) + 3) % 7
    dayOfWeek = (weekday + 7) % 7 + 1
  }

  /// The date in ISO 8601, with the time of day unless that is midnight.
  var text: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    guard secondOfDay > 0 else { return date }
    let second = Int(secondOfDay)
    return "\(date)T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
  }

  /// The seconds since 1970 of a date in ISO 8601: `2024-02-29`, with a time after `T` or a space (`13:05`, `13:05:09.5`) and an offset
  /// (`Z`, `+02:00`); `nil` if `text` is none.
  static func seconds(parsing text: Substring) -> Double? {
    var rest = text[...]
    func number(_ digits: Int) -> Int? {
      let head = rest.utf8.prefix(digits)
      guard head.count == digits, head.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
      else {
        return nil
      }
      defer { rest = rest[head.endIndex...] }
      return Int(String(Substring(head)))
    }
    func take(_ characters: String) -> Character? {
      guard let first = rest.first, characters.contains(first) else { return nil }
      rest.removeFirst()
      return first
    }
    guard let year = number(4), take("-") != nil, let month = number(2), take("-") != nil,
      let day = number(2), let days = CalendarDay.number(year: year, month: month, day: day)
    else { return nil }
    let midnight = Double(days) * secondsPerDay
    guard !rest.isEmpty else { return midnight }

    guard take("Tt ") != nil, let hour = number(2), take(":") != nil, let minute = number(2), hour < 24,
      minute < 60
    else { return nil }
    var time = Double(hour * 3600 + minute * 60)
    if take(":") != nil {
      guard let second = number(2), second < 61 else { return nil }
      time += Double(second)
      if take(".,") != nil {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let fraction = Double("0.\(digits)") else { return nil }
        time += fraction
        rest = rest[digits.endIndex...]
      }
    }
    if take("Zz") == nil, let sign = take("+-") {
      guard let hours = number(2), hours < 24 else { return nil }
      _ = take(":")
      let minutes = rest.isEmpty ? 0 : number(2)
      guard let minutes, minutes < 60 else { return nil }
      let offset = Double(hours * 3600 + minutes * 60)
      time -= sign == "-" ? -offset : offset
    }
    return rest.isEmpty ? midnight + time : nil
  }
}
