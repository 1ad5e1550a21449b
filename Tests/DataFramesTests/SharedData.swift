import Foundation

@testable import DataFrames

/// The datasets beside the package, which not every checkout has.
enum SharedData {
  /// `../shared/data` as seen from the package.
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data")

  static let isPresent = FileManager.default.fileExists(atPath: folder.path)

  static func read(_ paths: String..., options: ReadOptions = ReadOptions()) throws -> ReadResult {
    try DataFrameReader(options: options).read(paths.map { folder.appendingPathComponent($0) })
  }
}

extension ReadResult {
  /// The codes of all diagnostics.
  var codes: [String] { diagnostics.map(\.code) }

  /// The kind of each column by name.
  subscript(kind name: String) -> String? { frame[name]?.kind.rawValue }
}
