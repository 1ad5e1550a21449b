import Foundation

/// A bundle in a folder, read through one open descriptor of it.
///
/// All names are resolved from that descriptor and never through a link, so a folder that is replaced while it is
/// read never mixes old and new files. The folder itself may be named by a link, as in `current.lathe`.
final class FolderFiles: BundleFiles {
  private let root: CInt

  /// Opens the folder at `path`.
  init(path: String) throws(BundlesError) {
    root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { throw .unreadable(file: "", reason: Self.reason()) }
  }

  deinit { close(root) }

  /// Device and inode of the folder: another pair at the same path means that it was replaced.
  var identity: FileIdentity? { FileIdentity(descriptor: root) }

  func sizes(limits: BundleLimits) throws(BundlesError) -> [String: Int] {
    var sizes: [String: Int] = [:]
    var folders = [""]
    while let folder = folders.popLast() {
      let descriptor = try descriptor(of: folder.isEmpty ? "." : folder, flags: O_DIRECTORY)
      for name in try Self.names(in: descriptor, folder: folder) {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        var status = stat()
        guard fstatat(root, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
          throw .unreadable(file: path, reason: Self.reason())
        }
        guard BundlePath.isSafe(path: path) else {
          throw .unsafe(file: path, reason: "a bundle has no file or folder of this name")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: sizes[path] = Int(status.st_size)
        case S_IFDIR: folders.append(path)
        case S_IFLNK: throw .unsafe(file: path, reason: "it is a link")
        default: throw .unsafe(file: path, reason: "it is no plain file")
        }
        guard sizes.count + folders.count <= limits.fileCount else {
          throw .tooLarge(file: "", bytes: sizes.count + folders.count, limit: limits.fileCount)
        }
      }
    }
    return sizes
  }

  func contents(of path: String, size: Int) throws(BundlesError) -> Data {
    let descriptor = try descriptor(of: path, flags: O_NONBLOCK)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size == size
    else { throw .unreadable(file: path, reason: "it changed while it was read") }
    var data = Data(count: size)
    var failure: String?
    let received = data.withUnsafeMutableBytes { buffer in
      var filled = 0
      while filled < size {
        let count = read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { failure = Self.reason() }
        if count <= 0 { break }
        filled += count
      }
      return filled
    }
    guard received == size else {
      throw .unreadable(file: path, reason: failure ?? "it changed while it was read")
    }
    return data
  }

  /// Opens a path below the root, refusing a link at each step.
  private func descriptor(of path: String, flags: CInt) throws(BundlesError) -> CInt {
    var current = root
    let names = path.split(separator: "/")
    for (index, name) in names.enumerated() {
      let isLast = index == names.count - 1
      let next = openat(
        current, String(name),
        O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (isLast ? flags : O_DIRECTORY))
      let failure = Self.reason()
      if current != root { close(current) }
      guard next >= 0 else { throw .unreadable(file: path, reason: failure) }
      current = next
    }
    return current
  }

  /// The names in an open folder, sorted, without `.` and `..`; closes the descriptor.
  private static func names(in descriptor: CInt, folder: String) throws(BundlesError) -> [String] {
    guard let stream = fdopendir(descriptor) else {
      let failure = reason()
      close(descriptor)
      throw .unreadable(file: folder, reason: failure)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}

/// What tells one file or folder from another at the same path.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64

  /// The identity of an open file.
  init?(descriptor: CInt) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }

  /// The identity of what stands at a path.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }
}
