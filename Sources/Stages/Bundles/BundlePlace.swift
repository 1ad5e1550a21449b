import CFileSystem
import Foundation

/// The place where a bundle stands or will stand.
struct BundlePlace {
  /// The folder around it.
  let parent: String
  /// Its own name.
  let name: String

  init(_ url: URL) {
    parent = url.absoluteURL.deletingLastPathComponent().path
    name = url.lastPathComponent
  }

  /// The path of the bundle.
  var path: String { "\(parent)/\(name)" }

  /// What the names of unfinished bundles beside this place begin with.
  var stagePrefix: String { ".\(name).partial-" }

  /// Throws if something stands here that nobody would call a bundle, so that a wrong path destroys nothing.
  func checkReplaceable() throws(BundlesError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    guard let names, names.isEmpty || Self.isBundle(names) else { throw .occupied(file: path) }
  }

  /// Whether a folder with these names in it can only be a bundle: other folders hold a `manifest.json` as well.
  private static func isBundle(_ names: [String]) -> Bool {
    Set(names).isSuperset(of: [BundlePath.manifest, BundlePath.digests])
      && Set(names).isSubset(of: BundlePath.namesAtTop)
  }

  /// Puts the folder `stage` here in one step; a bundle that was here is then at `stage`.
  func install(_ stage: String) throws(BundlesError) {
    if rename(stage, path) == 0 {
      try synchronizeParent()
      return
    }
    guard [EEXIST, ENOTEMPTY, ENOTDIR].contains(errno) else {
      throw .unwritable(file: path, reason: String(cString: strerror(errno)))
    }
    if !exchange(stage) { try replaceInTwoSteps(stage) }
    try synchronizeParent()
  }

  /// Lets the two paths change places atomically; false where the file system cannot.
  private func exchange(_ stage: String) -> Bool {
    #if os(Linux)
      renameat2(AT_FDCWD, stage, AT_FDCWD, path, UInt32(renameExchange)) == 0
    #else
      renamex_np(stage, path, UInt32(RENAME_SWAP)) == 0
    #endif
  }

  /// For file systems that cannot exchange: between the two steps the old bundle has a hidden name, and none is lost.
  private func replaceInTwoSteps(_ stage: String) throws(BundlesError) {
    let previous = "\(parent)/.\(name).previous-\(UUID().uuidString)"
    guard rename(path, previous) == 0 else {
      throw .unwritable(file: path, reason: String(cString: strerror(errno)))
    }
    guard rename(stage, path) == 0 else {
      let reason = String(cString: strerror(errno))
      rename(previous, path)
      throw .unwritable(file: path, reason: reason)
    }
    rename(previous, stage)
  }

  private func synchronizeParent() throws(BundlesError) {
    guard FileFlush.flush(parent) else {
      throw .unwritable(file: parent, reason: String(cString: strerror(errno)))
    }
  }

  /// Removes unfinished bundles whose writer no longer lives, which shows in that nobody holds their lock.
  func removeAbandonedStages() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names.sorted() where name.hasPrefix(stagePrefix) {
      let path = "\(parent)/\(name)"
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
      close(descriptor)
    }
  }
}

/// Waits until what was written is on the disk.
enum FileFlush {
  /// Flushes a file or folder; false, with `errno`, where that fails.
  static func flush(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }
}
