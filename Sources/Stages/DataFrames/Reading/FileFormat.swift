import Foundation

/// The form of a table in a file.
public enum FileFormat: String, Codable, Sendable, Hashable, CaseIterable {
  /// Delimited text, whatever the delimiter.
  case csv
  /// One JSON object a line.
  case jsonLines
  /// Apache Parquet.
  case parquet
}

/// The compression around a text table.
public enum Compression: String, Codable, Sendable, Hashable, CaseIterable {
  /// RFC 1952.
  case gzip
  /// RFC 8878.
  case zstd
}

/// What the first bytes of a file say it is.
enum Signature: Equatable {
  case parquet
  case compressed(Compression)
  case image
  case foreign(String, remedy: String)
  /// No known signature: a text table, as far as one can tell.
  case text

  init(of bytes: UnsafeBufferPointer<UInt8>) {
    func starts(_ prefix: [UInt8], at offset: Int = 0) -> Bool {
      bytes.count >= offset + prefix.count && prefix.indices.allSatisfy { bytes[offset + $0] == prefix[$0] }
    }
    func starts(_ prefix: String, at offset: Int = 0) -> Bool { starts(Array(prefix.utf8), at: offset) }
    let exportRemedy = "Export it as CSV or Parquet."
    if starts("PAR1") {
      self = .parquet
    } else if starts([0x1f, 0x8b]) {
      self = .compressed(.gzip)
    } else if starts([0x28, 0xb5, 0x2f, 0xfd]) {
      self = .compressed(.zstd)
    } else if starts([0x89, 0x50, 0x4e, 0x47]) || starts([0xff, 0xd8, 0xff]) || starts("GIF8")
      || (starts("RIFF") && starts("WEBP", at: 8)) || starts([0x49, 0x49, 0x2a, 0])
      || starts([0x4d, 0x4d, 0, 0x2a])
    {
      self = .image
    } else if starts([0x50, 0x4b, 3, 4]) {
      self = .foreign("a ZIP archive or an Excel workbook", remedy: "Unpack it, or save the sheet as CSV.")
    } else if starts([0xd0, 0xcf, 0x11, 0xe0]) {
      self = .foreign("an old Excel or Word document", remedy: "Save the sheet as CSV.")
    } else if starts("ARROW1") || starts("FEA1") {
      self = .foreign("an Arrow or Feather file", remedy: "Save it as Parquet.")
    } else if starts("SQLite format 3") {
      self = .foreign("an SQLite database", remedy: exportRemedy)
    } else if starts("ORC") && bytes.count > 3 && bytes[3] < 0x20 {
      self = .foreign("an ORC file", remedy: "Save it as Parquet.")
    } else if starts("Obj\u{1}") {
      self = .foreign("an Avro file", remedy: "Save it as Parquet.")
    } else if starts("%PDF") {
      self = .foreign("a PDF document", remedy: exportRemedy)
    } else if starts([0x89, 0x48, 0x44, 0x46]) {
      self = .foreign("an HDF5 file", remedy: exportRemedy)
    } else if starts([0x80]) && bytes.count > 2 && bytes[1] <= 5 {
      self = .foreign("a Python pickle", remedy: exportRemedy)
    } else if starts("BZh") || starts([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]) || starts([0x37, 0x7a, 0xbc, 0xaf]) {
      self = .foreign(
        "compressed with bzip2, xz or 7-Zip", remedy: "Unpack it, or compress with gzip or zstd.")
    } else if starts("RIFF") {
      self = .foreign("a sound or video file", remedy: exportRemedy)
    } else {
      self = .text
    }
  }
}
