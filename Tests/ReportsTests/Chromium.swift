import Foundation
import Testing

/// Headless Chromium.
enum Chromium {
  private static let paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

  static var isInstalled: Bool { path != nil }

  private static var path: String? {
    paths.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs the browser with `arguments`; what it wrote to its standard output and error.
  static func run(_ arguments: [String], profile directory: URL) throws -> (output: String, log: String) {
    let process = Process()
    process.executableURL = URL(filePath: try #require(path))
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
        "--disable-dev-shm-usage", "--user-data-dir=\(directory.appending(path: "profile").path)",
      ] + arguments
    // Files, not pipes: a pipe that nobody empties stops the browser.
    let output = directory.appending(path: "output")
    let log = directory.appending(path: "log")
    for file in [output, log] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    process.waitUntilExit()
    return (
      String(decoding: try Data(contentsOf: output), as: UTF8.self),
      String(decoding: try Data(contentsOf: log), as: UTF8.self)
    )
  }
}
