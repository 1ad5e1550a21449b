import CFileSystem
import Foundation
import Synchronization

/// A program that runs in a process group of its own, its standard output and error joined in one pipe.
struct ChildProcess: ~Copyable {
  /// The process, which leads its group.
  let identifier: pid_t
  /// The reading end of the pipe, which does not block.
  let output: Int32

  /// Starts a program, without a shell.
  ///
  /// - Parameters:
  ///   - arguments: The program, looked up on `PATH` unless it has a slash, and its arguments.
  ///   - environment: All of its variables.
  ///   - folder: Where it runs.
  init(_ arguments: [String], environment: [String: String], folder: String) throws(TuningError) {
    guard let program = arguments.first else { throw .program(name: "", problem: "it has no name") }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw .program(name: program, problem: "there is no folder \(folder) to run it in")
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .program(name: program, problem: Self.reason(errno)) }
    let (reading, writing) = (ends[0], ends[1])
    defer { close(writing) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)

    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, writing, 1)
    posix_spawn_file_actions_adddup2(&actions, writing, 2)
    #if os(Linux)
      // Neither another trial's pipe nor the study's file is the program's business.
      posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    #endif
    posix_spawn_file_actions_addchdir_np(&actions, folder)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The group is the program's own; signals that this process ignores are not ignored there.
    posix_spawnattr_setpgroup(&attributes, 0)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGQUIT] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var identifier: pid_t = 0
    let status = Self.withStrings(arguments) { arguments in
      Self.withStrings(environment.map { "\($0)=\($1)" }) { variables in
        posix_spawnp(&identifier, program, &actions, &attributes, arguments, variables)
      }
    }
    guard status == 0 else {
      close(reading)
      throw .program(name: program, problem: Self.reason(status))
    }
    self.identifier = identifier
    output = reading
  }

  deinit { close(output) }

  /// Sends a signal to the whole group.
  func signal(_ number: Int32) { _ = kill(-identifier, number) }

  /// Whether it has ended; it stays a zombie, so that its number is not given to another process, until ``reap()``.
  var hasEnded: Bool {
    var information = siginfo_t()
    let status = waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
    // No such child would mean that somebody else has reaped it.
    if status != 0 { return errno != EINTR }
    #if canImport(Darwin)
      return information.si_pid == identifier
    #else
      return information._sifields._kill.si_pid == identifier
    #endif
  }

  /// The exit status, or the signal that ended it as a negative number.
  func reap() -> Int32 {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 {
      guard errno == EINTR else { return 0 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : -signal
  }

  /// Waits up to `milliseconds` for output and gives it; `nil` if there will be no more.
  func read(waitingMilliseconds milliseconds: Int32) -> Data? {
    var request = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) > 0 else { return Data() }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = Foundation.read(output, &bytes, bytes.count)
    if count > 0 { return Data(bytes[..<count]) }
    return count == 0 ? nil : Data()
  }

  private static func reason(_ code: Int32) -> String {
    code == ENOENT ? "there is no such program" : String(cString: strerror(code)).lowercased()
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
