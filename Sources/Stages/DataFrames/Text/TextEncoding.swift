import Foundation

/// The encoding of a text table.
public enum TextEncoding: String, Codable, Sendable, Hashable, CaseIterable {
  /// UTF-8, with or without byte order mark.
  case utf8
  /// UTF-16, low byte first.
  case utf16LittleEndian
  /// UTF-16, high byte first.
  case utf16BigEndian
  /// Windows code page 1252, of which Latin-1 (ISO 8859-1) is a part as far as it has printable characters.
  case windows1252
}

/// What the bytes of a text say about their encoding.
struct EncodingGuess: Equatable {
  var encoding: TextEncoding
  /// The length of the byte order mark.
  var markLength: Int
  /// The place of the first byte that no UTF-8 has, unless the text is UTF-16.
  var firstInvalid: Int?

  /// Judges the encoding; `nil` for bytes that are no text. O(bytes), at memory speed where they are ASCII.
  init?(of bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      let check = UTF8Check(UnsafeBufferPointer(rebasing: bytes[3...]))
      self.init(encoding: .utf8, markLength: 3, firstInvalid: check.firstInvalid.map { $0 + 3 })
      return
    }
    if bytes.starts(with: [0xff, 0xfe]) {
      self.init(encoding: .utf16LittleEndian, markLength: 2)
      return
    }
    if bytes.starts(with: [0xfe, 0xff]) {
      self.init(encoding: .utf16BigEndian, markLength: 2)
      return
    }
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(4096))
    let zerosAtEven = stride(from: 0, to: head.count, by: 2).count { head[$0] == 0 }
    let zerosAtOdd = stride(from: 1, to: head.count, by: 2).count { head[$0] == 0 }
    if zerosAtEven + zerosAtOdd > 0 {
      // Western text in UTF-16 has a zero in nearly every second byte.
      if zerosAtOdd * 4 > head.count && zerosAtEven == 0 {
        self.init(encoding: .utf16LittleEndian, markLength: 0)
      } else if zerosAtEven * 4 > head.count && zerosAtOdd == 0 {
        self.init(encoding: .utf16BigEndian, markLength: 0)
      } else {
        return nil
      }
      return
    }
    let check = UTF8Check(bytes)
    guard let invalid = check.firstInvalid else {
      self.init(encoding: .utf8, markLength: 0)
      return
    }
    // A UTF-8 file with a few damaged characters has far more sound ones; Latin-1 hardly ever has any.
    let isDamagedUTF8 = check.multibyteCount > 10 * check.invalidCount
    self.init(encoding: isDamagedUTF8 ? .utf8 : .windows1252, markLength: 0, firstInvalid: invalid)
  }

  private init(encoding: TextEncoding, markLength: Int, firstInvalid: Int? = nil) {
    self.encoding = encoding
    self.markLength = markLength
    self.firstInvalid = firstInvalid
  }
}

/// Counts the sound and the invalid characters of bytes that should be UTF-8.
struct UTF8Check {
  private(set) var firstInvalid: Int?
  private(set) var invalidCount = 0
  private(set) var multibyteCount = 0

  init(_ bytes: ArraySlice<UInt8>) {
    self = bytes.withUnsafeBufferPointer { UTF8Check($0) }
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    let count = bytes.count
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return }
    while index < count {
      // Eight words at a time while all bytes are ASCII.
      while index + 64 <= count {
        var high: UInt64 = 0
        for word in 0..<8 { high |= base.loadUnaligned(fromByteOffset: index + 8 * word, as: UInt64.self) }
        if high & 0x8080_8080_8080_8080 != 0 { break }
        index += 64
      }
      if index >= count { break }
      let end = min(index + 64, count)
      while index < end {
        let length = Self.characterLength(bytes, at: index)
        if length == 0 {
          if firstInvalid == nil { firstInvalid = index }
          invalidCount += 1
          index += 1
        } else {
          multibyteCount += length > 1 ? 1 : 0
          index += length
        }
      }
    }
  }

  /// The length of the character at `index`, 0 if it is invalid (Unicode 15, table 3-7).
  private static func characterLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
    guard first >= 0xc2, first <= 0xf4, index + length <= bytes.count else { return 0 }
    for offset in 1..<length where bytes[index + offset] & 0xc0 != 0x80 { return 0 }
    let second = bytes[index + 1]
    switch first {
    case 0xe0: return second >= 0xa0 ? 3 : 0
    case 0xed: return second < 0xa0 ? 3 : 0
    case 0xf0: return second >= 0x90 ? 4 : 0
    case 0xf4: return second < 0x90 ? 4 : 0
    default: return length
    }
  }
}

extension TextEncoding {
  /// The characters that Windows-1252 has at 0x80...0x9f; the five unassigned bytes map to themselves.
  private static let windows1252Specials: [UInt32] = [
    0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8d,
    0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161,
    0x203a,
    0x0153, 0x9d, 0x017e, 0x0178,
  ]

  /// `bytes` as valid UTF-8; what cannot be decoded becomes U+FFFD.
  func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    switch self {
    case .utf8:
      return Array(String(decoding: bytes, as: UTF8.self).utf8)
    case .windows1252:
      var decoded: [UInt8] = []
      decoded.reserveCapacity(bytes.count + bytes.count / 8)
      for byte in bytes {
        if byte < 0x80 {
          decoded.append(byte)
        } else {
          let scalar = byte < 0xa0 ? Self.windows1252Specials[Int(byte) - 0x80] : UInt32(byte)
          Self.append(scalar, to: &decoded)
        }
      }
      return decoded
    case .utf16LittleEndian, .utf16BigEndian:
      let isLittle = self == .utf16LittleEndian
      var decoded: [UInt8] = []
      decoded.reserveCapacity(bytes.count)
      func unit(_ index: Int) -> UInt32 {
        isLittle
          ? UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8
          : UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
      }
      var index = 0
      while index + 1 < bytes.count {
        let first = unit(index)
        index += 2
        if first >> 10 == 0x36, index + 1 < bytes.count, unit(index) >> 10 == 0x37 {
          Self.append(0x10000 + ((first & 0x3ff) << 10 | unit(index) & 0x3ff), to: &decoded)
          index += 2
        } else {
          Self.append(first >> 11 == 0x1b ? 0xfffd : first, to: &decoded)
        }
      }
      if index < bytes.count { Self.append(0xfffd, to: &decoded) }
      return decoded
    }
  }

  private static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    if scalar < 0x80 {
      bytes.append(UInt8(scalar))
    } else if scalar < 0x800 {
      bytes.append(UInt8(0xc0 | scalar >> 6))
      bytes.append(UInt8(0x80 | scalar & 0x3f))
    } else if scalar < 0x10000 {
      bytes.append(UInt8(0xe0 | scalar >> 12))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3f))
      bytes.append(UInt8(0x80 | scalar & 0x3f))
    } else {
      bytes.append(UInt8(0xf0 | scalar >> 18))
      bytes.append(UInt8(0x80 | scalar >> 12 & 0x3f))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3f))
      bytes.append(UInt8(0x80 | scalar & 0x3f))
    }
  }
}
