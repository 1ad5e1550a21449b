import CArrow
import Foundation

/// The bytes of a file, mapped, or bytes made from them; owned and freed by this object.
///
/// ``bytes`` is valid as long as the object: keep it alive with `withExtendedLifetime` around each use.
final class FileBytes {
  let bytes: UnsafeBufferPointer<UInt8>
  private let mapping: UnsafeMutableRawPointer?

  /// Maps the file `path`, which has `count` bytes.
  convenience init(mapping path: String) throws(DataFramesError) {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    try self.init(descriptor: descriptor, path: path)
  }

  /// Decompresses the file `path` into a temporary file that has no name, and maps that: memory stays free for the table.
  /// Beyond `limit` bytes it gives up, for a few bytes can unpack to more than any disk holds.
  convenience init(
    decompressing path: String, _ compression: Compression, limit: Int
  ) throws(DataFramesError) {
    guard let file = tmpfile() else {
      throw .unreadable(path: path, reason: "no temporary file can be made to unpack it")
    }
    defer { fclose(file) }
    var error = lathe_arrow_error()
    var length: Int64 = 0
    let codec = compression == .gzip ? LATHE_ARROW_GZIP : LATHE_ARROW_ZSTD
    guard lathe_arrow_decompress(path, codec, fileno(file), Int64(limit), &length, &error) == 0 else {
      throw .damaged(path: path, format: compression.rawValue, reason: error.text)
    }
    guard length > 0 else { throw .empty(path: path) }
    try self.init(descriptor: fileno(file), path: path)
  }

  private init(descriptor: Int32, path: String) throws(DataFramesError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    let count = Int(status.st_size)
    guard count > 0 else { throw .empty(path: path) }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    madvise(start, count, Int32(MADV_SEQUENTIAL))
    mapping = start
    bytes = UnsafeBufferPointer(start: UnsafePointer(start.assumingMemoryBound(to: UInt8.self)), count: count)
  }

  /// A copy of `array`.
  init(_ array: [UInt8]) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: array.count)
    _ = copy.initialize(from: array)
    bytes = UnsafeBufferPointer(copy)
    mapping = nil
  }

  deinit {
    if let mapping { munmap(mapping, bytes.count) } else { bytes.deallocate() }
  }

  /// XXH3 of the bytes, following on `seed`.
  func hash(seed: UInt64) -> UInt64 {
    withExtendedLifetime(self) { lathe_arrow_hash(bytes.baseAddress, bytes.count, seed) }
  }
}

extension lathe_arrow_error {
  /// The message as a string.
  var text: String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
