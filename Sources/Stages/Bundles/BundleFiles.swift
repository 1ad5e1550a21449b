import Foundation

/// Where a loader gets the files of a bundle from.
protocol BundleFiles {
  /// Path to size in bytes of every file, at most `limits.fileCount` of them.
  ///
  /// - Throws: ``BundlesError`` if anything but plain files and folders is there.
  func sizes(limits: BundleLimits) throws(BundlesError) -> [String: Int]
  /// The contents of one of these files.
  ///
  /// - Throws: ``BundlesError`` if it cannot be read or no longer has `size` bytes.
  func contents(of path: String, size: Int) throws(BundlesError) -> Data
}

/// A bundle in memory.
struct MemoryFiles: BundleFiles {
  /// Path to contents.
  let files: [String: Data]

  func sizes(limits: BundleLimits) throws(BundlesError) -> [String: Int] {
    files.mapValues(\.count)
  }

  func contents(of path: String, size: Int) throws(BundlesError) -> Data {
    guard let data = files[path] else {
      throw .unreadable(file: path, reason: "there is no such file")
    }
    return data
  }
}
