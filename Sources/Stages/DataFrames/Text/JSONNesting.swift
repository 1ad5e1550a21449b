/// How deep the values of JSON lines lie in one another.
enum JSONNesting {
  /// Objects and arrays around a value that are still read.
  static let limit = 100

  /// Whether a value lies more than ``limit`` deep in objects and arrays. O(bytes).
  ///
  /// A text ends at the latest with its line, for no string of JSON holds a line end. Brackets stay open over line
  /// ends: Arrow reads an object that goes on in the next line.
  static func isTooDeep(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var depth = 0
    var isInText = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case RecordParser.quote:
        isInText.toggle()
      case RecordParser.lineFeed, RecordParser.carriageReturn:
        isInText = false
      case UInt8(ascii: "\\"):
        // The next byte is no quote that ends a text; a line end stays one.
        if isInText, index < bytes.count, bytes[index] == RecordParser.quote || bytes[index] == byte {
          index += 1
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if !isInText {
          depth += 1
          if depth > limit { return true }
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if !isInText { depth = max(0, depth - 1) }
      default:
        break
      }
    }
    return false
  }
}
