import LatheCore
import Testing

@testable import DataFrames

@Suite struct DialectTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func numbers(_ result: ReadResult, _ name: String) throws -> [Double] {
    guard case .numbers(let numbers)? = result.frame[name]?.values else { throw Unexpected.storage }
    return numbers
  }

  @Test(arguments: [false, true])
  func `a first row longer than the sample is a row`(isQuoted: Bool) throws {
    let long =
      isQuoted
      ? "\"" + String(repeating: "x\n", count: 200_000) + "\"" : String(repeating: "x", count: 300_000)
    let result = try folder.read("a,b\n1,\(long)\n2,y\n")
    #expect(result.frame.names == ["a", "b"] && result.frame.rowCount == 2)
  }

  @Test func `a header longer than the sample has rows below it`() throws {
    let names = (0..<300).map { "\($0)" + String(repeating: "x", count: 1000) }
    let row = names.indices.map(String.init).joined(separator: ",")
    let result = try folder.read(names.joined(separator: ",") + "\n" + row + "\n" + row + "\n")
    #expect(result.frame.names == names && result.frame.rowCount == 2)
  }

  @Test func `grouped thousands between tabs are no decimal commas`() throws {
    let result = try folder.read("city\tpop\nA\t1,234\nB\t12,500\nC\t987\n")
    #expect(try numbers(result, "pop") == [1234, 12500, 987])
  }

  @Test func `a zero before the comma makes it decimal`() throws {
    let result = try folder.read("name\tshare\nA\t0,123\nB\t1,234\nC\t2,500\n")
    #expect(try numbers(result, "share") == [0.123, 1.234, 2.5])
  }

  @Test func `years over the columns are names`() throws {
    let result = try folder.read(
      "country,1990,1991,1992\nLatvia,3.5,3.7,4.1\nPortugal,9.1,9.4,9.9\nMalta,2.5,8.5,2.5\n")
    #expect(result.frame.names == ["country", "1990", "1991", "1992"] && result.frame.rowCount == 3)
  }

  @Test func `rows that all count up are data`() throws {
    #expect(try folder.read("1,2,3\n2,3,4\n9,9,1\n").frame.rowCount == 3)
  }

  @Test(arguments: [("a,b\n1,2\n", false), ("a,b\n1,\"2\"\n", true), ("", false)])
  func `quotes are found wherever the first one is`(text: String, hasQuotes: Bool) {
    let structure = Array(text.utf8).withUnsafeBufferPointer {
      QuoteStructure($0, delimiter: UInt8(ascii: ","))
    }
    #expect(structure.hasQuotes == hasQuotes && structure.isSound && !structure.hasQuotedLineEnds)
  }
}
