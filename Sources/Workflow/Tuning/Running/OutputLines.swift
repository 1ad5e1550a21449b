import Foundation

/// Cuts a stream of bytes into lines.
struct OutputLines {
  /// Longer lines are cut: results stand in short ones.
  private static let longest = 1 << 16
  private var rest: [UInt8] = []

  /// The lines that end within `data`; a carriage return ends a line too, as progress bars use it.
  mutating func append(_ data: Data) -> [String] {
    var lines: [String] = []
    for byte in data {
      if byte == 10 || byte == 13 {
        if let line = finish() { lines.append(line) }
      } else if rest.count < Self.longest {
        rest.append(byte)
      }
    }
    return lines
  }

  /// The last line, if it has no end.
  mutating func finish() -> String? {
    guard !rest.isEmpty else { return nil }
    defer { rest = [] }
    return String(decoding: rest, as: UTF8.self)
  }
}
