import Foundation
import LatheCore
import Testing

@testable import DataFrames

/// Files made to break a reader: each ends in a table or in an error, and soon.
@Suite(.timeLimit(.minutes(1))) struct HostileFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `two columns of one name in each of two files stay apart`() throws {
    let text = "{\"a.b\": 1, \"a\": {\"b\": 2}}\n"
    let files = [try folder.file("1.jsonl", text), try folder.file("2.jsonl", text)]
    let frame = try DataFrameReader().read(files).frame
    #expect(frame.names == ["a.b", "a.b_2"] && frame.rowCount == 2)
    guard case .numbers(let first)? = frame["a.b"]?.values,
      case .numbers(let second)? = frame["a.b_2"]?.values
    else { throw Unexpected.storage }
    #expect(first == [1, 1] && second == [2, 2])
  }

  @Test func `thousands of columns of one name are told apart`() {
    var notes: [Diagnostic] = []
    let names = ColumnNames.unique(Array(repeating: "a", count: 20_000), in: "table.csv", &notes)
    #expect(names[1] == "a_2" && names[19_999] == "a_20000" && Set(names).count == 20_000)
    #expect(notes.first?.message.contains("another \"a\" is called \"a_2\"") ?? false)
  }

  @Test(arguments: ["", "\n"]) func `values nested too deep are refused`(gap: String) {
    let open = String(repeating: "[" + gap, count: 400_000)
    let close = String(repeating: "]" + gap, count: 400_000)
    let error = #expect(throws: DataFramesError.self) { try folder.read("{\"a\": \(open)\(close)}\n") }
    #expect(error?.description.contains("nested more than 100 deep") ?? false)
  }

  @Test func `the depth is counted outside texts`() {
    func isTooDeep(_ text: String) -> Bool {
      Array(text.utf8).withUnsafeBufferPointer { JSONNesting.isTooDeep($0) }
    }
    let deep = String(repeating: "[", count: 101)
    #expect(isTooDeep(deep) && !isTooDeep(String(deep.dropLast())))
    #expect(!isTooDeep(String(repeating: "{}[]\n", count: 200)))
    #expect(!isTooDeep("\"\(deep)\""))
    #expect(!isTooDeep("\"\\\"\(deep)\""))
    #expect(isTooDeep("\"\\\\\"\(deep)"))
    #expect(isTooDeep("\"never closed\n\(deep)"))
  }

  @Test func `columns of lists only are no table`() {
    let error = #expect(throws: DataFramesError.self) { try folder.read("{\"a\": [1]}\n{\"a\": [2]}\n") }
    #expect(error?.description.contains("nested or binary columns only") ?? false)
  }

  @Test func `a pipe is refused before it is opened, and a link is followed`() throws {
    let named = folder.url.appendingPathComponent("pipe.csv")
    #expect(mkfifo(named.path, 0o600) == 0)
    let pipe = Pipe()
    let open = URL(fileURLWithPath: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    for url in [named, open] {
      let error = #expect(throws: DataFramesError.self) { try DataFrameReader().read([url]) }
      #expect(error?.description.contains("not a plain file") ?? false)
    }
    try pipe.fileHandleForReading.close()
    let link = folder.url.appendingPathComponent("link.csv")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: try folder.file("table.csv", "a,b\n1,x\n2,y\n"))
    #expect(try DataFrameReader().read([link]).frame.rowCount == 2)
  }

  @Test func `a line of quotes that never close takes time in proportion to its length`() {
    let text = Array(String(repeating: "\"a,", count: 300_000).utf8)
    text.withUnsafeBufferPointer { bytes in
      var parser = RecordParser(bytes, delimiter: UInt8(ascii: ","))
      let isFound = parser.next()
      #expect(isFound && parser.fields.count == 300_001)
    }
  }

  @Test func `a file that unpacks to more than it may is given up`() throws {
    let packed = try folder.file("table.csv.gz", try PackedTable.gzip())
    let error = #expect(throws: DataFramesError.self) {
      _ = try FileBytes(decompressing: packed.path, .gzip, limit: PackedTable.byteCount - 1)
    }
    #expect(error?.description.contains("more than \(PackedTable.byteCount - 1) bytes") ?? false)
    let whole = try FileBytes(decompressing: packed.path, .gzip, limit: PackedTable.byteCount)
    #expect(whole.bytes.count == PackedTable.byteCount)
  }
}
