/// A text as lower-case Unicode scalars, the form in which its terms are found. One buffer serves many texts.
struct NormalizedText {
  /// Longer texts are read up to here.
  static let maximumLength = 5_000

  /// The scalars in lower case.
  private(set) var scalars: [UInt32] = []
  /// The upper-case letters that there were.
  private(set) var upperCaseCount = 0

  /// Replaces the text by that of `bytes` in UTF-8. O(bytes).
  mutating func read(_ bytes: ArraySlice<UInt8>) {
    scalars.removeAll(keepingCapacity: true)
    upperCaseCount = 0
    for byte in bytes.prefix(Self.maximumLength) {
      guard byte < 0x80 else {
        readUnicode(bytes)
        return
      }
      let isUpperCase = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
      if isUpperCase { upperCaseCount += 1 }
      scalars.append(UInt32(isUpperCase ? byte | 0x20 : byte))
    }
  }

  private mutating func readUnicode(_ bytes: ArraySlice<UInt8>) {
    // Four bytes a scalar at most; cutting inside one repairs to a replacement character, which is no part of a word.
    let text = String(decoding: bytes.prefix(4 * Self.maximumLength), as: UTF8.self)
    upperCaseCount = text.unicodeScalars.prefix(Self.maximumLength).count(where: \.properties.isUppercase)
    scalars.removeAll(keepingCapacity: true)
    for scalar in text.lowercased().unicodeScalars.prefix(Self.maximumLength) { scalars.append(scalar.value) }
  }

  /// Whether `scalar` can be part of a word: letters, marks, digits and the underscore.
  static func isWord(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 {
      return switch UInt8(scalar) {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard let properties = Unicode.Scalar(scalar)?.properties else { return false }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  /// Whether `scalar` is white space.
  static func isSpace(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 {
      return scalar == 0x20 || (0x09...0x0d).contains(scalar) || (0x1c...0x1f).contains(scalar)
    }
    return Unicode.Scalar(scalar)?.properties.isWhitespace ?? false
  }
}
