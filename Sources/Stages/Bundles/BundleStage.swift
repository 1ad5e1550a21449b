import Foundation

/// A hidden folder in which a bundle is written before it is put in its place; locked as long as its writer lives.
final class BundleStage {
  /// The folder's path.
  let path: String
  private let lock: CInt

  /// Makes an empty, locked folder beside `place`.
  init(beside place: BundlePlace) throws(BundlesError) {
    var attempts = 3
    while true {
      let path = "\(place.parent)/\(place.stagePrefix)\(UUID().uuidString)"
      guard mkdir(path, 0o755) == 0 else { throw Self.unwritable(path) }
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      // Another writer may have taken the folder for abandoned before it was locked.
      if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0,
        FileIdentity(descriptor: descriptor) == FileIdentity(path: path)
      {
        self.path = path
        lock = descriptor
        return
      }
      if descriptor >= 0 { close(descriptor) }
      attempts -= 1
      guard attempts > 0 else { throw Self.unwritable(path) }
    }
  }

  deinit { close(lock) }

  /// Writes `files` (path to contents) and flushes them and their folders.
  func write(_ files: [String: Data]) throws(BundlesError) {
    var folders: Set<String> = [path]
    let paths = files.keys.sorted()
    for file in paths {
      var folder = path
      for name in file.split(separator: "/").dropLast() {
        folder += "/\(name)"
        guard folders.insert(folder).inserted else { continue }
        guard mkdir(folder, 0o755) == 0 else { throw Self.unwritable(folder) }
      }
      if let data = files[file] { try Self.write(data, to: "\(path)/\(file)") }
    }
    // Flushing after all are written lets the system write them together.
    for file in paths.map({ "\(path)/\($0)" }) + folders.sorted() {
      guard FileFlush.flush(file) else { throw Self.unwritable(file) }
    }
  }

  /// Removes whatever is at the stage's path.
  func remove() { try? FileManager.default.removeItem(atPath: path) }

  private static func write(_ data: Data, to path: String) throws(BundlesError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw unwritable(path) }
    defer { close(descriptor) }
    let isWritten = data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = UnsafeRawBufferPointer(rebasing: rest).withMemoryRebound(to: UInt8.self) {
          #if canImport(Darwin)
            Darwin.write(descriptor, $0.baseAddress, $0.count)
          #else
            Glibc.write(descriptor, $0.baseAddress, $0.count)
          #endif
        }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
    guard isWritten else { throw unwritable(path) }
  }

  private static func unwritable(_ path: String) -> BundlesError {
    .unwritable(file: path, reason: String(cString: strerror(errno)))
  }
}
