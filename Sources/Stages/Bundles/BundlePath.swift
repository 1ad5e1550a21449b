/// The names a bundle may use: relative, inside the folder, and spelled the same on every file system.
enum BundlePath {
  static let manifest = "manifest.json"
  static let features = "features.json"
  static let reference = "reference.json"
  static let report = "report.html"
  static let digests = "SHA256SUMS"
  static let members = "members"
  static let namesAtTop: Set<String> = [manifest, features, reference, report, digests, members]

  /// The path of a member's file.
  static func file(_ file: String, ofMember id: String) -> String { "\(members)/\(id)/\(file)" }

  /// Whether `name` may be the name of a file or folder: letters, digits, `.`, `_`, `-`; at most 128; no leading dot.
  ///
  /// So nothing can climb (`..`), be absolute, be hidden, hold a NUL or a backslash, or differ only by Unicode form.
  static func isSafe(name: String) -> Bool {
    let bytes = name.utf8
    guard (1...128).contains(bytes.count), bytes.first != UInt8(ascii: ".") else { return false }
    return bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }

  /// Whether `path` is made of safe names, at most three deep (`members/ID/FILE`).
  static func isSafe(path: String) -> Bool {
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    return names.count <= 3 && names.allSatisfy { isSafe(name: String($0)) }
  }
}
