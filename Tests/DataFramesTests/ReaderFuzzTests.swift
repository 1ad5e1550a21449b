import Foundation
import LatheCore
import Testing

@testable import DataFrames

/// Whatever the bytes, reading ends, in a table or in an error of this module.
@Suite struct ReaderFuzzTests {
  private func read(_ url: URL, rowLimit: Int? = nil) throws {
    var options = ReadOptions()
    options.rowLimit = rowLimit
    do throws(DataFramesError) {
      let result = try DataFrameReader(options: options).read([url])
      #expect(result.frame.rowCount > 0)
      #expect(result.frame.columns.allSatisfy { $0.count == result.frame.rowCount })
    } catch {
      #expect(!error.description.isEmpty)
    }
  }

  @Test(arguments: 0..<10) func `random text never crashes the reader`(part: Int) throws {
    let folder = try TemporaryFolder()
    var random = RandomSource(seed: UInt64(part), stream: "text")
    let alphabet = Array("\"\",,;\t\n\n\r|01.9eE-+/: aZ?{}[]é€NA".utf8)
    for _ in 0..<150 {
      let count = Int(random.next() % 120)
      let bytes = (0..<count).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
      try read(try folder.file("fuzz.csv", bytes))
    }
  }

  @Test(arguments: 0..<4) func `random bytes never crash the reader`(part: Int) throws {
    let folder = try TemporaryFolder()
    var random = RandomSource(seed: UInt64(part), stream: "bytes")
    let beginnings: [[UInt8]] = [
      [], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff], [0x1f, 0x8b, 8], [0x28, 0xb5, 0x2f, 0xfd],
      Array("PAR1".utf8),
    ]
    for round in 0..<150 {
      let count = Int(random.next() % 200)
      let bytes =
        beginnings[round % beginnings.count]
        + (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      try read(try folder.file("fuzz", bytes))
    }
  }

  @Test func `a damaged Parquet file never crashes the reader`() throws {
    let folder = try TemporaryFolder()
    let frame = try DataFrame(columns: [
      Column(name: "n", kind: .float, values: .numbers((0..<40).map { Double($0) * 1.5 })),
      Column(
        name: "s", kind: .category, values: .categories(CategoricalValues((0..<40).map { "level \($0 % 7)" }))
      ),
    ])
    let sound = folder.url.appendingPathComponent("sound.parquet")
    try DataFrameWriter(for: sound).write(frame, to: sound)
    let bytes = Array(try Data(contentsOf: sound))
    var random = RandomSource(seed: 3)
    for _ in 0..<300 {
      var damaged = bytes
      if random.uniform() < 0.3 { damaged.removeLast(Int(random.next() % UInt64(bytes.count - 4))) }
      for _ in 0..<(1 + random.next() % 4) {
        damaged[Int(random.next() % UInt64(damaged.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      let file = try folder.file("damaged.parquet", damaged)
      try read(file)
      try read(file, rowLimit: 7)
    }
  }

  @Test(arguments: 0..<300) func `sound text is judged sound, and lines are counted alike`(seed: Int) throws {
    // Random fields, written by the rules: the pass for speed and the careful parser must agree.
    var random = RandomSource(seed: UInt64(seed), stream: "records")
    let pieces = ["a", "1", "\"", ",", "\n", "\r\n", " ", "é"]
    var text = ""
    var records: [[String]] = []
    for _ in 0..<(1 + random.next() % 6) {
      let record = (0..<3).map { _ in
        "x"
          + (0..<(random.next() % 5)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      }
      records.append(record)
      text +=
        record.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }.joined(separator: ",")
        + "\n"
    }
    var copy = Array(text.utf8)
    copy.withUnsafeMutableBufferPointer { buffer in
      let bytes = UnsafeBufferPointer(buffer)
      let structure = QuoteStructure(bytes, delimiter: UInt8(ascii: ","))
      #expect(structure.isSound)
      #expect(
        structure.hasQuotedLineEnds == records.joined().contains { $0.contains("\n") || $0.contains("\r\n") })
      var parser = RecordParser(bytes, delimiter: UInt8(ascii: ","))
      var found: [[String]] = []
      while parser.next() { found.append(parser.texts) }
      #expect(found == records)
    }
  }
}
