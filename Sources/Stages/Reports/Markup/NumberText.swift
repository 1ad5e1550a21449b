import Foundation

/// Numbers as a person reads them; what is not finite is a dash.
enum NumberText {
  /// What stands for a value that is not there.
  static let missing = "–"

  /// A number with `digits` significant digits, thousands separated, very large or small ones by powers of ten.
  static func plain(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return missing }
    guard value != 0 else { return "0" }
    let magnitude = abs(value)
    guard magnitude >= 1e-4, magnitude < 1e15 else { return scientific(value, digits: digits) }
    let decimals = max(0, digits - 1 - Int(log10(magnitude).rounded(.down)))
    return grouped(fixed(value, decimals: decimals, trimsZeros: true))
  }

  /// A score: four decimals below ten, so that scores of one table compare digit by digit.
  static func score(_ value: Double) -> String {
    guard value.isFinite else { return missing }
    let magnitude = abs(value)
    if magnitude >= 10 || (value != 0 && magnitude < 0.001) { return plain(value, digits: 5) }
    return grouped(fixed(value, decimals: 4))
  }

  /// A whole number with its thousands separated.
  static func count(_ value: Int) -> String { grouped(String(value)) }

  /// A share as a percentage.
  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return missing }
    let percent = share * 100
    if share > 0, percent < 0.1 { return "< 0.1 %" }
    if share < 1, percent > 99.9 { return "> 99.9 %" }
    return grouped(fixed(percent, decimals: 1, trimsZeros: true)) + " %"
  }

  /// A stretch of time in the unit that suits it.
  static func seconds(_ seconds: Double) -> String {
    guard seconds.isFinite else { return missing }
    let magnitude = abs(seconds)
    if magnitude == 0 { return "0 s" }
    if magnitude < 1e-3 { return plain(seconds * 1e6) + " µs" }
    if magnitude < 1 { return plain(seconds * 1e3) + " ms" }
    if magnitude < 120 { return plain(seconds) + " s" }
    guard magnitude < 1e9 else { return plain(seconds / 86_400) + " d" }
    let whole = Int(seconds.rounded())
    if magnitude < 7200 { return "\(whole / 60) min \(abs(whole % 60)) s" }
    return "\(count(whole / 3600)) h \(abs(whole % 3600) / 60) min"
  }

  /// A size in decimal units.
  static func bytes(_ bytes: Int) -> String {
    let units = ["kB", "MB", "GB", "TB", "PB"]
    var value = Double(bytes)
    guard abs(value) >= 1000 else { return "\(bytes) B" }
    var unit = -1
    while abs(value) >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return plain(value) + " " + units[unit]
  }

  /// A day, and the time of day where `hasTime`, in UTC.
  static func date(secondsSince1970 seconds: Double, hasTime: Bool = false) -> String {
    guard seconds.isFinite, abs(seconds) < 2.5e11 else { return missing }
    let date = Date(timeIntervalSince1970: seconds)
    let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
    guard hasTime else { return date.formatted(style) }
    return date.formatted(
      style.dateTimeSeparator(.space).time(includingFractionalSeconds: false)) + " UTC"
  }

  /// `value` with a fixed number of decimals and a true minus sign.
  static func fixed(_ value: Double, decimals: Int, trimsZeros: Bool = false) -> String {
    guard value.isFinite else { return missing }
    var text = String(format: "%.\(min(max(decimals, 0), 17))f", value)
    if trimsZeros, text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    guard text.hasPrefix("-") else { return text }
    text.removeFirst()
    return text.contains(where: { $0 != "0" && $0 != "." }) ? "−" + text : text
  }

  /// `value` as a number from one to ten times a power of ten.
  static func scientific(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return missing }
    let parts = String(format: "%.\(max(digits - 1, 0))e", value).split(separator: "e")
    guard parts.count == 2, let mantissa = Double(parts[0]), let exponent = Int(parts[1]) else {
      return missing
    }
    return fixed(mantissa, decimals: digits - 1, trimsZeros: true) + "e" + String(exponent)
  }

  /// `text` with a comma between the groups of three digits of its whole part.
  static func grouped(_ text: String) -> String {
    let whole = text.prefix { $0 != "." }
    let digits = whole.drop { !$0.isNumber }
    guard digits.count > 3 else { return text }
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
      grouped.append(digit)
    }
    return whole.prefix { !$0.isNumber } + grouped + text[whole.endIndex...]
  }
}
