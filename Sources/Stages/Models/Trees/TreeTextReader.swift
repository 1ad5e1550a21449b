/// Reads the lines of LightGBM's model text, every index checked.
///
/// Memory stays proportional to the text, whatever numbers the text claims: an array is only as long as the
/// numbers that are really there.
struct TreeTextReader {
  let bytes: [UInt8]
  private(set) var position = 0
  private(set) var line = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  func damaged(_ reason: String) -> ModelsError {
    .damaged(file: TreeEnsemble.fileName, reason: "\(reason) (line \(line))")
  }

  /// The next line without its line feed; a last line without one is an error, for the text was cut.
  mutating func nextLine() throws(ModelsError) -> Range<Int> {
    line += 1
    let start = position
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    guard end < bytes.count else { throw damaged("the text ends within a line") }
    position = end + 1
    return start..<end
  }

  mutating func expectLine(_ text: StaticString) throws(ModelsError) {
    let range = try nextLine()
    guard equals(range, text) else { throw damaged("\"\(text)\" is missing") }
  }

  /// Skips the line `text` if it is next, and says whether it was.
  mutating func skipLine(_ text: StaticString) throws(ModelsError) -> Bool {
    let (start, startLine) = (position, line)
    if try equals(nextLine(), text) { return true }
    (position, line) = (start, startLine)
    return false
  }

  /// The text after `name=` in the next line.
  mutating func field(_ name: StaticString) throws(ModelsError) -> Range<Int> {
    guard let range = try optionalField(name) else {
      line += 1
      throw damaged("\"\(name)=\" is missing")
    }
    return range
  }

  /// The text after `name=` if the next line begins so.
  mutating func optionalField(_ name: StaticString) throws(ModelsError) -> Range<Int>? {
    let (start, startLine) = (position, line)
    let range = try nextLine()
    let valueStart = range.lowerBound + name.utf8CodeUnitCount + 1
    if valueStart <= range.upperBound, bytes[valueStart - 1] == UInt8(ascii: "="),
      equals(range.lowerBound..<valueStart - 1, name)
    {
      return valueStart..<range.upperBound
    }
    (position, line) = (start, startLine)
    return nil
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The number of words in a line whose words are separated by one space.
  func wordCount(_ range: Range<Int>) -> Int {
    range.isEmpty ? 0 : 1 + bytes[range].count(where: { $0 == UInt8(ascii: " ") })
  }

  private func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { $0.elementsEqual(bytes[range]) }
  }

  // MARK: Numbers

  /// The field `name`: one whole number in `allowed`.
  @discardableResult
  mutating func integer(_ name: StaticString, in allowed: ClosedRange<Int>) throws(ModelsError) -> Int {
    try integers(name, count: 1, in: allowed)[0]
  }

  /// The field `name`: `count` whole numbers in `allowed`.
  mutating func integers(
    _ name: StaticString, count: Int, in allowed: ClosedRange<Int>
  ) throws(ModelsError) -> [Int] {
    try integers(field(name), count: count, in: allowed)
  }

  /// The field `name`: `count` finite numbers.
  @discardableResult
  mutating func numbers(_ name: StaticString, count: Int) throws(ModelsError) -> [Double] {
    try numbers(field(name), count: count)
  }

  /// The field `name`: `count` numbers, of which the words in `spellings` are read as `value`.
  mutating func numbers(_ name: StaticString, count: Int, reading spellings: [String], as value: Double)
    throws(ModelsError) -> [Double]
  {
    let range = try field(name)
    let words = bytes[range].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard count == (range.isEmpty ? 0 : words.count) else { throw damaged("there are not \(count) numbers") }
    guard count > 0 else { return [] }
    var values: [Double] = []
    for word in words {
      if spellings.contains(where: { word.elementsEqual($0.utf8) }) {
        values.append(value)
      } else {
        values.append(try numbers(word.startIndex..<word.endIndex, count: 1)[0])
      }
    }
    return values
  }

  /// `count` whole numbers in `allowed`.
  func integers(_ range: Range<Int>, count: Int, in allowed: ClosedRange<Int>) throws(ModelsError) -> [Int] {
    var values: [Int] = []
    try words(range, count: count) { (cursor) throws(ModelsError) in
      let value = try integer(&cursor, range.upperBound)
      guard allowed.contains(value) else { throw damaged("\(value) is out of range") }
      values.append(value)
    }
    return values
  }

  /// `count` finite numbers.
  @discardableResult
  func numbers(_ range: Range<Int>, count: Int) throws(ModelsError) -> [Double] {
    var values: [Double] = []
    try words(range, count: count) { (cursor) throws(ModelsError) in
      values.append(try number(&cursor, range.upperBound))
    }
    return values
  }

  private func words(
    _ range: Range<Int>, count: Int, _ read: (inout Int) throws(ModelsError) -> Void
  ) throws(ModelsError) {
    var cursor = range.lowerBound
    for index in 0..<count {
      if index > 0 {
        guard cursor < range.upperBound, bytes[cursor] == UInt8(ascii: " ") else {
          throw damaged("\(count) numbers are expected, there are fewer")
        }
        cursor += 1
      }
      try read(&cursor)
    }
    guard cursor == range.upperBound else { throw damaged("\(count) numbers are expected, there is more") }
  }

  private func integer(_ cursor: inout Int, _ end: Int) throws(ModelsError) -> Int {
    let isNegative = cursor < end && bytes[cursor] == UInt8(ascii: "-")
    if isNegative { cursor += 1 }
    let (magnitude, digits) = digits(&cursor, end)
    guard digits > 0, digits <= 18 else { throw damaged("a whole number is expected") }
    return isNegative ? -Int(magnitude) : Int(magnitude)
  }

  /// Reads decimal digits; the value is meaningful for at most 18 of them.
  private func digits(_ cursor: inout Int, _ end: Int, after start: UInt64 = 0) -> (value: UInt64, count: Int)
  {
    var value = start
    let first = cursor
    while cursor < end, case let digit = bytes[cursor] &- UInt8(ascii: "0"), digit < 10 {
      value = value &* 10 &+ UInt64(digit)
      cursor += 1
    }
    return (value, cursor - first)
  }

  private func number(_ cursor: inout Int, _ end: Int) throws(ModelsError) -> Double {
    let start = cursor
    let isNegative = cursor < end && bytes[cursor] == UInt8(ascii: "-")
    if isNegative { cursor += 1 }
    var (mantissa, digitCount) = digits(&cursor, end)
    guard digitCount > 0 else {
      let word = String(decoding: bytes[start..<min(end, start + 12)], as: UTF8.self)
      throw damaged("a number is expected, not \"\(word)\"")
    }
    var exponent = 0
    if cursor < end, bytes[cursor] == UInt8(ascii: ".") {
      cursor += 1
      let fraction = digits(&cursor, end, after: mantissa)
      guard fraction.count > 0 else { throw damaged("a number is expected") }
      mantissa = fraction.value
      digitCount += fraction.count
      exponent -= fraction.count
    }
    if cursor < end, bytes[cursor] == UInt8(ascii: "e") {
      cursor += 1
      let isSmall = cursor < end && bytes[cursor] == UInt8(ascii: "-")
      if isSmall || (cursor < end && bytes[cursor] == UInt8(ascii: "+")) { cursor += 1 }
      let power = digits(&cursor, end)
      guard (1...4).contains(power.count) else { throw damaged("a number is expected") }
      exponent += isSmall ? -Int(power.value) : Int(power.value)
    }
    // With at most 15 digits and a power of ten up to 22 both operands are exact, so one rounding is right.
    if digitCount <= 15, abs(exponent) < Self.powersOfTen.count {
      let scale = Self.powersOfTen[abs(exponent)]
      let magnitude = exponent < 0 ? Double(mantissa) / scale : Double(mantissa) * scale
      return isNegative ? -magnitude : magnitude
    }
    guard let value = Double(String(decoding: bytes[start..<cursor], as: UTF8.self)), value.isFinite else {
      throw damaged("a finite number is expected")
    }
    return value
  }

  private static let powersOfTen: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { product, _ in product * 10 }
  }
}
