import Foundation
import LatheCore

/// Runs a program to its end, or to an earlier one.
struct ChildRun {
  /// How a program ended.
  enum Ending: Equatable {
    /// By itself, with a status.
    case exited(Int32)
    /// By a signal that did not come from here.
    case signalled(Int32)
    /// It took too long.
    case timedOut
    /// Somebody asked for it.
    case stopped
  }

  let arguments: [String]
  let environment: [String: String]
  let folder: String
  /// How long it may run.
  let seconds: Double?
  /// Between the request to end and the end by force.
  let graceSeconds: Double
  let groups: ProcessGroups

  /// How long what the program has left running may hold its output open.
  private static let lingeringSeconds = 0.2

  /// Runs it on this thread.
  ///
  /// - Parameters:
  ///   - shouldStop: Asked some twenty times a second.
  ///   - onOutput: Gets what it writes, as it comes.
  func run(shouldStop: () -> Bool, onOutput: (Data) -> Void) throws(TuningError) -> Ending {
    let child = try ChildProcess(arguments, environment: environment, folder: folder)
    groups.insert(child.group)
    let deadline = seconds.map(Deadline.after(seconds:)) ?? .never
    var request: (reason: Ending, force: Deadline)?
    var isOpen = true
    var lingering: Deadline?
    while true {
      if isOpen {
        if let data = child.read(waitingMilliseconds: 50) {
          if !data.isEmpty { onOutput(data) }
        } else {
          isOpen = false
        }
      }
      if child.hasEnded {
        guard isOpen else { break }
        let end = lingering ?? .after(seconds: Self.lingeringSeconds)
        lingering = end
        if end.hasPassed { break }
      } else if !isOpen {
        Thread.sleep(forTimeInterval: 0.01)
      }
      if let request {
        if request.force.hasPassed { child.signal(SIGKILL) }
      } else if lingering == nil, deadline.hasPassed || shouldStop() {
        request = (deadline.hasPassed ? .timedOut : .stopped, .after(seconds: graceSeconds))
        child.signal(SIGTERM)
      }
    }
    // What the program has left behind must not disturb the next trial.
    child.signal(SIGKILL)
    groups.remove(child.group)
    let status = child.reap()
    if let request { return request.reason }
    return status < 0 ? .signalled(-status) : .exited(status)
  }
}
