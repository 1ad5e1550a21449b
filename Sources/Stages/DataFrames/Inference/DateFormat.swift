import Foundation
import LatheCore

/// A way to write a date, compiled from a pattern in Unicode notation such as `dd/MM/yyyy HH:mm`.
///
/// Understood are `y` (`yyyy`, `yy`), `M` (number, or name from `MMM` on), `d`, `E` (a weekday, not checked), `H`,
/// `h` with `a`, `m`, `s`, `S`, `Z` or `X` (a zone such as `+01:00` or `Z`), text in single quotes, and other
/// characters as themselves. One and two digits are both accepted for `d`, `M`, `H` and `h` where no other digit
/// follows directly. Two-digit years are 1970 to 2069.
struct DateFormat: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case year(digits: Int)
    case month(isFixed: Bool)
    case monthName
    case weekday
    case day(isFixed: Bool)
    case hour(isFixed: Bool)
    case minute
    case second
    case fraction
    case meridiem
    case zone
    case literal(UInt8)
  }

  /// The pattern it was made from.
  let pattern: String
  /// Whether it has a time of day.
  let hasTime: Bool
  private let parts: [Part]

  /// A format for `pattern`; `nil` if it names no year or has a letter that is not understood.
  init?(_ pattern: String) {
    var parts: [Part] = []
    let characters = Array(pattern.utf8)
    var index = 0
    func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
    while index < characters.count {
      let byte = characters[index]
      var end = index + 1
      if byte == UInt8(ascii: "'") {
        while end < characters.count, characters[end] != byte {
          parts.append(.literal(characters[end]))
          end += 1
        }
        index = end + 1
        continue
      }
      guard isLetter(byte) else {
        parts.append(.literal(byte))
        index = end
        continue
      }
      while end < characters.count, characters[end] == byte { end += 1 }
      let length = end - index
      let isFixed =
        length == 2
        && (end < characters.count && isLetter(characters[end])
          || index > 0 && isLetter(characters[index - 1]))
      switch Character(UnicodeScalar(byte)) {
      case "y": parts.append(.year(digits: length == 2 ? 2 : 4))
      case "M": parts.append(length > 2 ? .monthName : .month(isFixed: isFixed))
      case "d": parts.append(.day(isFixed: isFixed))
      case "E": parts.append(.weekday)
      case "H", "h": parts.append(.hour(isFixed: isFixed))
      case "m": parts.append(.minute)
      case "s": parts.append(.second)
      case "S": parts.append(.fraction)
      case "a": parts.append(.meridiem)
      case "Z", "X", "x": parts.append(.zone)
      default: return nil
      }
      index = end
    }
    let hasYear = parts.contains { if case .year = $0 { true } else { false } }
    guard hasYear else { return nil }
    self.pattern = pattern
    self.parts = parts
    hasTime = parts.contains { if case .hour = $0 { true } else { false } }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  .map { Array($0.utf8) }
  private static let fullMonths = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december",
  ].map { Array($0.utf8) }

  /// The seconds since 1970-01-01 00:00 UTC of the moment that `text` spells; `nil` if it does not follow the format or there is no such day.
  func parse(_ text: some Collection<UInt8>) -> Double? {
    var year = 0
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0.0
    var isAfternoon: Bool?
    var offset = 0.0
    var rest = text[...]
    func digits(_ range: ClosedRange<Int>) -> Int? {
      var value = 0
      var count = 0
      while count < range.upperBound, let byte = rest.first, (48...57).contains(byte) {
        value = value * 10 + Int(byte - 48)
        count += 1
        rest.removeFirst()
      }
      return count >= range.lowerBound ? value : nil
    }
    func word() -> [UInt8] {
      let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
      rest = rest.dropFirst(letters.count)
      return letters.map { $0 | 0x20 }
    }
    for part in parts {
      switch part {
      case .year(let count):
        guard let value = digits(count...count) else { return nil }
        year = count == 2 ? (value < 70 ? 2000 + value : 1900 + value) : value
      case .month(let isFixed):
        guard let value = digits((isFixed ? 2 : 1)...2) else { return nil }
        month = value
      case .monthName:
        let name = word()
        guard let found = Self.months.firstIndex(where: { name.starts(with: $0) }),
          name.count == 3 || name == Self.fullMonths[found] || name == Array("sept".utf8)
        else { return nil }
        month = found + 1
        if name.count == 3, rest.first == UInt8(ascii: ".") { rest.removeFirst() }
      case .weekday:
        guard (2...9).contains(word().count) else { return nil }
      case .day(let isFixed):
        guard let value = digits((isFixed ? 2 : 1)...2) else { return nil }
        day = value
      case .hour(let isFixed):
        guard let value = digits((isFixed ? 2 : 1)...2), value < 25 else { return nil }
        hour = value
      case .minute:
        guard let value = digits(2...2), value < 60 else { return nil }
        minute = value
      case .second:
        guard let value = digits(2...2), value < 61 else { return nil }
        second += Double(value)
      case .fraction:
        let before = rest.count
        guard let value = digits(1...9) else { return nil }
        second += Double(value) / pow(10, Double(before - rest.count))
      case .meridiem:
        switch word() {
        case [UInt8(ascii: "a"), UInt8(ascii: "m")]: isAfternoon = false
        case [UInt8(ascii: "p"), UInt8(ascii: "m")]: isAfternoon = true
        default: return nil
        }
      case .zone:
        guard let first = rest.first else { return nil }
        if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
          rest.removeFirst()
          guard let hours = digits(2...2) else { return nil }
          if rest.first == UInt8(ascii: ":") { rest.removeFirst() }
          let minutes = digits(2...2) ?? 0
          offset = Double(hours * 3600 + minutes * 60) * (first == UInt8(ascii: "+") ? 1 : -1)
        } else {
          let name = word()
          guard name == Array("z".utf8) || name == Array("utc".utf8) || name == Array("gmt".utf8) else {
            return nil
          }
        }
      case .literal(let byte):
        guard rest.first == byte else { return nil }
        rest.removeFirst()
      }
    }
    guard rest.isEmpty else { return nil }
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0) else { return nil }
    guard let days = CalendarDay.number(year: year, month: month, day: day) else { return nil }
    return Double(days) * 86400 + Double(hour * 3600 + minute * 60) + second - offset
  }
}
