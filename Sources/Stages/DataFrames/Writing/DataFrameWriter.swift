import CArrow
import Foundation
import LatheCore

/// Writes a table as CSV, JSON lines or Parquet.
///
/// What is written reads back as it was, except what CSV cannot say: an empty text comes back missing there, as does
/// a text spelled like a marker of missing values.
public struct DataFrameWriter: Sendable {
  /// The form of the output.
  public let format: FileFormat
  /// The separator of fields in CSV.
  public let delimiter: Character

  /// A writer of one format; the delimiter must be one ASCII character.
  public init(format: FileFormat, delimiter: Character = ",") {
    self.format = format
    self.delimiter = delimiter
  }

  /// A writer for the format that the name of a file asks for: `.parquet`, `.jsonl` or `.ndjson`, `.tsv`, and CSV for all others.
  public init(for url: URL) {
    switch url.pathExtension.lowercased() {
    case "parquet", "pq": self.init(format: .parquet)
    case "jsonl", "ndjson": self.init(format: .jsonLines)
    case "tsv": self.init(format: .csv, delimiter: "\t")
    default: self.init(format: .csv)
    }
  }

  /// Writes `frame` beside `url` and renames it into place, so that a reader never sees half a file.
  public func write(_ frame: DataFrame, to url: URL) throws(DataFramesError) {
    let path = url.path
    let folder = url.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(
      ".\(url.lastPathComponent).\(UUID().uuidString.prefix(8)).part")
    do throws(DataFramesError) {
      try write(frame, toPath: temporary.path, named: path)
      guard rename(temporary.path, path) == 0 else {
        throw .unwritable(path: path, reason: String(cString: strerror(errno)))
      }
    } catch {
      unlink(temporary.path)
      throw error
    }
  }

  /// Writes `frame` to the standard output.
  public func writeToStandardOutput(_ frame: DataFrame) throws(DataFramesError) {
    guard format == .parquet else {
      try writeText(frame, to: STDOUT_FILENO, named: "standard output")
      return
    }
    // Parquet ends with its table of contents, which Arrow writes to a file only.
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).parquet")
    defer { unlink(url.path) }
    try write(frame, toPath: url.path, named: "standard output")
    let file = try FileBytes(mapping: url.path)
    let failure = withExtendedLifetime(file) {
      Self.write(UnsafeRawBufferPointer(file.bytes), to: STDOUT_FILENO)
    }
    if let failure { throw .unwritable(path: "standard output", reason: String(cString: strerror(failure))) }
  }

  private func write(_ frame: DataFrame, toPath path: String, named name: String) throws(DataFramesError) {
    if format == .parquet {
      let writer = ParquetFile()
      do {
        for column in frame.columns { try writer.add(column, rows: frame.rowCount) }
        try writer.write(to: path)
      } catch {
        throw .unwritable(path: name, reason: error.message)
      }
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(path: name, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    try writeText(frame, to: descriptor, named: name)
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .unwritable(path: name, reason: String(cString: strerror(errno)))
    }
  }

  private func writeText(_ frame: DataFrame, to descriptor: Int32, named name: String) throws(DataFramesError)
  {
    guard format == .jsonLines || delimiter.asciiValue != nil else {
      throw .invalidOption(name: "delimiter", reason: "\"\(delimiter)\" is not one ASCII character")
    }
    let spelling: any RowSpelling =
      format == .csv ? CSVSpelling(frame, delimiter: delimiter.asciiValue ?? 44) : JSONSpelling(frame)
    var output = spelling.header
    for row in 0..<frame.rowCount {
      spelling.append(row, to: &output)
      if output.count >= 1 << 20 {
        try Self.write(output, to: descriptor, named: name)
        output.removeAll(keepingCapacity: true)
      }
    }
    try Self.write(output, to: descriptor, named: name)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, named name: String)
    throws(DataFramesError)
  {
    let failure = bytes.withUnsafeBytes { write($0, to: descriptor) }
    if let failure { throw .unwritable(path: name, reason: String(cString: strerror(failure))) }
  }

  /// Writes all bytes; returns the number of the error that stopped it.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var written = 0
    while written < bytes.count {
      let step = Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if step < 0 && errno == EINTR { continue }
      guard step >= 0 else { return errno }
      written += step
    }
    return nil
  }
}

/// The text of a table, row by row.
private protocol RowSpelling {
  var header: [UInt8] { get }
  func append(_ row: Int, to output: inout [UInt8])
}

private struct CSVSpelling: RowSpelling {
  let header: [UInt8]
  private let columns: [RowText]
  private let delimiter: UInt8

  init(_ frame: DataFrame, delimiter: UInt8) {
    let fields = frame.names.map { Self.escape(Array($0.utf8)[...], delimiter) }
    header = Array(fields.joined(separator: [delimiter])) + [RecordParser.lineFeed]
    columns = frame.columns.map { RowText($0) { Self.escape($0, delimiter) } }
    self.delimiter = delimiter
  }

  func append(_ row: Int, to output: inout [UInt8]) {
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(delimiter) }
      // An empty line would be no row: the only column says in quotes that it is missing.
      column.append(
        row, to: &output, missing: columns.count == 1 ? [RecordParser.quote, RecordParser.quote] : [],
        moment: { Array($0) }, text: { Self.escape($0, delimiter) })
    }
    output.append(RecordParser.lineFeed)
  }

  static func escape(_ text: ArraySlice<UInt8>, _ delimiter: UInt8) -> [UInt8] {
    let needsQuotes =
      text.isEmpty || text.first == 32 || text.last == 32
      || text.contains {
        $0 == delimiter || $0 == RecordParser.quote || $0 == RecordParser.lineFeed
          || $0 == RecordParser.carriageReturn
      }
    guard needsQuotes else { return Array(text) }
    var quoted = [RecordParser.quote]
    for byte in text {
      if byte == RecordParser.quote { quoted.append(byte) }
      quoted.append(byte)
    }
    quoted.append(RecordParser.quote)
    return quoted
  }
}

private struct JSONSpelling: RowSpelling {
  let header: [UInt8] = []
  private let columns: [RowText]
  private let keys: [[UInt8]]
  private static let null = Array("null".utf8)

  init(_ frame: DataFrame) {
    columns = frame.columns.map { column in
      // Booleans spelled as JSON spells them, or as 0 and 1, need no quotes.
      let isBare: Bool
      if case .categories(let categories) = column.values, column.kind == .boolean {
        isBare =
          Set(categories.levels).isSubset(of: ["0", "1"])
          || Set(categories.levels).isSubset(of: ["false", "true"])
      } else {
        isBare = false
      }
      return RowText(column) { isBare ? Array($0) : Self.quote($0) }
    }
    keys = frame.names.map { Self.quote(Array($0.utf8)[...]) + Array(": ".utf8) }
  }

  func append(_ row: Int, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(contentsOf: ", ".utf8) }
      output.append(contentsOf: keys[index])
      column.append(row, to: &output, missing: Self.null, moment: Self.quote, text: Self.quote)
    }
    output.append(contentsOf: "}\n".utf8)
  }

  static func quote(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var quoted = [RecordParser.quote]
    // Whatever is no UTF-8 must not reach a JSON file.
    let valid =
      UTF8Check(text).firstInvalid == nil ? text : Array(String(decoding: text, as: UTF8.self).utf8)[...]
    for byte in valid {
      switch byte {
      case RecordParser.quote, UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
      case RecordParser.lineFeed: quoted += Array("\\n".utf8)
      case RecordParser.carriageReturn: quoted += Array("\\r".utf8)
      case 9: quoted += Array("\\t".utf8)
      case 0..<32:
        quoted += Array("\\u00".utf8) + [byte < 16 ? 48 : 49] + Array(String(byte % 16, radix: 16).utf8)
      default: quoted.append(byte)
      }
    }
    quoted.append(RecordParser.quote)
    return quoted
  }
}
