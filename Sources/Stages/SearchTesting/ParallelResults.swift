import Synchronization

/// What several threads have found.
final class ParallelResults<Value: Sendable>: Sendable {
  private let results = Mutex<[Result<Value, any Error>]>([])

  func add(_ result: Result<Value, any Error>) { results.withLock { $0.append(result) } }

  /// The values, in no order, or the error of one that failed.
  func all() throws -> [Value] { try results.withLock { $0 }.map { try $0.get() } }
}
