import Foundation
import LatheCore
import Testing

@testable import DataFrames

@Suite struct DataFrameWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A random frame of every kind, whose values a text file can say.
  private func frame(seed: UInt64) throws -> DataFrame {
    var random = RandomSource(seed: seed)
    let rows = 20 + Int(random.next() % 60)
    let letters = Array("abc xyz,;\t\"'\n|é漢🙂0-".unicodeScalars)
    func some<Value>(_ value: () -> Value?) -> [Value?] {
      (0..<rows).map { _ in random.uniform() < 0.15 ? nil : value() }
    }
    var wordSource = RandomSource(seed: seed ^ 7)
    func word() -> String {
      "w"
        + String(
          String.UnicodeScalarView(
            (0..<Int(wordSource.next() % 9)).map { _ in
              letters[Int(wordSource.next() % UInt64(letters.count))]
            })) + "w"
    }
    var numbers = RandomSource(seed: seed ^ 9)
    return try DataFrame(columns: [
      Column(
        name: "float", kind: .float,
        values: .numbers(some { (numbers.uniform() - 0.5) * 1e6 }.map { $0 ?? .nan })),
      Column(
        name: "whole \"n\"", kind: .integer,
        values: .numbers(some { Double(numbers.next() % 1000) * 3 - 500 }.map { $0 ?? .nan })),
      Column(
        name: "cat,egory", kind: .category,
        values: .categories(CategoricalValues(some { "level \(numbers.next() % 5)" }))),
      Column(
        name: "text", kind: .text, values: .texts(TextValues(some { word() + " " + word() + " " + word() }))),
      Column(
        name: "day", kind: .date,
        values: .instants(some { Double(Int(numbers.next() % 20000)) * 86400 }.map { $0 ?? .nan })),
      Column(
        name: "moment", kind: .dateTime,
        values: .instants(some { Double(Int(numbers.next() % 2_000_000_000)) + 0.25 }.map { $0 ?? .nan })),
    ])
  }

  private func expectEqual(_ left: DataFrame, _ right: DataFrame) {
    #expect(left.names == right.names && left.rowCount == right.rowCount)
    for (a, b) in zip(left.columns, right.columns) {
      switch (a.values, b.values) {
      case (.numbers(let x), .numbers(let y)), (.instants(let x), .instants(let y)):
        let differing = zip(x, y).first { $0 != $1 && !($0.isNaN && $1.isNaN) }
        #expect(differing == nil, "\(a.name)")
      default:
        #expect(strings(a) == strings(b), "\(a.name)")
      }
    }
  }

  private func strings(_ column: Column) -> [String?] {
    switch column.values {
    case .categories(let categories): categories.codes.indices.map { categories[$0] }
    case .texts(let texts): (0..<texts.count).map { texts[$0] }
    case .numbers(let values), .instants(let values): values.map { $0.isNaN ? nil : $0.description }
    }
  }

  @Test(arguments: ["csv", "tsv", "jsonl", "parquet"], 0..<8) func `what is written reads back equal`(
    ending: String, seed: Int
  ) throws {
    let written = try frame(seed: UInt64(seed))
    let url = folder.url.appendingPathComponent("table.\(ending)")
    try DataFrameWriter(for: url).write(written, to: url)
    var options = ReadOptions()
    options.schema = written.columns.map { ColumnSchema(name: $0.name, kind: $0.kind) }
    expectEqual(try DataFrameReader(options: options).read([url]).frame, written)
  }

  @Test(arguments: ["csv", "jsonl", "parquet"])
  func `identifiers, constants and booleans keep their kind`(ending: String) throws {
    let rows = 0..<30
    let written = try DataFrame(columns: [
      Column(name: "id", kind: .identifier, values: .numbers(rows.map { Double($0 + 1) })),
      Column(name: "same", kind: .constant, values: .numbers(rows.map { _ in 5 })),
      Column(
        name: "flag", kind: .boolean,
        values: .categories(CategoricalValues(codes: rows.map { Int32($0 % 2) }, levels: ["no", "yes"]))),
    ])
    let url = folder.url.appendingPathComponent("kinds.\(ending)")
    try DataFrameWriter(for: url).write(written, to: url)
    let read = try DataFrameReader().read([url]).frame
    expectEqual(read, written)
    #expect(read.columns.map(\.kind) == written.columns.map(\.kind))
  }

  @Test func `a column alone keeps its missing rows`() throws {
    let written = try DataFrame(columns: [
      Column(name: "a", kind: .float, values: .numbers([1.5, .nan, 2.5]))
    ])
    let url = folder.url.appendingPathComponent("one.csv")
    try DataFrameWriter(for: url).write(written, to: url)
    expectEqual(try DataFrameReader().read([url]).frame, written)
  }

  @Test func `nothing is left beside the file, and an old one stays whole until the new one is there`() throws
  {
    let url = folder.url.appendingPathComponent("table.csv")
    try DataFrameWriter(for: url).write(try frame(seed: 1), to: url)
    try DataFrameWriter(for: url).write(try frame(seed: 2), to: url)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["table.csv"])
  }

  @Test func `a folder that is not there is an error of the output, not of the input`() throws {
    let url = folder.url.appendingPathComponent("nowhere/table.csv")
    let frame = try frame(seed: 1)
    let error = #expect(throws: DataFramesError.self) { try DataFrameWriter(for: url).write(frame, to: url) }
    #expect(error?.isBadInput == false)
  }

  @Test func `JSON says booleans bare and moments in ISO 8601`() throws {
    let frame = try DataFrame(columns: [
      Column(
        name: "b", kind: .boolean,
        values: .categories(CategoricalValues(codes: [0, 1, -1], levels: ["false", "true"]))),
      Column(name: "t", kind: .dateTime, values: .instants([0, 86399.5, .nan])),
      Column(name: "s", kind: .text, values: .texts(TextValues(["a\"\\\n\u{1}", "", nil]))),
    ])
    let url = folder.url.appendingPathComponent("table.jsonl")
    try DataFrameWriter(for: url).write(frame, to: url)
    let expected = """
      {"b": false, "t": "1970-01-01 00:00:00", "s": "a\\"\\\\\\n\\u0001"}
      {"b": true, "t": "1970-01-01 23:59:59.5", "s": ""}
      {"b": null, "t": null, "s": null}

      """
    #expect(try String(contentsOf: url, encoding: .utf8) == expected)
  }
}
