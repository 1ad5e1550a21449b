import Foundation

/// A table of 500 rows, `1,x` and `2,y` in turn under the names `a` and `b`, as gzip and zstd pack it.
enum PackedTable {
  /// The bytes of the table as text.
  static let byteCount = 2004

  static func gzip() throws -> Data {
    try decoded("H4sIAAAAAAACA0vUSeIy1KngMtKpHKVH6VF6lB6lR+lRegjTAMShuH/UBwAA")
  }

  static func zstd() throws -> Data { try decoded("KLUv/QRolQAAWGEsYgoxLHgKMix5AQDG/68X3jSJuQ==") }

  private static func decoded(_ text: String) throws -> Data {
    guard let data = Data(base64Encoded: text) else { throw Unexpected.storage }
    return data
  }
}
