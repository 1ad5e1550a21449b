import CArrow
import Foundation
import LatheCore
import Synchronization

/// Reads tables from CSV, JSON lines and Parquet files.
///
/// ```swift
/// let result = try DataFrameReader().read([URL(fileURLWithPath: "train.csv")])
/// for diagnostic in result.diagnostics { print(diagnostic) }
/// print(result.frame.rowCount, result.schema)
/// ```
///
/// Files are recognised by their content, not by their names. Memory is that of the resulting frame and once more
/// while it is made; a file must not change while it is read.
public struct DataFrameReader: Sendable {
  /// How to read.
  public let options: ReadOptions

  /// A reader with the given options.
  public init(options: ReadOptions = ReadOptions()) { self.options = options }

  /// Reads all files, and those in folders, as one table: columns are matched by name, rows follow the order of the files.
  ///
  /// - Throws: ``DataFramesError``, which names the file and what to do.
  public func read(_ paths: [URL]) throws(DataFramesError) -> ReadResult {
    if let limit = options.rowLimit, limit < 1 {
      throw .invalidOption(name: "rows", reason: "\(limit) rows are asked for; give at least 1")
    }
    ArrowTable.setThreads(options.threads)
    let files = try InputFile.collect(paths)
    var digest: UInt64 = 0
    var opened: [OpenedFile] = []
    for file in files { opened.append(try OpenedFile(file, options: options, digest: &digest)) }
    var diagnostics: [Diagnostic] = []
    let (table, totalRows) = try load(&opened, &diagnostics)
    diagnostics = opened.flatMap(\.diagnostics) + diagnostics
    let place = files.count == 1 ? files[0].path : "\(files[0].path) and \(files.count - 1) more"
    let readings = try columns(
      of: table, decimalComma: opened.contains { $0.hasDecimalComma }, place: place, &diagnostics)
    let frame: DataFrame
    do { frame = try DataFrame(columns: readings.map(\.column)) } catch {
      throw .damaged(path: place, format: opened[0].facts.format.rawValue, reason: error.description)
    }
    diagnostics += DiagnosticSummary.summarise(readings.flatMap(\.diagnostics))
    if let duplicates = DuplicateRows(in: frame, threads: options.threads).diagnostic {
      diagnostics.append(duplicates)
    }
    return ReadResult(
      frame: frame, schema: readings.map(\.schema), diagnostics: diagnostics, sources: opened.map(\.facts),
      totalRows: totalRows, digest: "xxh3-64:" + digest.hexadecimal)
  }

  /// Reads the rows of all files, or the drawn ones, into one table.
  private func load(
    _ files: inout [OpenedFile], _ diagnostics: inout [Diagnostic]
  ) throws(DataFramesError) -> (ArrowTable, totalRows: Int) {
    var draw: RowDraw?
    if let limit = options.rowLimit {
      var started = RowDraw(count: limit, seed: options.seed)
      for index in files.indices { try files[index].offerRows(to: &started, file: index) }
      if started.offered > limit {
        diagnostics.append(
          Diagnostic(
            .note, code: "sampled-rows",
            message:
              "\(limit) of \(started.offered) rows are read, drawn at random with seed \(options.seed)."))
        draw = started
      }
    }
    var table: ArrowTable?
    let requests = schemaByName()
    for index in files.indices {
      if let draw, draw.rows(ofFile: index).isEmpty { continue }
      let part = try files[index].read(options, schema: requests, rows: draw?.rows(ofFile: index))
      guard let whole = table else {
        table = part
        continue
      }
      compare(part, files[index].path, with: whole, files[0].path, &diagnostics)
      guard !Set(part.names).isDisjoint(with: whole.names) else {
        throw .noCommonColumn(path: files[index].path, other: files[0].path)
      }
      do { try whole.append(part) } catch {
        throw .damaged(
          path: files[index].path, format: files[index].facts.format.rawValue, reason: error.message)
      }
    }
    guard let table else { throw .noRows(path: files[0].path) }
    if table.rowCount == 0 {
      // Of drawn rows no file is refused alone: all of them were malformed.
      throw draw == nil
        ? .noRows(path: files[0].path)
        : .malformedRows(
          path: files[0].path, lines: [], count: options.rowLimit ?? 0, expected: table.columnCount)
    }
    return (table, draw?.offered ?? table.rowCount)
  }

  private func schemaByName() -> [String: ColumnSchema] {
    Dictionary(options.schema.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func compare(
    _ part: ArrowTable, _ path: String, with whole: ArrowTable, _ first: String,
    _ diagnostics: inout [Diagnostic]
  ) {
    let names = Set(part.names)
    let known = Set(whole.names)
    let lacking = whole.names.filter { !names.contains($0) }
    let added = part.names.filter { !known.contains($0) }
    for (columns, text) in [
      (lacking, "lacks columns of \(first)"), (added, "has columns that \(first) lacks"),
    ]
    where !columns.isEmpty {
      diagnostics.append(
        Diagnostic(
          .warning, code: "columns-differ",
          message: "\(path) \(text), which are missing where they are not given: "
            + DataFramesError.list(Array(columns.prefix(10)), of: columns.count) + "."))
    }
  }

  /// Settles the kind of each column, several at a time.
  private func columns(
    of table: ArrowTable, decimalComma: Bool, place: String, _ diagnostics: inout [Diagnostic]
  ) throws(DataFramesError) -> [ColumnReading] {
    let names = ColumnNames.unique(table.names, in: place, &diagnostics)
    let schema = schemaByName()
    try checkSchema(names, place: place, &diagnostics)
    var kept: [Int] = []
    for index in names.indices {
      if table.type(index) == LATHE_ARROW_UNSUPPORTED {
        diagnostics.append(
          Diagnostic(
            .warning, code: "nested-column",
            message:
              "Column \"\(names[index])\" holds \(table.typeName(index)), which is neither a number nor a text nor a "
              + "moment; it is left out.",
            column: names[index]))
      } else {
        kept.append(index)
      }
    }
    guard !kept.isEmpty else {
      throw .unsupportedFormat(
        path: place,
        found: names.isEmpty ? "a file without any column" : "a file of nested or binary columns only",
        remedy: "Write each value in a column of its own.")
    }
    let results = Mutex<[Result<ColumnReading, DataFramesError>?]>(Array(repeating: nil, count: kept.count))
    let next = Atomic(0)
    let columns = kept
    DispatchQueue.concurrentPerform(iterations: min(max(options.threads, 1), columns.count)) { _ in
      while true {
        let position = next.add(1, ordering: .relaxed).oldValue
        guard position < columns.count else { return }
        let name = names[columns[position]]
        let result = Result { () throws(DataFramesError) in
          try Self.reading(
            of: table, columns[position], name: name, schema: schema[name], decimalComma: decimalComma,
            place: place)
        }
        results.withLock { $0[position] = result }
      }
    }
    var readings: [ColumnReading] = []
    for result in results.withLock({ $0 }) {
      guard let result else { continue }
      var reading = try result.get()
      if reading.mismatches.count > 0 { try settleMismatch(&reading, place: place) }
      readings.append(reading)
    }
    return readings
  }

  private static func reading(
    of table: ArrowTable, _ index: Int, name: String, schema: ColumnSchema?, decimalComma: Bool, place: String
  ) throws(DataFramesError) -> ColumnReading {
    let conflicts = table.type(index) == LATHE_ARROW_CONFLICT
    let raw: RawColumn
    do { raw = try table.take(index) } catch {
      throw .damaged(path: "\(place), column \"\(name)\"", format: "column", reason: error.message)
    }
    if let schema { return try SchemaReading(schema: schema, decimalComma: decimalComma).read(raw) }
    var reading = ColumnInference(name: name, decimalComma: decimalComma).infer(raw)
    if conflicts {
      reading.warn(
        "mixed-formats",
        "Column \"\(name)\" has values of different types in different files; it is read as "
          + "\(reading.column.kind.rawValue).")
    }
    return reading
  }

  private func checkSchema(
    _ names: [String], place: String, _ diagnostics: inout [Diagnostic]
  ) throws(DataFramesError) {
    let known = Set(names)
    let absent = options.schema.filter { !known.contains($0.name) }.map(\.name)
    guard let first = absent.first else { return }
    guard options.schemaPolicy == .expect else {
      throw .unknownColumn(name: first, available: names, place: place)
    }
    diagnostics.append(
      Diagnostic(
        .warning, code: "missing-columns",
        message: "\(place) lacks \(absent.count == 1 ? "a column" : "columns") of the training data: "
          + DataFramesError.list(Array(absent.prefix(10)), of: absent.count) + "."))
  }

  private func settleMismatch(_ reading: inout ColumnReading, place: String) throws(DataFramesError) {
    let (examples, count) = reading.mismatches
    let name = reading.column.name
    guard options.schemaPolicy == .expect else {
      throw .valueMismatch(
        column: name, kind: reading.column.kind, examples: examples, count: count, place: place)
    }
    reading.warn(
      "unfitting-values",
      "\(count) \(count == 1 ? "value" : "values") of column \"\(name)\" \(count == 1 ? "is" : "are") not "
        + "\(reading.column.kind.rawValue) as in training and count\(count == 1 ? "s" : "") as missing: "
        + examples.map { "\"\($0.value)\" in row \($0.row)" }.joined(separator: ", ") + ".")
  }
}

extension UInt64 {
  /// Sixteen hexadecimal digits.
  var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
