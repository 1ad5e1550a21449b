import Foundation
import Synchronization

/// The processes that run for trials, so that none survives the end of this one.
public final class ProcessGroups: Sendable {
  private let leaders = Mutex<Set<pid_t>>([])

  /// No processes.
  public init() {}

  /// Ends all of them, and what they have started, at once and by force.
  public func kill() {
    leaders.withLock { leaders in
      for leader in leaders { _ = Foundation.kill(-leader, SIGKILL) }
    }
  }

  func insert(_ leader: pid_t) { leaders.withLock { _ = $0.insert(leader) } }

  func remove(_ leader: pid_t) { leaders.withLock { _ = $0.remove(leader) } }
}
