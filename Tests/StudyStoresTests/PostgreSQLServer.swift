import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own: in a temporary folder, reached by a socket in it, gone with the tests.
final class PostgreSQLServer: Sendable {
  /// How to reach it.
  let url: String
  private let folder: URL
  private let programs: URL

  /// The server of this run of the tests, started when it is first asked for.
  static func shared() throws -> PostgreSQLServer {
    try current.withLock { server in
      if let server { return server }
      let started = try PostgreSQLServer()
      server = started
      // Swift Testing has no end of a run to wait for.
      atexit { PostgreSQLServer.current.withLock { $0?.stop() } }
      return started
    }
  }

  private static let current = Mutex<PostgreSQLServer?>(nil)

  /// Where Debian's package puts the programs of the newest version.
  private static let programs: URL? = {
    let root = URL(filePath: "/usr/lib/postgresql")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return versions.compactMap { Int($0) }.sorted(by: >).lazy
      .map { root.appending(path: "\($0)/bin") }
      .first { FileManager.default.isExecutableFile(atPath: $0.appending(path: "initdb").path) }
  }()

  /// Whether there is one to be started.
  static var isInstalled: Bool { programs != nil }

  private init() throws {
    guard let programs = Self.programs else {
      throw ChildProcess.Failure(description: "PostgreSQL is not installed")
    }
    self.programs = programs
    // The path of a socket is at most 107 bytes long.
    folder = URL(filePath: "/tmp/lathe-pg-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    url = "postgresql:///postgres?host=\(folder.path)&user=lathe"
    do {
      // The server refuses to run as root.
      if getuid() == 0 { try ChildProcess.run("/usr/bin/chown", ["nobody", folder.path]) }
      let data = folder.appending(path: "data").path
      try unprivileged(
        "initdb", ["-D", data, "-U", "lathe", "-A", "trust", "--no-sync", "--locale=C", "-E", "UTF8"])
      let options = "-c listen_addresses='' -k \(folder.path) -c fsync=off -c max_connections=200"
      try unprivileged(
        "pg_ctl", ["-D", data, "-w", "-l", folder.appending(path: "log").path, "-o", options, "start"])
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
    try startWatchdog()
  }

  /// Breaks all connections, and begins again.
  func restart() throws {
    try unprivileged(
      "pg_ctl", ["-D", folder.appending(path: "data").path, "-w", "-m", "immediate", "restart"])
  }

  private func stop() {
    try? unprivileged("pg_ctl", ["-D", folder.appending(path: "data").path, "-m", "immediate", "stop"])
    try? FileManager.default.removeItem(at: folder)
  }

  /// A test run that is killed or crashes cannot stop the server: a process of its own does when this one is gone.
  private func startWatchdog() throws {
    let data = folder.appending(path: "data").path
    let script = """
      while kill -0 \(ProcessInfo.processInfo.processIdentifier) 2>/dev/null; do sleep 1; done
      kill -QUIT "$(head -1 '\(data)/postmaster.pid')" 2>/dev/null && sleep 1
      rm -rf '\(folder.path)'
      """
    _ = try ChildProcess("/bin/sh", ["-c", script])
  }

  private func unprivileged(_ program: String, _ arguments: [String]) throws {
    let path = programs.appending(path: program).path
    if getuid() == 0 {
      let user = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", path]
      try ChildProcess.run("/usr/bin/setpriv", user + arguments)
    } else {
      try ChildProcess.run(path, arguments)
    }
  }
}
