import CArrow
import LatheCore

/// The values of a column as Arrow has parsed them, before their kind is settled.
enum RawColumn {
  case missing(rows: Int)
  case numbers([Double], isInteger: Bool)
  case instants([Double], isDate: Bool)
  case categories(codes: [Int32], levels: [String])
  case texts(TextValues)
}

/// A message of Arrow, not yet put in its place.
struct ArrowFailure: Error {
  let message: String
}

/// Owns a table of Arrow's.
///
/// Sendable although the handle is mutable: after reading, calls for different columns touch different memory, and
/// each column is used by one thread at a time.
final class ArrowTable: @unchecked Sendable {
  private let handle: OpaquePointer

  private init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { lathe_arrow_free(handle) }

  var rowCount: Int { Int(lathe_arrow_row_count(handle)) }
  var columnCount: Int { lathe_arrow_column_count(handle) }
  var names: [String] { (0..<columnCount).map { String(cString: lathe_arrow_column_name(handle, $0)) } }

  func type(_ column: Int) -> lathe_arrow_type { lathe_arrow_column_type(handle, column) }
  func typeName(_ column: Int) -> String { String(cString: lathe_arrow_column_type_name(handle, column)) }

  private static func checked<Result>(
    _ call: (inout lathe_arrow_error) -> (status: Int32, result: Result?)
  ) throws(ArrowFailure) -> Result {
    var error = lathe_arrow_error()
    let (status, result) = call(&error)
    guard status == 0, let result else { throw ArrowFailure(message: error.text) }
    return result
  }

  static func setThreads(_ threads: Int) {
    var error = lathe_arrow_error()
    // The pool keeps its size if it cannot have another.
    _ = lathe_arrow_set_threads(Int32(clamping: max(1, threads)), &error)
  }

  /// How the bytes of a CSV body are to be read.
  struct CSVLayout {
    var delimiter: UInt8
    var quoting: Bool
    var newlinesInValues: Bool
    var decimalComma: Bool
    var names: [String]
    var requests: [lathe_arrow_request]
  }

  /// Reads the data rows of a CSV file; the second value counts rows that were left out for their number of fields.
  static func readCSV(
    _ bytes: UnsafeBufferPointer<UInt8>, _ layout: CSVLayout
  ) throws(ArrowFailure) -> (table: ArrowTable, skipped: Int) {
    let names = CStringArray(layout.names)
    let markers = CStringArray(MissingMarkers.strong)
    return try withGrowingBlocks { (blockSize: Int32) throws(ArrowFailure) in
      try withExtendedLifetime((names, markers)) { () throws(ArrowFailure) in
        try readCSV(bytes, layout, names, markers, blockSize: blockSize)
      }
    }
  }

  /// Calls `read` with blocks of 1 MiB, and again with larger ones as long as a row is longer than its block.
  ///
  /// Blocks end at 1 GiB: Arrow joins the end of one to the next, and counts the bytes of both in 31 bits.
  private static func withGrowingBlocks<Value>(
    _ read: (_ blockSize: Int32) throws(ArrowFailure) -> Value
  ) throws(ArrowFailure) -> Value {
    let largest: Int32 = 1 << 30
    var blockSize: Int32 = 1 << 20
    while true {
      do {
        return try read(blockSize)
      } catch {
        guard error.message.contains("straddling"), blockSize < largest else { throw error }
        blockSize = blockSize > largest >> 3 ? largest : blockSize << 3
      }
    }
  }

  private static func readCSV(
    _ bytes: UnsafeBufferPointer<UInt8>, _ layout: CSVLayout, _ names: CStringArray, _ markers: CStringArray,
    blockSize: Int32
  ) throws(ArrowFailure) -> (table: ArrowTable, skipped: Int) {
    var skipped: Int64 = 0
    let handle = try checked { error in
      layout.requests.withUnsafeBufferPointer { requests in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          var source = lathe_arrow_csv()
          source.bytes = characters.baseAddress
          source.length = Int64(characters.count)
          source.delimiter = CChar(bitPattern: layout.delimiter)
          source.quoting = layout.quoting
          source.newlines_in_values = layout.newlinesInValues
          source.decimal_point = CChar(layout.decimalComma ? UInt8(ascii: ",") : UInt8(ascii: "."))
          source.names = names.pointers
          source.requests = requests.baseAddress
          source.column_count = requests.count
          source.null_values = markers.pointers
          source.null_count = markers.count
          source.dictionary_limit = 1 << 16
          source.block_size = blockSize
          var table: OpaquePointer?
          let status = lathe_arrow_read_csv(&source, &table, &skipped, &error)
          return (status, table)
        }
      }
    }
    return (ArrowTable(handle), Int(skipped))
  }

  static func readJSONLines(_ bytes: UnsafeBufferPointer<UInt8>) throws(ArrowFailure) -> ArrowTable {
    // Arrow follows nested values by recursion: too deep a value would end the process.
    guard !JSONNesting.isTooDeep(bytes) else {
      throw ArrowFailure(message: "values are nested more than \(JSONNesting.limit) deep")
    }
    return try withGrowingBlocks { (blockSize: Int32) throws(ArrowFailure) in
      ArrowTable(
        try checked { error in
          bytes.withMemoryRebound(to: CChar.self) { characters in
            var table: OpaquePointer?
            let status = lathe_arrow_read_json(
              characters.baseAddress, Int64(characters.count), blockSize, &table, &error)
            return (status, table)
          }
        })
    }
  }

  static func parquetRowCount(_ path: String) throws(ArrowFailure) -> Int {
    try checked { error in
      var rows: Int64 = 0
      return (lathe_arrow_parquet_rows(path, &rows, &error), Int(rows))
    }
  }

  /// Reads a Parquet file, or the rows with the given ascending indices.
  static func readParquet(_ path: String, rows: [Int]? = nil) throws(ArrowFailure) -> ArrowTable {
    ArrowTable(
      try checked { error in
        var table: OpaquePointer?
        let status: Int32
        if let rows {
          status = rows.map { Int64($0) }.withUnsafeBufferPointer {
            lathe_arrow_read_parquet(path, $0.baseAddress, Int64($0.count), &table, &error)
          }
        } else {
          status = lathe_arrow_read_parquet(path, nil, 0, &table, &error)
        }
        return (status, table)
      })
  }

  /// Adds the rows of `other`, columns by name.
  func append(_ other: ArrowTable) throws(ArrowFailure) {
    try Self.checked { error in (lathe_arrow_append(handle, other.handle, &error), ()) }
  }

  /// Copies the values of a column out, and frees Arrow's.
  func take(_ column: Int) throws(ArrowFailure) -> RawColumn {
    defer { lathe_arrow_drop_column(handle, column) }
    switch type(column) {
    case LATHE_ARROW_MISSING:
      return .missing(rows: rowCount)
    case LATHE_ARROW_INTEGER:
      let (values, inexact) = try numbers(column)
      // A double has no room for numbers of 17 digits; they name something rather than count it.
      return inexact == 0 ? .numbers(values, isInteger: true) : .texts(try texts(column))
    case LATHE_ARROW_FLOAT, LATHE_ARROW_TIME:
      return .numbers(try numbers(column).values, isInteger: false)
    case LATHE_ARROW_DATE:
      return .instants(try numbers(column).values, isDate: true)
    case LATHE_ARROW_TIMESTAMP:
      return .instants(try numbers(column).values, isDate: false)
    case LATHE_ARROW_BOOLEAN:
      let codes = try numbers(column).values.map { $0.isNaN ? -1 : Int32($0) }
      return .categories(codes: codes, levels: ["false", "true"])
    case LATHE_ARROW_DICTIONARY:
      return try categories(column)
    default:
      return .texts(try texts(column))
    }
  }

  private func numbers(_ column: Int) throws(ArrowFailure) -> (values: [Double], inexact: Int) {
    try Self.checked { error in
      var inexact: Int64 = 0
      var status: Int32 = 0
      let rows = rowCount
      let values = [Double](unsafeUninitializedCapacity: rows) { buffer, count in
        status = lathe_arrow_copy_numbers(handle, column, buffer.baseAddress, &inexact, &error)
        count = status == 0 ? rows : 0
      }
      return (status, (values, Int(inexact)))
    }
  }

  private func texts(_ column: Int) throws(ArrowFailure) -> TextValues {
    try Self.checked { error in
      var size: Int64 = 0
      var missingCount: Int64 = 0
      var status = lathe_arrow_text_size(handle, column, &size, &missingCount, &error)
      guard status == 0 else { return (status, nil) }
      let rows = rowCount
      var offsets: [Int] = []
      var missing: [Bool] = []
      let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { bytes, byteCount in
        offsets = [Int](unsafeUninitializedCapacity: rows + 1) { offsets, offsetCount in
          missing = [Bool](unsafeUninitializedCapacity: rows) { missing, missingCount in
            status = lathe_arrow_copy_texts(
              handle, column, bytes.baseAddress, offsets.baseAddress, missing.baseAddress, &error)
            missingCount = status == 0 ? rows : 0
          }
          offsetCount = status == 0 ? rows + 1 : 0
        }
        byteCount = status == 0 ? Int(size) : 0
      }
      return (status, TextValues(bytes: bytes, offsets: offsets, missing: missingCount == 0 ? [] : missing))
    }
  }

  private func categories(_ column: Int) throws(ArrowFailure) -> RawColumn {
    try Self.checked { error in
      var levelCount: Int64 = 0
      var size: Int64 = 0
      var status = lathe_arrow_unify(handle, column, &levelCount, &size, &error)
      guard status == 0 else { return (status, nil) }
      let rows = rowCount
      let codes = [Int32](unsafeUninitializedCapacity: rows) { buffer, count in
        status = lathe_arrow_copy_codes(handle, column, buffer.baseAddress, &error)
        count = status == 0 ? rows : 0
      }
      guard status == 0 else { return (status, nil) }
      var offsets: [Int] = []
      let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { bytes, byteCount in
        offsets = [Int](unsafeUninitializedCapacity: Int(levelCount) + 1) { offsets, offsetCount in
          status = lathe_arrow_copy_levels(handle, column, bytes.baseAddress, offsets.baseAddress, &error)
          offsetCount = status == 0 ? Int(levelCount) + 1 : 0
        }
        byteCount = status == 0 ? Int(size) : 0
      }
      guard status == 0 else { return (status, nil) }
      let levels = (0..<Int(levelCount)).map { level in
        String(decoding: bytes[offsets[level]..<offsets[level + 1]], as: UTF8.self)
      }
      return (status, .categories(codes: codes, levels: levels))
    }
  }
}

/// Strings as an array of C strings, valid as long as the object.
private final class CStringArray {
  let count: Int
  private let storage: UnsafeMutablePointer<UnsafePointer<CChar>?>

  init(_ strings: [String]) {
    count = strings.count
    storage = .allocate(capacity: max(strings.count, 1))
    for (index, string) in strings.enumerated() {
      let bytes = Array(string.utf8CString)
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
      copy.initialize(from: bytes, count: bytes.count)
      (storage + index).initialize(to: UnsafePointer(copy))
    }
  }

  var pointers: UnsafePointer<UnsafePointer<CChar>?> { UnsafePointer(storage) }

  deinit {
    for index in 0..<count { storage[index]?.deallocate() }
    storage.deallocate()
  }
}
