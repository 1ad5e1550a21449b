import Foundation
import LatheCore
import Testing

@testable import DataFrames

@Suite struct DataFrameReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func strings(_ result: ReadResult, _ name: String) -> [String?] {
    switch result.frame[name]?.values {
    case .categories(let categories)?: categories.codes.indices.map { categories[$0] }
    case .texts(let texts)?: (0..<texts.count).map { texts[$0] }
    case .numbers(let numbers)?: numbers.map { $0.isNaN ? nil : $0.spelled }
    default: []
    }
  }

  // MARK: Dialects

  @Test(arguments: [",", ";", "\t", "|"]) func `the delimiter is detected`(delimiter: String) throws {
    let lines = [["a", "b", "c"], ["1", "x y", "0.5"], ["2", "z", "1.5"], ["4", "x y", "2.5"]]
    let result = try folder.read(lines.map { $0.joined(separator: delimiter) }.joined(separator: "\n"))
    #expect(result.frame.names == ["a", "b", "c"])
    #expect(result.sources[0].delimiter == Character(delimiter))
    #expect(strings(result, "b") == ["x y", "z", "x y"])
  }

  @Test func `without a header the columns are numbered, and that is said`() throws {
    let result = try folder.read("1,2.5\n3,4.5\n7,6.5\n")
    #expect(result.frame.names == ["column_1", "column_2"])
    #expect(result.frame.rowCount == 3)
    #expect(result.codes.contains("no-header"))
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func `each kind of line end is one`(lineEnd: String) throws {
    let result = try folder.read(["a,b", "1,x", "2,y", "5,x"].joined(separator: lineEnd))
    #expect(strings(result, "a") == ["1", "2", "5"])
    #expect(strings(result, "b") == ["x", "y", "x"])
  }

  @Test func `quoted fields hold delimiters, doubled quotes and line ends`() throws {
    let result = try folder.read("a,b\n1,\"x, \"\"y\"\"\nz\"\n2,plain\n")
    #expect(strings(result, "b") == ["x, \"y\"\nz", "plain"])
  }

  @Test func `a quote that is never closed costs nothing but itself`() throws {
    let rows = (1...50).map { $0 == 7 ? "\"\($0 * 3 % 17),x" : "\($0 * 3 % 17),x\($0 % 2)" }
    let result = try folder.read("a,b\n" + rows.joined(separator: "\n") + "\n")
    #expect(result.frame.rowCount == 50)
    #expect(result.diagnostics.contains { $0.code == "unclosed-quote" && $0.message.contains("line 8") })
    #expect(result[kind: "a"] == "integer")
  }

  @Test func `an unclosed quote before sound ones swallows no row`() throws {
    let result = try folder.read("a,b\n1,\"lost\n2,\"kept, whole\"\n3,\"also \"\"kept\"\"\"\n")
    #expect(strings(result, "b") == ["lost", "kept, whole", "also \"kept\""])
  }

  @Test func `R's row names and trailing delimiters get a column of their own`() throws {
    #expect(try folder.read("a,b\nr1,1,2\nr2,3,4\n").frame.names == ["column_1", "a", "b"])
    #expect(try folder.read("a,b\n1,2,\n3,4,\n").frame.names == ["a", "b", "column_3"])
  }

  @Test func `a given delimiter that cannot be one is refused`() {
    var options = ReadOptions()
    options.delimiter = "é"
    #expect(throws: DataFramesError.self) { try folder.read("a,b\n1,2\n", options: options) }
  }

  // MARK: Encodings and compression

  @Test(arguments: [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian, .windowsCP1252, .utf16])
  func `each encoding gives the same names and values`(encoding: String.Encoding) throws {
    let text = "größe,ort\n1,Zürich\n2,Café\n4,Genève\n"
    let data = try #require(text.data(using: encoding))
    let result = try DataFrameReader().read([try folder.file("table.csv", data)])
    #expect(result.frame.names == ["größe", "ort"])
    #expect(strings(result, "ort") == ["Zürich", "Café", "Genève"])
  }

  @Test func `a few damaged characters do not make UTF-8 Latin-1`() throws {
    var bytes = Array("ort,n\n".utf8)
    for number in 1...40 { bytes += Array("Zürich,\(number * number)\n".utf8) }
    bytes += [0xff] + Array("x,2\n".utf8)
    let result = try DataFrameReader().read([try folder.file("table.csv", bytes)])
    #expect(result.sources[0].encoding == .utf8)
    #expect(strings(result, "ort").first == "Zürich")
    #expect(result.codes.contains("assumed-encoding"))
  }

  @Test func `damaged characters behind a byte order mark are said`() throws {
    var bytes: [UInt8] = [0xef, 0xbb, 0xbf] + Array("ort,n\nZürich,1\n".utf8)
    bytes += [0xff] + Array("x,2\ny,5\n".utf8)
    let result = try DataFrameReader().read([try folder.file("table.csv", bytes)])
    #expect(result.frame.names == ["ort", "n"] && result.sources[0].encoding == .utf8)
    #expect(result.diagnostics.contains { $0.code == "assumed-encoding" && $0.message.contains("line 3") })
  }

  @Test func `a given encoding is used where none can be guessed`() throws {
    let text = "a,b\n1,x\u{0}y\n2,z\n4,w\n"
    #expect(throws: DataFramesError.self) { try folder.read(text) }
    var options = ReadOptions()
    options.encoding = .utf8
    #expect(try folder.read(text, options: options).frame.rowCount == 3)
  }

  private static let gzip =
    "H4sIAAAAAAACA8tLzE3VKUvMKU3lSsssKi7RMdQz5SpOTc7PS9ExAjJLMjKLUnSMgSwA6b7DMioAAAA="

  @Test func `gzip is read, and refused when it is cut`() throws {
    let packed = try #require(Data(base64Encoded: Self.gzip))
    let result = try DataFrameReader().read([try folder.file("table.csv.gz", packed)])
    #expect(strings(result, "value") == ["1.5", "2.5", "3.5"])
    #expect(result.sources[0].compression == .gzip)
    let cut = try folder.file("cut.csv.gz", packed.prefix(30))
    #expect(throws: DataFramesError.self) { try DataFrameReader().read([cut]) }
  }

  // MARK: Numbers

  @Test(arguments: [
    ["9007199254740993", "9007199254740995", "9007199254740997"],
    ["90071992547409931231", "90071992547409931233", "90071992547409931235"],
  ]) func `identifiers with more digits than a double stay apart`(identifiers: [String]) throws {
    let result = try folder.read("id,n\n" + identifiers.map { "\($0),\($0.count)\n" }.joined())
    #expect(strings(result, "id") == identifiers)
  }

  // MARK: Several files

  @Test func `the files of a folder are one table, columns matched by name`() throws {
    _ = try folder.file("1.csv", "a,b\n1,x\n2,y\n")
    _ = try folder.file("2.csv", "b,a,c\nz,7,0.5\n")
    _ = try folder.file(".hidden", "nonsense")
    let result = try DataFrameReader().read([folder.url])
    #expect(result.frame.names == ["a", "b", "c"])
    #expect(strings(result, "a") == ["1", "2", "7"])
    #expect(strings(result, "b") == ["x", "y", "z"])
    #expect(result.frame["c"]?.missingCount == 2)
    #expect(result.diagnostics.contains { $0.code == "columns-differ" && $0.message.contains("2.csv") })
  }

  @Test func `a column of numbers in one file and words in another is read as words`() throws {
    let first = try folder.file("1.csv", "a,b\n1,2\n3,4\n")
    let second = try folder.file("2.csv", "a,b\nx,5\ny,6\n")
    let result = try DataFrameReader().read([first, second])
    #expect(strings(result, "a") == ["1", "3", "x", "y"])
    #expect(strings(result, "b") == ["2", "4", "5", "6"])
  }

  @Test func `files without a common column are no table`() throws {
    let first = try folder.file("1.csv", "a,b\n1,2\n")
    let second = try folder.file("2.csv", "c,d\n1,2\n")
    #expect(throws: DataFramesError.self) { try DataFrameReader().read([first, second]) }
  }

  @Test func `the digest tells whether the bytes are the same`() throws {
    let first = try folder.file("1.csv", "a,b\n1,2\n3,5\n")
    let same = try folder.file("2.csv", "a,b\n1,2\n3,5\n")
    let other = try folder.file("3.csv", "a,b\n1,2\n3,6\n")
    let digests = try [first, same, other].map { try DataFrameReader().read([$0]).digest }
    #expect(digests[0] == digests[1] && digests[0] != digests[2])
  }

  // MARK: JSON lines

  @Test func `JSON lines give typed columns, nested objects dotted names`() throws {
    let text = """
      {"n": 1, "s": "x", "ok": true, "in": {"deep": 0.5}, "list": [1]}
      {"n": null, "s": "y", "ok": false, "in": {"deep": 1.5}, "list": []}

      """
    let result = try folder.read(text)
    #expect(result.sources[0].format == .jsonLines)
    #expect(result.frame.names == ["n", "s", "ok", "in.deep"])
    #expect(result[kind: "ok"] == "boolean")
    #expect(strings(result, "in.deep") == ["0.5", "1.5"])
    #expect(result.codes.contains("nested-column"))
  }

  @Test func `a broken line of JSON is named`() {
    let error = #expect(throws: DataFramesError.self) { try folder.read("{\"a\": 1}\n{\"a\": \n") }
    #expect(error?.description.contains("JSON") ?? false)
  }

  // MARK: Drawing rows

  @Test func `a draw is uniform, in file order and the same for a seed`() throws {
    let text = "a,b\n" + (0..<500).map { "\($0 * 7),\($0 % 3 == 0 ? "\"x\ny\"" : "z")\n" }.joined()
    var options = ReadOptions()
    options.rowLimit = 50
    let first = try folder.read(text, options: options)
    let again = try folder.read(text, options: options)
    options.seed = 1
    let other = try folder.read(text, options: options)
    #expect(first.frame.rowCount == 50 && first.totalRows == 500)
    #expect(first.codes.contains("sampled-rows"))
    let values = strings(first, "a").compactMap { $0.flatMap(Int.init) }
    #expect(values == values.sorted() && values.allSatisfy { $0 % 7 == 0 })
    #expect(strings(first, "a") == strings(again, "a"))
    #expect(strings(first, "a") != strings(other, "a"))
  }

  @Test func `each row is drawn equally often`() {
    var counts = [Int](repeating: 0, count: 20)
    for seed in 0..<2000 {
      var draw = RowDraw(count: 5, seed: UInt64(seed))
      for row in 0..<20 { draw.offer(file: 0, row..<row + 1) }
      for row in draw.rows(ofFile: 0) { counts[row.lowerBound] += 1 }
    }
    // 500 expected, standard deviation 19.4.
    #expect(counts.allSatisfy { (400...600).contains($0) })
  }

  // MARK: Errors

  @Test func `each bad file has its own words`() throws {
    func message(_ name: String, _ bytes: [UInt8]) throws -> String {
      let url = try folder.file(name, bytes)
      let error = #expect(throws: DataFramesError.self) { try DataFrameReader().read([url]) }
      #expect(error?.isBadInput ?? false)
      return error?.description ?? ""
    }
    #expect(try message("a.csv", []).contains("file is empty"))
    #expect(try message("b.csv", Array("a,b\n".utf8)).contains("no data rows"))
    #expect(try message("c.parquet", Array("PAR1 but nothing else PAR1".utf8)).contains("Parquet"))
    #expect(try message("d.xlsx", [0x50, 0x4b, 3, 4, 0, 0]).contains("Excel"))
    #expect(try message("e.csv", [0x89, 0x50, 0x4e, 0x47, 13, 10]).contains("Images are not supported yet"))
    #expect(try message("f.csv", Array("<!DOCTYPE html><html>".utf8)).contains("HTML"))
    #expect(try message("g.json", Array("[{\"a\": 1}]".utf8)).contains("JSON array"))
    #expect(try message("h.csv", [1, 0, 0, 2, 0, 9, 0, 0, 3]).contains("binary data"))
    let missing = #expect(throws: DataFramesError.self) {
      try DataFrameReader().read([folder.url.appendingPathComponent("nowhere.csv")])
    }
    #expect(missing?.description.contains("no such file") ?? false)
  }

  @Test func `a table that has no row of the right width is refused`() {
    #expect(throws: DataFramesError.self) {
      try folder.read("a,b,c\n1,2\n3,4,5,6\n1,2\n3,4,5,6\n")
    }
  }
}
