import Synchronization

/// The last line on a terminal's screen, redrawn while something is waited for; elsewhere there are plain lines only.
final class StatusLine: Sendable {
  private static let width = 20

  /// Whether there is a terminal to redraw on.
  let redraws = Terminal.canRedraw
  private let isOpen = Mutex(false)

  /// Prints a line that stays.
  func print(_ text: String) {
    isOpen.withLock { isOpen in
      Terminal.writeError(isOpen ? "\r\u{1B}[K\(text)\n" : "\(text)\n")
      isOpen = false
    }
  }

  /// Draws the line anew.
  func draw(_ parts: [String]) {
    let line = parts.joined(separator: " · ").prefix(Terminal.width - 1)
    isOpen.withLock { isOpen in
      Terminal.writeError("\r\u{1B}[K\(line)")
      isOpen = true
    }
  }

  /// Removes the line.
  func finish() {
    isOpen.withLock { isOpen in
      if isOpen { Terminal.writeError("\r\u{1B}[K") }
      isOpen = false
    }
  }

  /// A bar of which a share, from 0 to 1, is filled.
  static func bar(_ share: Double) -> String {
    let filled = Int((min(max(share, 0), 1) * Double(width)).rounded())
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }

  /// Does `work`, and calls `redraw` every quarter of a second meanwhile, where there is a terminal.
  func keepCurrent<Value: Sendable>(
    _ redraw: @escaping @Sendable () -> Void, during work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    defer { finish() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      if redraws {
        group.addTask {
          while !Task.isCancelled {
            redraw()
            try? await Task.sleep(for: .milliseconds(250))
          }
          return nil
        }
      }
      group.addTask { try await work() }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }
}
