import Foundation
import LatheCore
import Testing

@testable import DataFrames

@Suite struct ColumnInferenceTests {
  private func infer(_ values: [String?], name: String = "c") -> ColumnReading {
    let categories = CategoricalValues(values)
    return ColumnInference(name: name, decimalComma: false)
      .infer(.categories(codes: categories.codes, levels: categories.levels))
  }

  private func infer(_ numbers: [Double], name: String = "c") -> ColumnReading {
    ColumnInference(name: name, decimalComma: false).infer(.numbers(numbers, isInteger: true))
  }

  @Test func `row numbers identify, in order, shuffled or with gaps`() {
    let numbers = (1...100).map(Double.init)
    var random = RandomSource(seed: 1)
    #expect(infer(numbers).column.kind == .identifier)
    #expect(infer(numbers.shuffled(using: &random)).column.kind == .identifier)
    #expect(infer(numbers.map { $0 * 2 }).column.kind == .identifier)
    #expect(
      infer(numbers.map { $0 * 977 }.shuffled(using: &random), name: "customerId").column.kind == .identifier)
  }

  @Test func `numbers that measure do not identify`() {
    let years = (1901...2000).map(Double.init)
    #expect(infer(years, name: "year").column.kind == .integer)
    #expect(infer((0..<100).map { Double($0 * $0 * 37 % 10007) }).column.kind == .integer)
    #expect(infer((0..<100).map { Double($0 / 2) }).column.kind == .integer)
    #expect(
      ColumnInference(name: "x", decimalComma: false).infer(
        .numbers((1...100).map(Double.init), isInteger: false)
      )
      .column.kind == .float)
  }

  @Test(arguments: [["no", "yes"], ["F", "T"], ["False", "True"], ["off", "on"], ["N", "Y"]])
  func `words for false and true are a boolean, false first`(words: [String]) {
    let reading = infer([words[1], words[0], nil, words[1]])
    #expect(reading.column.kind == .boolean)
    guard case .categories(let values) = reading.column.values else { return }
    #expect(values.levels == words && values.codes == [1, 0, -1, 1])
  }

  @Test func `text, categories and identifiers are told apart by words and repetition`() {
    let texts = (0..<50).map { "the quick brown fox number \($0)" }
    #expect(infer(texts).column.kind == .text)
    #expect(infer((0..<50).map { "NEAR BAY \($0 % 5)" }).column.kind == .category)
    #expect(infer((0..<50).map { "U0000\($0)" }).column.kind == .identifier)
    #expect(infer((0..<50).map { "U0000\($0 % 40)" }).column.kind == .category)
    #expect(infer(["only", "only", "only"]).column.kind == .constant)
    #expect(infer([nil, nil]).column.kind == .constant)
  }

  @Test func `weak markers are missing among numbers and values among words`() {
    let numbers = infer((0..<100).map { $0 % 10 == 0 ? "None" : "\($0).5" })
    #expect(numbers.column.kind == .float && numbers.column.missingCount == 10)
    let words = infer(["None", "Brick", "None", "Stone"])
    #expect(words.column.kind == .category && words.column.missingCount == 0)
  }

  @Test func `spaces around a category do not make it another`() {
    guard case .categories(let values) = infer(["a", " a", "b ", "b", " ? "]).column.values else { return }
    #expect(values.levels == ["a", "b"] && values.codes == [0, 0, 1, 1, -1])
  }

  @Test func `one unit makes numbers, two do not`() {
    #expect(infer(["5 kg", "7 kg", "6.5 kg"]).column.kind == .float)
    #expect(infer(["5 kg", "7 lb", "6 kg"]).column.kind == .category)
  }

  @Test func `dates whose day and month nothing tells apart stay words, with a warning`() {
    let reading = infer((1...12).map { "0\($0 % 9 + 1)/0\($0 % 5 + 1)/2020" })
    #expect(reading.column.kind == .category)
    #expect(reading.diagnostics.map(\.code) == ["ambiguous-dates"])
  }

  @Test func `contradicting orders are not read either`() {
    let reading = infer(["25/01/2020", "01/25/2020", "02/03/2020", "04/05/2020", "30/04/2020", "04/30/2020"])
    #expect(reading.column.kind != .date)
    #expect(reading.diagnostics.map(\.code) == ["ambiguous-dates"])
  }

  @Test func `contradicting orders without an open value are not read as missing`() {
    let reading = infer(["25/01/2020", "01/25/2020", "30/04/2020", "04/30/2020"])
    #expect(reading.column.kind == .category && reading.column.missingCount == 0)
    #expect(reading.diagnostics.map(\.code) == ["ambiguous-dates"])
  }

  @Test func `a contradiction between short years leaves long ones alone`() {
    let reading = infer((0..<200).map { "25/0\($0 % 9 + 1)/2020" } + ["25/01/20", "01/25/20"])
    #expect(reading.column.kind == .date && reading.dateFormat == "dd/MM/yyyy")
    #expect(reading.column.missingCount == 2)
  }

  @Test(arguments: [["inf", "5", "7", "9"], ["5", "7", "9", "inf"]])
  func `infinite values leave whole numbers whole wherever they stand`(values: [String]) {
    #expect(infer(values).column.kind == .integer)
  }

  @Test func `one decisive value settles the order of its form`() {
    let reading = infer(["02/03/2020", "25/03/2020", "04/05/2020"])
    #expect(reading.column.kind == .date && reading.dateFormat == "dd/MM/yyyy")
    guard case .instants(let seconds) = reading.column.values else { return }
    #expect(CalendarDay.date(of: Int(seconds[0] / 86400)) == (2020, 3, 2))
  }

  @Test func `whole numbers that are all days are dates`() {
    #expect(infer([20_200_101, 20_200_230, 20_201_231]).column.kind == .integer)
    #expect(infer([20_200_101, 20_200_229, 20_201_231]).column.kind == .date)
  }

  @Test func `words that repeat are a category, words that do not an identifier`() throws {
    let rows = (0..<2000).map { "shop \($0 * 7 % 300),note-\($0 * 31 % 2003)\n" }
    let folder = try TemporaryFolder()
    let result = try folder.read("shop,note\n" + rows.joined())
    #expect(result[kind: "shop"] == "category" && result[kind: "note"] == "identifier")
  }

  @Test func `post codes keep their leading zeros`() throws {
    let folder = try TemporaryFolder()
    let result = try folder.read("plz,n\n01067,1\n10115,2\n01067,4\n")
    guard case .categories(let values)? = result.frame["plz"]?.values else { throw Unexpected.storage }
    #expect(values.levels == ["01067", "10115"])
  }
}
