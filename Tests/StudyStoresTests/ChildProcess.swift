import Foundation

/// A process that was started, with no input and no output.
///
/// Foundation's `Process` takes one for running as long as any grandchild lives, such as a server in the background.
struct ChildProcess {
  let identifier: pid_t

  init(_ program: String, _ arguments: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in 0...2 as ClosedRange<CInt> {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, program, &actions, nil, &words, environ)
    guard code == 0 else { throw Failure(description: "\(program) cannot be started: error \(code)") }
    self.identifier = identifier
  }

  /// Kills it at once.
  func kill() {
    Foundation.kill(identifier, SIGKILL)
    _ = wait()
  }

  /// Waits for its end: the status, or -1 if it was killed.
  func wait() -> CInt {
    var status: CInt = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? status >> 8 : -1
  }

  /// Runs a program to its end, which must be a good one.
  static func run(_ program: String, _ arguments: [String]) throws {
    let status = try ChildProcess(program, arguments).wait()
    guard status == 0 else {
      throw Failure(description: "\(program) \(arguments.joined(separator: " ")) ended with \(status)")
    }
  }

  struct Failure: Error, CustomStringConvertible { let description: String }
}
