import CArrow
import LatheCore

/// Owns the columns that Arrow is to write to a Parquet file.
final class ParquetFile {
  private let handle: OpaquePointer?

  init() { handle = lathe_arrow_writer_create() }

  deinit { if let handle { lathe_arrow_writer_free(handle) } }

  private func checked(_ call: (OpaquePointer, inout lathe_arrow_error) -> Int32) throws(ArrowFailure) {
    guard let handle else { throw ArrowFailure(message: "out of memory") }
    var error = lathe_arrow_error()
    guard call(handle, &error) == 0 else { throw ArrowFailure(message: error.text) }
  }

  func add(_ column: Column, rows: Int) throws(ArrowFailure) {
    let name = column.name
    switch column.values {
    case .numbers(let values):
      let isWhole =
        column.kind != .float && values.allSatisfy { $0.isNaN || $0 == $0.rounded() && abs($0) < 9e15 }
      try add(name, isWhole ? LATHE_ARROW_INTEGER : LATHE_ARROW_FLOAT, values)
    case .instants(let seconds):
      try add(name, column.kind == .date ? LATHE_ARROW_DATE : LATHE_ARROW_TIMESTAMP, seconds)
    case .texts(let texts):
      try checked { handle, error in
        texts.missing.withUnsafeBufferPointer { missing in
          lathe_arrow_writer_add_texts(
            handle, name, texts.bytes, texts.offsets, missing.isEmpty ? nil : missing.baseAddress,
            Int64(rows), &error)
        }
      }
    case .categories(let categories):
      let levels = TextValues(categories.levels.map { Optional($0) })
      try checked { handle, error in
        lathe_arrow_writer_add_codes(
          handle, name, categories.codes, Int64(rows), levels.bytes, levels.offsets, Int64(levels.count),
          &error)
      }
    }
  }

  private func add(_ name: String, _ type: lathe_arrow_type, _ values: [Double]) throws(ArrowFailure) {
    try checked { handle, error in
      lathe_arrow_writer_add_numbers(handle, name, type, values, Int64(values.count), &error)
    }
  }

  func write(to path: String) throws(ArrowFailure) {
    try checked { handle, error in lathe_arrow_writer_write(handle, path, &error) }
  }
}
