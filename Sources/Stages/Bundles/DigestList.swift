import Crypto
import Foundation

/// The SHA-256 digests of a bundle's files, as `sha256sum` writes and checks them.
struct DigestList {
  /// Path to digest in lower-case hexadecimal.
  let digests: [String: String]

  /// The digests of `files`.
  init(of files: [String: Data]) {
    digests = files.mapValues(Self.digest)
  }

  /// Reads `SHA256SUMS`: lines of 64 hexadecimal digits, two spaces, a path.
  init(parsing text: Data) throws(BundlesError) {
    var digests: [String: String] = [:]
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    guard lines.popLast()?.isEmpty == true, !lines.isEmpty else {
      throw .damaged(file: BundlePath.digests, reason: "it is empty or its last line is incomplete")
    }
    for (index, line) in lines.enumerated() {
      guard line.count > 66,
        line.prefix(64).allSatisfy({ Self.hexadecimalDigits.contains($0) }),
        line.dropFirst(64).prefix(2).elementsEqual("  ".utf8)
      else {
        throw .damaged(
          file: BundlePath.digests, reason: "line \(index + 1) is not \"DIGEST  PATH\"")
      }
      let path = String(decoding: line.dropFirst(66), as: UTF8.self)
      guard BundlePath.isSafe(path: path), path != BundlePath.digests else {
        throw .unsafe(file: BundlePath.digests, reason: "line \(index + 1) names the path \"\(path)\"")
      }
      let digest = String(decoding: line.prefix(64), as: UTF8.self)
      guard digests.updateValue(digest, forKey: path) == nil else {
        throw .damaged(file: BundlePath.digests, reason: "it lists \(path) twice")
      }
    }
    self.digests = digests
  }

  /// The text of `SHA256SUMS`, sorted by path.
  var text: Data {
    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }
    return Data(lines.joined().utf8)
  }

  /// The SHA-256 of `data` in lower-case hexadecimal.
  static func digest(of data: Data) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in SHA256.hash(data: data) {
      text.append(hexadecimalDigits[Int(byte >> 4)])
      text.append(hexadecimalDigits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let hexadecimalDigits = Array("0123456789abcdef".utf8)
}
