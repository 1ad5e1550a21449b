import Dispatch
import Foundation
import LatheCore

/// Turns the first Ctrl-C or termination signal into a request to stop; a second one ends the process.
struct InterruptWatch {
  private let sources: [any DispatchSourceSignal]

  /// Watches until ``cancel()``; `beforeExit` is done when the second signal ends the process.
  init(stop: StopSignal, beforeExit: @escaping @Sendable () -> Void = {}) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        if stop.isRequested {
          beforeExit()
          Foundation.exit(130)
        }
        Terminal.printError("\nstopping: keeping the best so far (again to quit at once)")
        stop.request()
      }
      source.resume()
      return source
    }
  }

  /// Gives the signals their usual effect back.
  func cancel() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
