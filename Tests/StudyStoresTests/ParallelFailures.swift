import Synchronization

/// What went wrong on several threads.
final class ParallelFailures: Sendable {
  private let caught = Mutex<[String]>([])

  var messages: [String] { caught.withLock { $0 } }

  func catching(_ body: () throws -> Void) {
    do { try body() } catch { caught.withLock { $0.append("\(error)") } }
  }
}
