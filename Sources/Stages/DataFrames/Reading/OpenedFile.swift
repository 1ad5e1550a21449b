import CArrow
import Foundation
import LatheCore

/// A file whose format is known, ready to give its rows.
struct OpenedFile {
  private enum Content {
    case delimited(DelimitedText)
    case jsonLines(FileBytes, start: Int)
    case parquet
  }

  let path: String
  let facts: SourceFile
  private var content: Content
  private var encodingNotes: [Diagnostic] = []

  /// Recognises the format of `file` and mixes its bytes into `digest`.
  init(_ file: InputFile, options: ReadOptions, digest: inout UInt64) throws(DataFramesError) {
    path = file.path
    let mapped = try FileBytes(mapping: file.path)
    digest = mapped.hash(seed: digest)
    var compression: Compression?
    var data = mapped
    if case .compressed(let kind) = Signature(of: mapped.bytes) {
      compression = kind
      // Tables of few distinct values shrink to a hundredth; more is a bomb unless it is small.
      data = try FileBytes(decompressing: file.path, kind, limit: max(4 << 30, 200 * file.bytes))
    }
    switch Signature(of: data.bytes) {
    case .parquet where compression == nil:
      content = .parquet
      facts = SourceFile(
        path: file.path, format: .parquet, compression: nil, bytes: file.bytes, encoding: nil, delimiter: nil,
        hasHeader: nil)
    case .parquet:
      throw .unsupportedFormat(
        path: file.path, found: "a compressed Parquet file", remedy: "Unpack it first.")
    case .compressed:
      throw .unsupportedFormat(path: file.path, found: "compressed twice", remedy: "Unpack it once.")
    case .image:
      throw .unsupportedFormat(
        path: file.path, found: "an image", remedy: "Images are not supported yet; give a table.")
    case .foreign(let found, let remedy):
      throw .unsupportedFormat(path: file.path, found: found, remedy: remedy)
    case .text:
      let (text, start, encoding) = try Self.decode(data, file, options, &encodingNotes)
      switch try Self.form(of: text.bytes[start...], file.path) {
      case .jsonLines:
        content = .jsonLines(text, start: start)
        facts = SourceFile(
          path: file.path, format: .jsonLines, compression: compression, bytes: file.bytes,
          encoding: encoding,
          delimiter: nil, hasHeader: nil)
      default:
        let delimited = try DelimitedText(file, text: text, start: start, options: options)
        content = .delimited(delimited)
        facts = SourceFile(
          path: file.path, format: .csv, compression: compression, bytes: file.bytes, encoding: encoding,
          delimiter: Character(UnicodeScalar(delimited.dialect.delimiter)),
          hasHeader: delimited.dialect.hasHeader)
      }
    }
  }

  /// `data` as UTF-8, and the place behind its byte order mark.
  private static func decode(
    _ data: FileBytes, _ file: InputFile, _ options: ReadOptions, _ notes: inout [Diagnostic]
  ) throws(DataFramesError) -> (FileBytes, start: Int, TextEncoding) {
    try withExtendedLifetime(data) { () throws(DataFramesError) in
      let guess = EncodingGuess(of: data.bytes)
      guard let encoding = options.encoding ?? guess?.encoding else {
        throw .unsupportedFormat(
          path: file.path, found: "binary data without a signature",
          remedy: "Give a CSV, TSV, JSON lines or Parquet file.")
      }
      let isGuessed = guess?.encoding == encoding
      let markLength = isGuessed ? guess?.markLength ?? 0 : 0
      if let place = guess?.firstInvalid, options.encoding == nil {
        let line = data.bytes[..<place].count { $0 == RecordParser.lineFeed } + 1
        let assumed =
          encoding == .utf8 ? "UTF-8 with damaged characters, which are replaced" : "Windows-1252 (Latin-1)"
        notes.append(
          Diagnostic(
            .warning, code: "assumed-encoding",
            message:
              "\(file.path): the text is not valid UTF-8 (first in line \(line)); it is taken to be \(assumed). "
              + "Give the encoding if that is wrong."))
      } else if encoding != .utf8 && options.encoding == nil {
        notes.append(
          Diagnostic(
            .note, code: "assumed-encoding",
            message:
              "\(file.path): the text is read as UTF-16, \(encoding == .utf16LittleEndian ? "low" : "high") byte first."
          ))
      }
      let content = UnsafeBufferPointer(rebasing: data.bytes[markLength...])
      if encoding == .utf8 {
        let invalid = isGuessed ? guess?.firstInvalid : UTF8Check(content).firstInvalid
        if invalid == nil { return (data, markLength, encoding) }
      }
      return (FileBytes(encoding.decode(content)), 0, encoding)
    }
  }

  /// Whether text is JSON lines or delimited.
  private static func form(of text: Slice<UnsafeBufferPointer<UInt8>>, _ path: String) throws(DataFramesError)
    -> FileFormat
  {
    let head = text.prefix(1 << 16).drop { $0 == 32 || (9...13).contains($0) }
    guard let first = head.first else {
      if text.count <= 1 << 16 { throw .empty(path: path) }
      return .csv
    }
    let beginning = String(decoding: head.prefix(64), as: UTF8.self).lowercased()
    if first == UInt8(ascii: "<")
      && (beginning.hasPrefix("<!doctype") || beginning.hasPrefix("<html") || beginning.hasPrefix("<?xml"))
    {
      throw .unsupportedFormat(
        path: path, found: "an HTML or XML page", remedy: "Download the file itself, or export it as CSV.")
    }
    let next = head.dropFirst().first { $0 != 32 && !(9...13).contains($0) }
    if first == UInt8(ascii: "{"), next == RecordParser.quote || next == UInt8(ascii: "}") {
      return .jsonLines
    }
    if first == UInt8(ascii: "["), next == UInt8(ascii: "{") {
      throw .unsupportedFormat(
        path: path, found: "a JSON array",
        remedy: "Write one object a line (JSON lines), without brackets and commas between.")
    }
    return .csv
  }

  /// What was noticed while reading.
  var diagnostics: [Diagnostic] {
    if case .delimited(let text) = content { encodingNotes + text.diagnostics } else { encodingNotes }
  }

  /// Whether numbers have a decimal comma.
  var hasDecimalComma: Bool {
    if case .delimited(let text) = content { text.dialect.hasDecimalComma } else { false }
  }

  /// Offers each row to a draw.
  func offerRows(to draw: inout RowDraw, file: Int) throws(DataFramesError) {
    switch content {
    case .delimited(let text):
      text.forEachRow { draw.offer(file: file, $0) }
    case .jsonLines(let bytes, let start):
      withExtendedLifetime(bytes) {
        Self.forEachLine(bytes.bytes, from: start) { draw.offer(file: file, $0) }
      }
    case .parquet:
      let rows: Int
      do { rows = try ArrowTable.parquetRowCount(path) } catch { throw damaged(error) }
      for row in 0..<rows { draw.offer(file: file, row..<row + 1) }
    }
  }

  private static func forEachLine(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ each: (Range<Int>) -> Void
  ) {
    guard let base = bytes.baseAddress else { return }
    // Without any line feed, lines end as the first Macintosh wrote them.
    let hasLineFeeds = memchr(base, Int32(RecordParser.lineFeed), bytes.count) != nil
    let lineEnd = Int32(hasLineFeeds ? RecordParser.lineFeed : RecordParser.carriageReturn)
    var start = start
    while start < bytes.count {
      let found = memchr(base + start, lineEnd, bytes.count - start)
      let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) + 1 } ?? bytes.count
      if bytes[start..<end].contains(where: { $0 > 32 }) { each(start..<end) }
      start = end
    }
  }

  private func damaged(_ failure: ArrowFailure) -> DataFramesError {
    .damaged(path: path, format: facts.format == .parquet ? "Parquet" : "JSON", reason: failure.message)
  }

  /// Reads all rows, or the drawn ones.
  mutating func read(
    _ options: ReadOptions, schema: [String: ColumnSchema], rows: [Range<Int>]?
  ) throws(DataFramesError) -> ArrowTable {
    switch content {
    case .delimited(var text):
      let requests = text.names.map { name in
        schema[name].map { SchemaReading(schema: $0, decimalComma: text.dialect.hasDecimalComma).request }
      }
      let sampled = ColumnRequests.fromSample(text.sample, count: text.names.count)
      let table = try text.read(
        options, rows: rows, requests: zip(requests, sampled).map { $0 ?? $1 })
      content = .delimited(text)
      return table
    case .jsonLines(let bytes, let start):
      do {
        return try withExtendedLifetime(bytes) { () throws(ArrowFailure) in
          guard let rows else {
            return try ArrowTable.readJSONLines(UnsafeBufferPointer(rebasing: bytes.bytes[start...]))
          }
          var chosen: [UInt8] = []
          for row in rows { chosen.append(contentsOf: bytes.bytes[row]) }
          let copy = FileBytes(chosen)
          return try withExtendedLifetime(copy) { () throws(ArrowFailure) in
            try ArrowTable.readJSONLines(copy.bytes)
          }
        }
      } catch { throw damaged(error) }
    case .parquet:
      do { return try ArrowTable.readParquet(path, rows: rows?.map(\.lowerBound)) } catch {
        throw damaged(error)
      }
    }
  }
}
