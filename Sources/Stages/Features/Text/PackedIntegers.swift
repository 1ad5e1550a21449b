import Foundation

/// Many integers as one string of text: little-endian bytes in Base64 with the alphabet that is safe in URLs (RFC 4648, section 5), since JSON
/// escapes the slash of the other one and is slow to read it back.
struct PackedIntegers<Element: FixedWidthInteger & Sendable>: Codable, Sendable {
  var values: [Element]

  init(values: [Element]) { self.values = values }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let width = MemoryLayout<Element>.size
    let text = try container.decode(String.self)
    guard let bytes = Data(base64Encoded: Data(text.utf8.map(Self.standardCharacter))),
      bytes.count % width == 0
    else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "packed integers are damaged")
    }
    let stored = [Element](unsafeUninitializedCapacity: bytes.count / width) { buffer, count in
      bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      count = buffer.count
    }
    values = Self.swappingBytesIfBigEndian(stored)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let bytes = Self.swappingBytesIfBigEndian(values).withUnsafeBytes { Data($0) }
    try container.encode(String(decoding: bytes.base64EncodedData().map(Self.safeCharacter), as: UTF8.self))
  }

  /// Copied as a whole, since code that is generic over the integers takes a quarter of a second for a bundle's million.
  private static func swappingBytesIfBigEndian(_ values: [Element]) -> [Element] {
    #if _endian(little)
      values
    #else
      values.map(\.littleEndian)
    #endif
  }

  private static func safeCharacter(_ character: UInt8) -> UInt8 {
    switch character {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    default: character
    }
  }

  private static func standardCharacter(_ character: UInt8) -> UInt8 {
    switch character {
    case UInt8(ascii: "-"): UInt8(ascii: "+")
    case UInt8(ascii: "_"): UInt8(ascii: "/")
    default: character
    }
  }
}
