import Foundation

/// The built program, run as a user runs it.
struct LatheProcess {
  /// What a run left.
  struct Outcome {
    let status: Int32
    let output: String
    let error: String
  }

  /// The program beside the tests.
  static let path = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "lathe")

  /// Runs the program with `arguments` in `folder` and waits for its end.
  static func run(_ arguments: [String], in folder: URL) throws -> Outcome {
    let process = Process()
    process.executableURL = path
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // Files rather than pipes: a full pipe would stop the program.
    let output = folder.appending(path: ".stdout-\(UUID().uuidString)")
    let error = folder.appending(path: ".stderr-\(UUID().uuidString)")
    try Data().write(to: output)
    try Data().write(to: error)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      error: try String(contentsOf: error, encoding: .utf8))
  }
}
