import Foundation
import LatheCore

/// Spells the values of a column as UTF-8, one row at a time.
struct RowText {
  let column: Column
  /// The levels of a category, each spelled once.
  private let levels: [[UInt8]]

  /// A speller whose levels have gone through `escape`.
  init(_ column: Column, escape: (ArraySlice<UInt8>) -> [UInt8]) {
    self.column = column
    if case .categories(let categories) = column.values {
      levels = categories.levels.map { escape(Array($0.utf8)[...]) }
    } else {
      levels = []
    }
  }

  /// Appends the value of `row`, or `missing` where there is none.
  func append(
    _ row: Int, to output: inout [UInt8], missing: [UInt8], moment: (ArraySlice<UInt8>) -> [UInt8],
    text: (ArraySlice<UInt8>) -> [UInt8]
  ) {
    switch column.values {
    case .numbers(let numbers):
      let number = numbers[row]
      if !number.isFinite {
        output.append(contentsOf: missing)
      } else if column.kind != .float, number == number.rounded(), abs(number) < 9e15 {
        output.append(contentsOf: String(Int(number)).utf8)
      } else {
        output.append(contentsOf: number.description.utf8)
      }
    case .instants(let seconds):
      if seconds[row].isFinite {
        output.append(contentsOf: moment(Self.spell(seconds[row], isDate: column.kind == .date)[...]))
      } else {
        output.append(contentsOf: missing)
      }
    case .categories(let categories):
      let code = categories.codes[row]
      output.append(contentsOf: code < 0 ? missing : levels[Int(code)])
    case .texts(let texts):
      output.append(contentsOf: texts.isMissing(row) ? missing : text(texts.utf8(row)))
    }
  }

  /// ISO 8601 in UTC: `2011-01-31`, or `2011-01-31 08:30:00` with as many digits of a second as it needs, up to six.
  static func spell(_ seconds: Double, isDate: Bool) -> [UInt8] {
    let microseconds = (min(max(seconds, -6e10), 2.5e11) * 1e6).rounded()
    let whole = (microseconds / 1e6).rounded(.down)
    let fraction = Int(microseconds - whole * 1e6)
    let day = Int((whole / 86400).rounded(.down))
    let second = Int(whole) - day * 86400
    let date = CalendarDay.date(of: day)
    var text: [UInt8] = []
    func add(_ number: Int, width: Int) {
      let digits = Array(String(number).utf8)
      text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, width - digits.count)))
      text.append(contentsOf: digits)
    }
    add(date.year, width: 4)
    text.append(UInt8(ascii: "-"))
    add(date.month, width: 2)
    text.append(UInt8(ascii: "-"))
    add(date.day, width: 2)
    if isDate { return text }
    text.append(UInt8(ascii: " "))
    add(second / 3600, width: 2)
    text.append(UInt8(ascii: ":"))
    add(second / 60 % 60, width: 2)
    text.append(UInt8(ascii: ":"))
    add(second % 60, width: 2)
    if fraction > 0 {
      text.append(UInt8(ascii: "."))
      add(fraction, width: 6)
      while text.last == UInt8(ascii: "0") { text.removeLast() }
    }
    return text
  }
}
