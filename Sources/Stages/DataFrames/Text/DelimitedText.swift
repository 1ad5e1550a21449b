import CArrow
import Foundation
import LatheCore

/// A CSV file made ready for Arrow: decoded, its dialect known, its names taken off, its quotes sound.
struct DelimitedText {
  static let columnLimit = 100_000

  /// Rows that were left out or mended, with the lines of the first ones.
  struct Defects {
    var malformedLines: [Int] = []
    var malformedCount = 0
    var unclosedLines: [Int] = []
    var unclosedCount = 0
    /// The first malformed row's number of fields.
    var firstFound = 0
  }

  let file: InputFile
  let dialect: Dialect
  let names: [String]
  /// The records of the first part of the body.
  let sample: [[String]]
  private(set) var diagnostics: [Diagnostic]
  private(set) var defects = Defects()
  private let text: FileBytes
  /// The data rows within `text`.
  private let body: Range<Int>
  private let bodyLine: Int
  private var repaired: FileBytes?
  private var structure: QuoteStructure

  /// Prepares `text`, which is UTF-8 and starts at `start` after its byte order mark.
  init(_ file: InputFile, text: FileBytes, start: Int, options: ReadOptions) throws(DataFramesError) {
    let bytes = UnsafeBufferPointer(rebasing: text.bytes[start...])
    var notes: [Diagnostic] = []
    let delimiter = try Self.delimiter(bytes, options)
    let found = Dialect.Sample(bytes, delimiter: delimiter)
    guard let first = found.records.first else { throw .empty(path: file.path) }
    guard first.count <= Self.columnLimit else {
      throw .tooManyColumns(path: file.path, count: first.count, limit: Self.columnLimit)
    }
    let hasHeader = options.hasHeader ?? Dialect.hasHeader(found.records)
    let rows = hasHeader ? found.records.dropFirst() : found.records[...]
    guard !rows.isEmpty else { throw .noRows(path: file.path) }
    var parser = RecordParser(bytes, delimiter: delimiter)
    _ = parser.next()
    let header = hasHeader ? first : []
    names = Self.names(header: header, rows: rows, file: file, &notes)
    dialect = Dialect(
      delimiter: delimiter, hasHeader: hasHeader,
      hasDecimalComma: Dialect.hasDecimalComma(rows, delimiter: delimiter))
    sample = Array(rows)
    self.file = file
    self.text = text
    body = (hasHeader ? start + parser.position : start)..<text.bytes.count
    bodyLine = hasHeader ? parser.line : 1
    structure = QuoteStructure(
      UnsafeBufferPointer(rebasing: text.bytes[body]), delimiter: delimiter, threads: options.threads)
    if options.delimiter == nil && delimiter != UInt8(ascii: ",") && names.count > 1 {
      notes.append(
        Diagnostic(
          .note, code: "assumed-delimiter",
          message: "\(file.path): fields are taken to be separated by \(Self.spelled(delimiter))."))
    }
    if dialect.hasDecimalComma {
      notes.append(
        Diagnostic(
          .note, code: "decimal-comma", message: "\(file.path): numbers are taken to have a decimal comma."))
    }
    if !hasHeader && options.hasHeader == nil {
      notes.append(
        Diagnostic(
          .note, code: "no-header",
          message: "\(file.path): the first line is taken to be data; the columns are called column_1 to "
            + "column_\(names.count)."))
    }
    diagnostics = notes
  }

  private static func delimiter(
    _ bytes: UnsafeBufferPointer<UInt8>, _ options: ReadOptions
  ) throws(DataFramesError) -> UInt8 {
    guard let given = options.delimiter else { return Dialect.delimiter(of: bytes) }
    guard let byte = given.asciiValue, byte != RecordParser.quote, byte != RecordParser.lineFeed else {
      throw .invalidOption(
        name: "delimiter", reason: "\"\(given)\" is not a single ASCII character that can separate fields")
    }
    return byte
  }

  static func spelled(_ delimiter: UInt8) -> String {
    delimiter == UInt8(ascii: "\t") ? "tabs" : "\"\(Character(UnicodeScalar(delimiter)))\""
  }

  /// A name for each column: the header's, made unique and complete.
  private static func names(
    header: [String], rows: ArraySlice<[String]>, file: InputFile, _ notes: inout [Diagnostic]
  ) -> [String] {
    var tally: [Int: Int] = [:]
    for row in rows { tally[row.count, default: 0] += 1 }
    let (common, agreeing) = tally.max { ($0.value, $0.key) < ($1.value, $1.key) } ?? (header.count, 0)
    guard !header.isEmpty else { return (1...max(common, 1)).map { "column_\($0)" } }
    var names = header.map(\.trimmingSpaces)
    // A header is doubted only where nearly all rows agree on another number.
    guard agreeing * 10 >= rows.count * 9 else { return ColumnNames.unique(names, in: file.path, &notes) }
    if common == header.count + 1 {
      // Either each row ends with a delimiter, or R wrote row names under no header.
      let isTrailing = rows.allSatisfy { $0.count < common || $0[common - 1].isEmpty }
      names.insert("", at: isTrailing ? names.count : 0)
    } else if common == header.count - 1, names.last == "" {
      names.removeLast()
    }
    return ColumnNames.unique(names, in: file.path, &notes)
  }

  private var bytes: UnsafeBufferPointer<UInt8> {
    repaired?.bytes ?? UnsafeBufferPointer(rebasing: text.bytes[body])
  }

  /// The rows a draw has chosen: their places in the body.
  typealias RowRange = Range<Int>

  /// Calls `each` with the place of each row of the body. O(bytes).
  func forEachRow(_ each: (RowRange) -> Void) {
    withExtendedLifetime((text, repaired)) {
      let bytes = self.bytes
      if let base = bytes.baseAddress, !structure.hasQuotedLineEnds, structure.isSound,
        !Self.hasLoneCarriageReturn(bytes)
      {
        var start = 0
        while start < bytes.count {
          let found = memchr(base + start, Int32(RecordParser.lineFeed), bytes.count - start)
          let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) + 1 } ?? bytes.count
          // A tab may be a delimiter between two missing values.
          if end - start > 2 || bytes[start] > RecordParser.carriageReturn
            || bytes[start] == dialect.delimiter
          {
            each(start..<end)
          }
          start = end
        }
      } else {
        var parser = RecordParser(bytes, delimiter: dialect.delimiter)
        while parser.next() { each(parser.recordRange) }
      }
    }
  }

  /// Whether a line ends in a carriage return alone, as the first Macintosh wrote them. O(bytes).
  private static func hasLoneCarriageReturn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    var start = 0
    while start < bytes.count {
      guard let found = memchr(base + start, Int32(RecordParser.carriageReturn), bytes.count - start) else {
        return false
      }
      start = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
      guard start < bytes.count, bytes[start] == RecordParser.lineFeed else { return true }
    }
    return false
  }

  /// Reads all rows, or those at `rows`, which ascend.
  mutating func read(
    _ options: ReadOptions, rows: [RowRange]? = nil, requests: [lathe_arrow_request]
  ) throws(DataFramesError) -> ArrowTable {
    if let rows {
      var chosen: [UInt8] = []
      withExtendedLifetime(text) {
        for row in rows {
          chosen.append(contentsOf: bytes[row])
          if chosen.last != RecordParser.lineFeed { chosen.append(RecordParser.lineFeed) }
        }
      }
      repaired = FileBytes(chosen)
      structure = QuoteStructure(bytes, delimiter: dialect.delimiter)
    }
    if !structure.isSound { repair() }
    let layout = ArrowTable.CSVLayout(
      delimiter: dialect.delimiter, quoting: structure.hasQuotes,
      newlinesInValues: structure.hasQuotedLineEnds || !structure.isSound,
      decimalComma: dialect.hasDecimalComma,
      names: names, requests: requests)
    let table: ArrowTable
    let skipped: Int
    do {
      (table, skipped) = try withExtendedLifetime((text, repaired)) { () throws(ArrowFailure) in
        try ArrowTable.readCSV(bytes, layout)
      }
    } catch {
      throw .damaged(path: file.path, format: "CSV", reason: error.message)
    }
    if skipped > 0 { locateMalformed() }
    try report(options, rowCount: table.rowCount, isSampled: rows != nil)
    return table
  }

  /// Writes the body anew with sound quotes and without the rows that have another number of fields.
  private mutating func repair() {
    var mended: [UInt8] = []
    mended.reserveCapacity(bytes.count + bytes.count / 16)
    var defects = Defects()
    withExtendedLifetime((text, repaired)) {
      var parser = RecordParser(bytes, delimiter: dialect.delimiter, line: bodyLine)
      while parser.next() {
        if parser.hasUnclosedQuote {
          defects.unclosedCount += 1
          if defects.unclosedLines.count < 10 { defects.unclosedLines.append(parser.recordLine) }
        }
        guard parser.fields.count == names.count else {
          defects.add(parser)
          continue
        }
        for (index, field) in parser.fields.enumerated() {
          if index > 0 { mended.append(dialect.delimiter) }
          append(field, of: parser, to: &mended)
        }
        mended.append(RecordParser.lineFeed)
      }
    }
    // Arrow refuses to read no byte at all; an empty line is no row either.
    if mended.isEmpty { mended.append(RecordParser.lineFeed) }
    self.defects = defects
    repaired = FileBytes(mended)
  }

  private func append(_ field: RecordParser.Field, of parser: RecordParser, to mended: inout [UInt8]) {
    let content = parser.bytes[field.range]
    mended.append(RecordParser.quote)
    var previousIsQuote = false
    for byte in content {
      // Quotes that are doubled already stay so; all others are doubled now.
      if byte == RecordParser.quote {
        if field.hasDoubledQuotes && previousIsQuote {
          previousIsQuote = false
          continue
        }
        mended.append(RecordParser.quote)
        mended.append(RecordParser.quote)
        previousIsQuote = true
      } else {
        mended.append(byte)
        previousIsQuote = false
      }
    }
    mended.append(RecordParser.quote)
  }

  private mutating func locateMalformed() {
    var defects = self.defects
    withExtendedLifetime((text, repaired)) {
      var parser = RecordParser(bytes, delimiter: dialect.delimiter, line: bodyLine)
      while parser.next() {
        if parser.fields.count != names.count { defects.add(parser) }
      }
    }
    self.defects = defects
  }

  /// Says what was left out or mended. The lines are left unsaid of drawn rows, which have been copied out of their file.
  private mutating func report(
    _ options: ReadOptions, rowCount: Int, isSampled: Bool
  ) throws(DataFramesError) {
    func place(_ lines: [Int], of count: Int) -> String {
      isSampled ? "" : ": line " + DataFramesError.list(lines.map(String.init), of: count)
    }
    if rowCount == 0 && !isSampled {
      throw defects.malformedCount == 0
        ? .noRows(path: file.path)
        : .noMatchingRow(
          path: file.path, expected: names.count, line: defects.malformedLines.first ?? bodyLine,
          found: defects.firstFound)
    }
    if defects.malformedCount > 0 {
      guard options.malformedRows == .skip else {
        throw .malformedRows(
          path: file.path, lines: isSampled ? [] : defects.malformedLines, count: defects.malformedCount,
          expected: names.count)
      }
      let one = defects.malformedCount == 1
      diagnostics.append(
        Diagnostic(
          .warning, code: "ragged-rows",
          message:
            "\(file.path): \(defects.malformedCount) \(one ? "row has" : "rows have") more or fewer fields than the "
            + "\(names.count) of the header and \(one ? "is" : "are") left out"
            + place(defects.malformedLines, of: defects.malformedCount) + "."))
    }
    if defects.unclosedCount > 0 {
      diagnostics.append(
        Diagnostic(
          .warning, code: "unclosed-quote",
          message:
            "\(file.path): \(defects.unclosedCount) quote\(defects.unclosedCount == 1 ? " is" : "s are") never closed and "
            + "ignored, so that no following row is swallowed"
            + place(defects.unclosedLines, of: defects.unclosedCount) + "."))
    }
  }
}

extension DelimitedText.Defects {
  fileprivate mutating func add(_ parser: RecordParser) {
    if malformedCount == 0 { firstFound = parser.fields.count }
    malformedCount += 1
    if malformedLines.count < 20 { malformedLines.append(parser.recordLine) }
  }
}
