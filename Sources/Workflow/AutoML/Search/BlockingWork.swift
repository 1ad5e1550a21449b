import Dispatch
import LatheCore

/// Threads for synchronous work that lasts: native libraries must not block the cooperative pool, on which
/// everything else of the process runs.
enum BlockingWork {
  private static let queue = DispatchQueue(label: "lathe.blocking-work", attributes: .concurrent)

  /// Runs `body` on a thread of its own; cancelling the task gives the stop signal.
  static func run<Value: Sendable>(stop: StopSignal, _ body: @escaping @Sendable () -> Value) async -> Value {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        queue.async { continuation.resume(returning: body()) }
      }
    } onCancel: {
      stop.request()
    }
  }
}
