import Foundation

/// One run of the `lathe` command that was built with the tests.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  /// Runs `lathe` with `arguments` to its end.
  init(_ arguments: [String]) throws {
    let running = try RunningCommand(arguments)
    self = running.wait()
  }

  fileprivate init(status: Int32, output: String, errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }

  /// The repository's example: real data with a binary target `class`.
  static let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples/german-credit")
}

/// A `lathe` command that runs; its streams go to files, so that no pipe can fill up.
final class RunningCommand {
  private let process = Process()
  private let folder: URL

  init(_ arguments: [String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "lathe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["output", "errors"] {
      try Data().write(to: folder.appending(path: name))
    }
    process.executableURL = Self.program
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "output"))
    process.standardError = try FileHandle(forWritingTo: folder.appending(path: "errors"))
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What it has written to standard error so far.
  var errors: String { text("errors") }

  /// Sends it a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until standard error holds `text`, or it ended; gives whether it does.
  func waits(for text: String, seconds: Double) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if errors.contains(text) { return true }
      if !process.isRunning { return errors.contains(text) }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return false
  }

  /// Waits for its end.
  func wait() -> CommandRun {
    process.waitUntilExit()
    return CommandRun(status: process.terminationStatus, output: text("output"), errors: text("errors"))
  }

  private func text(_ name: String) -> String {
    (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
  }

  /// The program lies beside the test bundle.
  private static let program: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    let runner = URL(filePath: CommandLine.arguments[0])
    return (bundle ?? runner).deletingLastPathComponent().appending(path: "lathe")
  }()
}
