import Foundation
import LatheCore
import Testing

@testable import DataFrames

/// Some rows drawn from files of every form.
@Suite struct RowLimitTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func options(_ rowLimit: Int, seed: UInt64 = 0) -> ReadOptions {
    var options = ReadOptions()
    options.rowLimit = rowLimit
    options.seed = seed
    return options
  }

  /// A file of 500 rows, `1,x` and `2,y` in turn.
  private func file(_ form: String) throws -> URL {
    let rows = (0..<500).map { $0 % 2 == 0 ? ("1", "x") : ("2", "y") }
    func text(lineEnd: String) -> String {
      "a,b" + lineEnd + rows.map { "\($0.0),\($0.1)" + lineEnd }.joined()
    }
    switch form {
    case "LF": return try folder.file("table.csv", text(lineEnd: "\n"))
    case "CR LF": return try folder.file("table.csv", text(lineEnd: "\r\n"))
    case "CR": return try folder.file("table.csv", text(lineEnd: "\r"))
    case "gzip": return try folder.file("table.csv.gz", try PackedTable.gzip())
    case "zstd": return try folder.file("table.csv.zst", try PackedTable.zstd())
    case "JSON lines":
      return try folder.file(
        "table.jsonl", rows.map { "{\"a\": \($0.0), \"b\": \"\($0.1)\"}\n" }.joined())
    default:
      let url = folder.url.appendingPathComponent("table.parquet")
      let frame = try DataFrame(columns: [
        Column(name: "a", kind: .integer, values: .numbers(rows.map { $0.0 == "1" ? 1 : 2 })),
        Column(name: "b", kind: .category, values: .categories(CategoricalValues(rows.map { $0.1 }))),
      ])
      try DataFrameWriter(for: url).write(frame, to: url)
      return url
    }
  }

  @Test(arguments: ["LF", "CR LF", "CR", "gzip", "zstd", "JSON lines", "Parquet"])
  func `as many rows are drawn as are asked for, whole`(form: String) throws {
    let result = try DataFrameReader(options: options(50)).read([try file(form)])
    #expect(result.frame.rowCount == 50 && result.totalRows == 500)
    #expect(result.codes.contains("sampled-rows"))
    guard case .numbers(let numbers)? = result.frame["a"]?.values,
      case .categories(let words)? = result.frame["b"]?.values
    else { throw Unexpected.storage }
    #expect(numbers.indices.allSatisfy { words[$0] == (numbers[$0] == 1 ? "x" : "y") })
  }

  @Test func `a row of missing values alone is a row`() throws {
    let text = "a\tb\n" + String(repeating: "1\tx\n\t\n2\ty\n", count: 30)
    #expect(try folder.read(text, options: options(10)).totalRows == 90)
  }

  @Test func `malformed rows of a draw are counted, without lines that are none of the file`() throws {
    let rows = (0..<300).map { $0 % 3 == 0 ? "\($0),x,y,z\n" : "\($0),x\n" }
    let result = try folder.read("a,b\n" + rows.joined(), options: options(60))
    let ragged = try #require(result.diagnostics.first { $0.code == "ragged-rows" })
    #expect(ragged.message.hasSuffix("left out."))
  }

  @Test(arguments: 0..<5) func `a file of which malformed rows alone are drawn gives none`(seed: Int)
    throws
  {
    let ragged = try folder.file("1.csv", "a,b\n1,2\n" + String(repeating: "1,2,3,4\n", count: 30))
    let sound = try folder.file("2.csv", "a,b\n" + (0..<30).map { "\($0),\($0 * 7 % 11)\n" }.joined())
    let result = try DataFrameReader(options: options(20, seed: UInt64(seed))).read([ragged, sound])
    #expect(result.frame.rowCount > 0 && result.totalRows == 61)
  }

  @Test(arguments: 0..<5) func `where all drawn rows are malformed, that is said`(seed: Int) throws {
    let file = try folder.file("1.csv", "a,b\n1,2\n" + String(repeating: "1,2,3,4\n", count: 30))
    do throws(DataFramesError) {
      let result = try DataFrameReader(options: options(1, seed: UInt64(seed))).read([file])
      #expect(result.frame.rowCount == 1)
    } catch {
      guard case .malformedRows = error else { throw error }
      #expect(!error.description.contains(", line"))
    }
  }
}
