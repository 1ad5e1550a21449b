import Foundation

@testable import DataFrames

/// A folder of files for one test, removed with the object.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("lathe-frames-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ bytes: some Collection<UInt8>) throws -> URL {
    let file = url.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file
  }

  func file(_ name: String, _ text: String) throws -> URL { try file(name, text.utf8) }

  /// Reads `text` as a file.
  func read(_ text: String, options: ReadOptions = ReadOptions()) throws -> ReadResult {
    try DataFrameReader(options: options).read([try file("table.csv", text)])
  }
}
