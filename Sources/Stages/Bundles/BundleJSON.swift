import Foundation

/// The JSON of a bundle: keys sorted, doubles in the shortest form that reads back to the same bits, and
/// `"NaN"`, `"Infinity"`, `"-Infinity"` for what JSON has no number for.
enum BundleJSON {
  /// The bytes of `value`.
  static func encode(_ value: some Encodable, file: String) throws(BundlesError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return try encoder.encode(value) + Data("\n".utf8)
    } catch {
      throw .inconsistent(reason: "\(file) cannot be encoded: \(error)")
    }
  }

  /// The value in `data`, which is read only if it nests at most `depth` deep.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data, file: String, depth: Int
  ) throws(BundlesError) -> Value {
    guard nesting(of: data) <= depth else {
      throw .damaged(file: file, reason: "arrays and objects lie more than \(depth) deep inside each other")
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return try decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw .damaged(file: file, reason: describe(error))
    } catch {
      throw .damaged(file: file, reason: "\(error)")
    }
  }

  /// How deep arrays and objects lie inside each other. O(bytes), without recursion.
  static func nesting(of json: Data) -> Int {
    json.withUnsafeBytes { bytes in
      var depth = 0
      var deepest = 0
      var isInString = false
      var isEscaped = false
      for byte in bytes {
        if isEscaped {
          isEscaped = false
        } else if isInString {
          if byte == UInt8(ascii: "\\") { isEscaped = true }
          if byte == UInt8(ascii: "\"") { isInString = false }
        } else {
          switch byte {
          case UInt8(ascii: "\""): isInString = true
          case UInt8(ascii: "["), UInt8(ascii: "{"):
            depth += 1
            deepest = max(deepest, depth)
          case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
          default: break
          }
        }
      }
      return deepest
    }
  }

  /// A decoding error as a sentence with the path of the value.
  private static func describe(_ error: DecodingError) -> String {
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): context = found
    case .keyNotFound(let key, let found):
      let path = (found.codingPath + [key]).map(\.stringValue).joined(separator: ".")
      return "\(path) is missing"
    @unknown default: return "\(error)"
    }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    let detail = context.debugDescription
    return path.isEmpty ? "it is no JSON of the expected form (\(detail))" : "\(path): \(detail)"
  }
}
