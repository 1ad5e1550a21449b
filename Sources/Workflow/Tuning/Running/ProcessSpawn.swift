import CFileSystem
import Foundation

/// How a process is to be started, without a shell.
struct ProcessSpawn {
  /// The program, looked up on `PATH` unless it has a slash, and its arguments.
  var arguments: [String]
  /// All of its variables.
  var environment: [String: String] = [:]
  /// Where it runs; where this process does if `nil`.
  var folder: String?
  /// What it reads; nothing if `nil`.
  var input: Int32?
  /// Where its standard output and error go; nowhere if `nil`.
  var output: Int32?
  /// The process group that it joins; one of its own if 0.
  var group: pid_t = 0
  /// Whether no signal but the one that nobody can refuse reaches it.
  var blocksSignals = false

  /// Starts it and gives its number, or the code of the error.
  func start() -> Result<pid_t, Failure> {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, source, mode) in [(0, input, O_RDONLY), (1, output, O_WRONLY), (2, output, O_WRONLY)] {
      if let source {
        posix_spawn_file_actions_adddup2(&actions, source, Int32(descriptor))
      } else {
        posix_spawn_file_actions_addopen(&actions, Int32(descriptor), "/dev/null", mode, 0)
      }
    }
    #if os(Linux)
      // Neither another trial's pipe nor the study's file is the program's business.
      posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    #endif
    if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }

    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setpgroup(&attributes, group)
    var mask = sigset_t()
    if blocksSignals { sigfillset(&mask) } else { sigemptyset(&mask) }
    posix_spawnattr_setsigmask(&attributes, &mask)
    // What this process ignores is not ignored there.
    var standard = sigset_t()
    sigemptyset(&standard)
    for signal in [SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGQUIT] { sigaddset(&standard, signal) }
    posix_spawnattr_setsigdefault(&attributes, &standard)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var identifier: pid_t = 0
    let status = Self.withStrings(arguments) { words in
      Self.withStrings(environment.map { "\($0)=\($1)" }) { variables in
        posix_spawnp(&identifier, arguments.first ?? "", &actions, &attributes, words, variables)
      }
    }
    return status == 0 ? .success(identifier) : .failure(Failure(code: status))
  }

  /// Why a process could not be started.
  struct Failure: Error {
    let code: Int32

    var reason: String {
      code == ENOENT ? "there is no such program" : String(cString: strerror(code)).lowercased()
    }
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
