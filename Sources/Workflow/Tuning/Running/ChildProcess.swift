import Foundation

/// A program that runs in a process group that dies with this process, its standard output and error joined in one pipe.
struct ChildProcess: ~Copyable {
  /// The process.
  let identifier: pid_t
  /// Its group.
  let group: pid_t
  /// The reading end of the pipe, which does not block.
  let output: Int32
  private let groupGuard: GroupGuard?

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
    guard pipe(&ends) == 0 else {
      throw .program(name: program, problem: ProcessSpawn.Failure(code: errno).reason)
    }
    let (reading, writing) = (ends[0], ends[1])
    defer { close(writing) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)

    let groupGuard = GroupGuard()
    let leader = groupGuard?.identifier ?? 0
    let spawn = ProcessSpawn(
      arguments: arguments, environment: environment, folder: folder, output: writing, group: leader)
    switch spawn.start() {
    case .success(let identifier):
      self.identifier = identifier
      group = leader == 0 ? identifier : leader
      output = reading
      self.groupGuard = groupGuard
    case .failure(let failure):
      close(reading)
      throw .program(name: program, problem: failure.reason)
    }
  }

  deinit { close(output) }

  /// Sends a signal to the whole group, and to the program if it has left that.
  func signal(_ number: Int32) {
    _ = kill(-group, number)
    if getpgid(identifier) != group { _ = kill(identifier, number) }
  }

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
}
