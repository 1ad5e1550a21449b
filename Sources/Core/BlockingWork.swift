import Dispatch

/// Threads for synchronous work that lasts: native libraries must not block the cooperative pool, on which
/// everything else of the process runs.
package enum BlockingWork {
  private static let queue = DispatchQueue(label: "lathe.blocking-work", attributes: .concurrent)

  /// Runs `body` on a thread of its own; cancelling the task gives the stop signal.
  package static func run<Value: Sendable>(
    stop: StopSignal, _ body: @escaping @Sendable () -> Value
  ) async -> Value {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        queue.async { continuation.resume(returning: body()) }
      }
    } onCancel: {
      stop.request()
    }
  }

  /// Runs `body`, which may fail, on a thread of its own.
  package static func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await run(stop: StopSignal()) {
      Result { () throws(Failure) in try body() }
    }
    return try result.get()
  }
}
