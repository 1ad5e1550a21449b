/// What a loader accepts at most, checked before anything is read, so that a hostile bundle cannot exhaust memory.
public struct BundleLimits: Sendable, Hashable {
  /// Bytes of one file.
  public var fileBytes: Int
  /// Bytes of one JSON file, which takes several times as much memory once it is decoded.
  public var jsonBytes: Int
  /// Bytes of all files together.
  public var totalBytes: Int
  /// Files in the folder.
  public var fileCount: Int
  /// Arrays and objects inside each other in a JSON file.
  public var jsonDepth: Int

  /// Limits; by default 2 GiB a file, 256 MiB if it is JSON, 4 GiB in all, 4,096 files, JSON 32 deep.
  public init(
    fileBytes: Int = 2 << 30, jsonBytes: Int = 256 << 20, totalBytes: Int = 4 << 30, fileCount: Int = 4096,
    jsonDepth: Int = 32
  ) {
    self.fileBytes = fileBytes
    self.jsonBytes = jsonBytes
    self.totalBytes = totalBytes
    self.fileCount = fileCount
    self.jsonDepth = jsonDepth
  }

  /// The default limits.
  public static let standard = BundleLimits()
}
