import Foundation

/// What a trial's program wrote, in a file that grows with every attempt.
final class TrialLog {
  /// What comes after this many bytes of an attempt is left out.
  private static let byteLimit = 64 << 20
  let url: URL
  private let file: FileHandle
  private var byteCount = 0
  private var lastLines: [String] = []

  /// A log that begins with a line.
  init(_ url: URL, heading: String) throws(TuningError) {
    self.url = url
    if !FileManager.default.fileExists(atPath: url.path) {
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    }
    do {
      file = try FileHandle(forWritingTo: url)
      _ = try file.seekToEnd()
    } catch {
      throw .file(path: url.path, problem: "the log cannot be written", remedy: "Check rights and space.")
    }
    append("$ \(heading)\n")
  }

  deinit { try? file.close() }

  /// Adds what a program wrote.
  func append(_ data: Data) {
    guard byteCount < Self.byteLimit else { return }
    byteCount += data.count
    // A full disk must not end the trial whose result may be worth hours.
    try? file.write(contentsOf: data)
    if byteCount >= Self.byteLimit { try? file.write(contentsOf: Data("\n… the rest is left out\n".utf8)) }
  }

  func append(_ text: String) { append(Data(text.utf8)) }

  /// Remembers a line for ``ending``.
  func note(_ line: String) {
    if lastLines.count == 3 { lastLines.removeFirst() }
    lastLines.append(String(line.prefix(200)))
  }

  /// The last lines, for messages.
  var ending: String { lastLines.joined(separator: " | ") }
}
