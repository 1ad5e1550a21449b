import Foundation

/// The name of a worker, unique among all, from which workers of the same machine can tell that it is dead.
///
/// `HOST-PROCESS-MACHINE-RANDOM`: the third part stands for one start of one machine, and for the container there.
enum WorkerName {
  /// A name that no other worker has.
  static func make() -> String {
    let process = ProcessInfo.processInfo
    return "\(process.hostName)-\(process.processIdentifier)-\(machine ?? "0")-\(UUID().uuidString.prefix(8))"
  }

  /// Whether its process ran here and is gone: then nobody needs to wait for its lease to end.
  static func isKnownDead(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, let machine, parts[parts.count - 2] == machine,
      let process = pid_t(parts[parts.count - 3]), process > 0
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  /// Process numbers mean the same wherever this is the same; `nil` where the system does not say so.
  private static let machine: String? = {
    let files = FileManager.default
    guard let start = files.contents(atPath: "/proc/sys/kernel/random/boot_id"),
      let space = try? files.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    else { return nil }
    // FNV-1a: enough to tell machines apart.
    let hash = (start + Data(space.utf8)).reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 36)
  }()
}
