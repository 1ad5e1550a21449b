import Foundation

/// Many integers as one string of text: little-endian bytes in Base64.
struct PackedIntegers<Element: FixedWidthInteger & Sendable>: Codable, Sendable {
  var values: [Element]

  init(values: [Element]) { self.values = values }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let width = MemoryLayout<Element>.size
    guard let bytes = Data(base64Encoded: try container.decode(String.self)), bytes.count % width == 0 else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "packed integers are damaged")
    }
    values = bytes.withUnsafeBytes { buffer in
      stride(from: 0, to: buffer.count, by: width).map {
        Element(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: Element.self))
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let bytes = values.map(\.littleEndian).withUnsafeBytes { Data($0) }
    try container.encode(bytes.base64EncodedString())
  }
}
