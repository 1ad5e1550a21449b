import Foundation

/// A number as people write it: with signs, groups of thousands, a currency or a unit.
struct NumberText: Equatable {
  /// The number; infinite where it is written so or exceeds the range of `Double`.
  var value: Double
  /// What stands before the digits, such as `$`.
  var prefix: String
  /// What stands after the digits, such as `%` or `kg`.
  var suffix: String
  /// Whether thousands are grouped.
  var isGrouped: Bool
  /// Whether it is spelled as a whole number, without fraction or exponent.
  var isWhole: Bool

  private static let currencies: Set<String> = [
    "$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₫", "₴", "₿", "US$", "A$", "C$", "R$", "USD", "EUR", "GBP",
    "CHF", "JPY",
    "INR", "CNY", "Rs.", "Rs", "kr",
  ]

  private static let infinities: [String: Double] = [
    "inf": .infinity, "+inf": .infinity, "-inf": -.infinity, "infinity": .infinity, "+infinity": .infinity,
    "-infinity": -.infinity, "∞": .infinity, "-∞": -.infinity, "+∞": .infinity,
  ]

  /// Reads `text`; `nil` if it is no number. With `decimalComma`, a comma precedes the fraction and points group thousands.
  init?(_ text: String, decimalComma: Bool = false) {
    let trimmed = text.trimmingSpaces
    if let infinity = Self.infinities[trimmed.lowercased()] {
      self.init(value: infinity, prefix: "", suffix: "", isGrouped: false, isWhole: false)
      return
    }
    var rest = Substring(trimmed)
    var isNegative = false
    // Accountants write -5 as (5).
    if rest.first == "(", rest.last == ")" {
      isNegative = true
      rest = rest.dropFirst().dropLast()
    }
    Self.takeSign(&rest, &isNegative)
    let prefix = rest.prefix {
      !$0.isASCIIDigit && $0 != "." && $0 != "," && $0 != "-" && $0 != "+" && $0 != " "
    }
    if !prefix.isEmpty {
      guard Self.currencies.contains(String(prefix)) else { return nil }
      rest = rest.dropFirst(prefix.count).drop { $0 == " " || $0 == "\u{a0}" }
      Self.takeSign(&rest, &isNegative)
    }
    guard let number = Self.takeDigits(&rest, decimalComma: decimalComma) else { return nil }
    rest = rest.drop { $0 == " " || $0 == "\u{a0}" }
    let suffix = String(rest)
    guard suffix.isEmpty || Self.isUnit(suffix) else { return nil }
    self.init(
      value: isNegative ? -number.value : number.value, prefix: String(prefix), suffix: suffix,
      isGrouped: number.isGrouped, isWhole: number.isWhole)
  }

  private init(value: Double, prefix: String, suffix: String, isGrouped: Bool, isWhole: Bool) {
    self.value = value
    self.prefix = prefix
    self.suffix = suffix
    self.isGrouped = isGrouped
    self.isWhole = isWhole
  }

  private static func takeSign(_ rest: inout Substring, _ isNegative: inout Bool) {
    if rest.first == "-" || rest.first == "\u{2212}" {
      isNegative.toggle()
      rest.removeFirst()
    } else if rest.first == "+" {
      rest.removeFirst()
    }
  }

  private static func isUnit(_ suffix: String) -> Bool {
    suffix.count <= 8 && suffix.allSatisfy { $0.isLetter || "%‰°/²³$€£¥₹µ.".contains($0) }
      && suffix.first != "." && suffix.first != "/"
  }

  private struct Digits {
    var value: Double
    var isGrouped: Bool
    var isWhole: Bool
  }

  /// Takes digits, groups, fraction and exponent from the front of `rest`.
  private static func takeDigits(_ rest: inout Substring, decimalComma: Bool) -> Digits? {
    let point: Character = decimalComma ? "," : "."
    let groupMarks: Set<Character> =
      decimalComma ? [".", "'", "’", "\u{a0}", "\u{202f}", " "] : [",", "'", "’", "\u{a0}", "\u{202f}", " "]
    var digits = ""
    var run = 0
    var groupMark: Character?
    var index = rest.startIndex
    while index < rest.endIndex {
      let character = rest[index]
      if character.isASCIIDigit {
        digits.append(character)
        run += 1
      } else if groupMarks.contains(character), groupMark == nil || groupMark == character,
        groupMark == nil ? (1...3).contains(run) && digits.first != "0" : run == 3,
        rest[rest.index(after: index)...].prefix(3).count(where: \.isASCIIDigit) == 3,
        rest[rest.index(after: index)...].dropFirst(3).first?.isASCIIDigit != true
      {
        groupMark = character
        run = 0
      } else {
        break
      }
      index = rest.index(after: index)
    }
    guard groupMark == nil || run == 3 else { return nil }
    if index < rest.endIndex, rest[index] == point {
      let fraction = rest[rest.index(after: index)...].prefix(while: \.isASCIIDigit)
      guard !digits.isEmpty || !fraction.isEmpty else { return nil }
      digits.append(".")
      digits.append(contentsOf: fraction)
      index = fraction.endIndex
    }
    guard digits.contains(where: \.isASCIIDigit) else { return nil }
    if index < rest.endIndex, rest[index] == "e" || rest[index] == "E" {
      var exponent = rest[rest.index(after: index)...]
      var sign = ""
      if let first = exponent.first, first == "-" || first == "+" {
        sign = String(first)
        exponent = exponent.dropFirst()
      }
      let power = exponent.prefix(while: \.isASCIIDigit)
      if !power.isEmpty {
        digits.append("e\(sign)\(power)")
        index = power.endIndex
      }
    }
    rest = rest[index...]
    return Digits(
      value: strtod(digits, nil), isGrouped: groupMark != nil, isWhole: digits.allSatisfy(\.isASCIIDigit))
  }

  /// Whether `text` is a number without unit, currency or groups, with a decimal point or comma.
  static func isPlainNumber(_ text: String) -> Bool {
    var bytes = Substring(text.trimmingSpaces).utf8
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      bytes.removeFirst()
    }
    guard let first = bytes.first, first < 0x80, (48...57).contains(first) || first == 46 || first == 44
    else {
      return false
    }
    let number = NumberText(text) ?? NumberText(text, decimalComma: true)
    return number.map { $0.prefix.isEmpty && $0.suffix.isEmpty && !$0.isGrouped } ?? false
      || NumberText(text, decimalComma: true).map { $0.prefix.isEmpty && $0.suffix.isEmpty && !$0.isGrouped }
        ?? false
  }

  /// Whether `text` is made of three or more digits and begins with a zero, as post codes and account numbers do; two digits may be a month.
  static func isZeroPadded(_ text: String) -> Bool {
    text.utf8.count >= 3 && text.utf8.first == 48 && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// The mark before the fraction of a plain number, if it has one.
  static func decimalMark(of text: String) -> UInt8? {
    guard text.utf8.count <= 32, isPlainNumber(text) else { return nil }
    if text.utf8.contains(UInt8(ascii: ",")) { return UInt8(ascii: ",") }
    if text.utf8.contains(UInt8(ascii: ".")) { return UInt8(ascii: ".") }
    return nil
  }
}

extension Character {
  /// Whether this is one of 0 to 9.
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
