import Foundation

/// Leads a process group, and ends all of it when this process is gone, however it ended.
///
/// It waits for the end of a pipe that nobody writes to: the system closes the pipe with this process. It is there before
/// the program that it guards, which joins its group, so that there is no moment in which a program could be left behind.
final class GroupGuard {
  /// The process, and its group.
  let identifier: pid_t
  private let lifeline: Int32

  /// Starts a guard; `nil` where there is no shell to be one.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // It outlives the signals by which the group is asked to end.
    let spawn = ProcessSpawn(
      arguments: ["/bin/sh", "-c", "read -r line; kill -KILL 0"], input: reading, blocksSignals: true)
    guard case .success(let identifier) = spawn.start() else {
      close(writing)
      return nil
    }
    self.identifier = identifier
    lifeline = writing
  }

  /// Ends it; without it the group must have ended before.
  deinit {
    kill(identifier, SIGKILL)
    close(lifeline)
    while waitpid(identifier, nil, 0) < 0, errno == EINTR {}
  }
}
