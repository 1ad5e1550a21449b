import Search

/// Reads what ``ExactJSON`` writes, and the same with other white space or escapes.
struct ExactJSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether only white space is left.
  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return place == bytes.count
    }
  }

  mutating func object<Value>(_ value: (inout ExactJSONReader) -> Value?) -> [String: Value]? {
    guard take("{") else { return nil }
    var result: [String: Value] = [:]
    if take("}") { return result }
    repeat {
      guard let key = string(), take(":"), let value = value(&self) else { return nil }
      result[key] = value
    } while take(",")
    return take("}") ? result : nil
  }

  mutating func list<Value>(_ value: (inout ExactJSONReader) -> Value?) -> [Value]? {
    guard take("[") else { return nil }
    var result: [Value] = []
    if take("]") { return result }
    repeat {
      guard let value = value(&self) else { return nil }
      result.append(value)
    } while take(",")
    return take("]") ? result : nil
  }

  mutating func parameterValue() -> ParameterValue? {
    switch peek() {
    case UInt8(ascii: "\""): return string().map(ParameterValue.text)
    case UInt8(ascii: "{"):
      return object { $0.string() }?["number"].flatMap { Double($0) }.map(ParameterValue.number)
    case UInt8(ascii: "t"): return take(word: "true") ? .boolean(true) : nil
    case UInt8(ascii: "f"): return take(word: "false") ? .boolean(false) : nil
    default:
      let token = numberToken()
      if let whole = Int(token) { return .integer(whole) }
      return Double(token).map(ParameterValue.number)
    }
  }

  /// A number, or its name in quotes.
  mutating func number() -> Double? {
    peek() == UInt8(ascii: "\"") ? string().flatMap { Double($0) } : Double(numberToken())
  }

  mutating func string() -> String? {
    guard take("\"") else { return nil }
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
      place += 1
    }
    var result = String(decoding: bytes[start..<place], as: UTF8.self)
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "\\") {
        guard let scalar = escape() else { return nil }
        result.unicodeScalars.append(scalar)
      } else {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
          place += 1
        }
        result += String(decoding: bytes[start..<place], as: UTF8.self)
      }
    }
    guard place < bytes.count else { return nil }
    place += 1
    return result
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard place + 1 < bytes.count else { return nil }
    let kind = bytes[place + 1]
    place += 2
    switch kind {
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal() else { return nil }
      if let scalar = Unicode.Scalar(unit) { return scalar }
      // The first half of a character outside the basic plane.
      guard (0xD800..<0xDC00).contains(unit), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
        bytes[place + 1] == UInt8(ascii: "u")
      else { return nil }
      place += 2
      guard let second = hexadecimal(), (0xDC00..<0xE000).contains(second) else { return nil }
      return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
    default: return nil
    }
  }

  private mutating func hexadecimal() -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    defer { place += 4 }
    return UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
  }

  private mutating func numberToken() -> Substring {
    skipSpace()
    let start = place
    while place < bytes.count, isPartOfNumber(bytes[place]) { place += 1 }
    return Substring(decoding: bytes[start..<place], as: UTF8.self)
  }

  private func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func peek() -> UInt8? {
    skipSpace()
    return place < bytes.count ? bytes[place] : nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek().map(UInt32.init) == character.value else { return false }
    place += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard place + length <= bytes.count,
      bytes[place..<place + length].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: length))
    else { return false }
    place += length
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }
}
