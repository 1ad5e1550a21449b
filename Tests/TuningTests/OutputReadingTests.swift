import Foundation
import Search
import Testing

@testable import Tuning

@Suite struct OutputReadingTests {
  private func read(
    _ source: ValueSource, _ lines: [String], reports: ReportRule? = nil
  ) -> (value: Double?, reports: [IntermediateValue]) {
    var reading = OutputReading([source], reports: reports)
    let values = lines.compactMap { reading.read($0) }
    return (reading.values[source], values)
  }

  @Test(arguments: [
    (["loss", "0.5", "done in 3 s"], 0.5), (["1", " -2.5e-3 "], -2.5e-3), ([".5"], 0.5), (["+7."], 7),
    (["inf"], .infinity),
  ])
  func `the last line that is a number counts`(lines: [String], value: Double) {
    #expect(read(.lastNumber, lines).value == value)
  }

  @Test func `what only has a number in it is no number`() {
    #expect(read(.lastNumber, ["5 apples", "1.2.3", "0x10", "", "e5"]).value == nil)
  }

  @Test(arguments: [
    ("loss=0.25 acc=0.5", 0.25), ("epoch 3 loss : 1e-3", 1e-3), ("train_loss=9 loss=2", 2),
    ("loss=NaN", .nan),
  ])
  func `a named value is found wherever it stands in a line`(line: String, value: Double) {
    let found = read(.line(name: "loss"), [line]).value
    #expect(found == value || (found?.isNaN == true && value.isNaN))
  }

  @Test(arguments: ["loss=1.2.3", "loss=1x", "flossloss=1", "my.loss=1", "loss 5"])
  func `a name within another, or a broken number, is not found`(line: String) {
    #expect(read(.line(name: "loss"), [line]).value == nil)
  }

  @Test func `a pattern gives its first group at its last match`() {
    #expect(read(.pattern(#"size (\d+)"#), ["size 3, size 12", "nothing"]).value == 12)
    #expect(read(.pattern(#"\d+$"#), ["of 7"]).value == 7)
    var reading = OutputReading([.pattern("is (.*)")], reports: nil)
    _ = reading.read("it is late")
    #expect(reading.unreadable[.pattern("is (.*)")] == "late")
  }

  @Test func `values on the way have the step that the program says, or are counted`() {
    let pattern = read(
      .lastNumber, ["epoch 2: 0.5", "epoch x: 1", "epoch 5: 0.25"],
      reports: .pattern(#"epoch (?<step>\S+): (?<value>\S+)"#))
    #expect(
      pattern.reports == [IntermediateValue(step: 2, value: 0.5), IntermediateValue(step: 5, value: 0.25)])
    let line = read(.lastNumber, ["val=3", "val=2"], reports: .line(name: "val"))
    #expect(line.reports == [IntermediateValue(step: 1, value: 3), IntermediateValue(step: 2, value: 2)])
    let json = read(
      .lastNumber,
      [#"{"epoch": 4, "loss": 0.5}"#, #"{"loss": 1}"#, #"{"epoch": true, "loss": 1}"#, "{", "4"],
      reports: .json(value: "loss", step: "epoch"))
    #expect(json.reports == [IntermediateValue(step: 4, value: 0.5)])
  }

  @Test func `lines end where the program says, and long ones are cut`() {
    var lines = OutputLines()
    #expect(lines.append(Data("a\nb\r\nc".utf8)) == ["a", "b"])
    #expect(lines.append(Data("d\n".utf8)) == ["cd"])
    #expect(lines.append(Data(repeating: 65, count: 100_000)).isEmpty)
    #expect(lines.finish()?.count == 65_536)
    #expect(lines.finish() == nil)
  }

  @Test func `numbers in JSON are found through objects and lists`() throws {
    let text = #"{"a": [{"b": 2.5}, true, null, "nan"], "c.d": 1}"#
    let document = try JSONSerialization.jsonObject(with: Data(text.utf8))
    #expect(JSONNumber.find(["a", "0", "b"], in: document) == 2.5)
    #expect(JSONNumber.find(["a", "3"], in: document)?.isNaN == true)
    for keys in [["a", "1"], ["a", "2"], ["a", "9"], ["b"], ["a", "0", "b", "c"]] {
      #expect(JSONNumber.find(keys, in: document) == nil)
    }
  }
}
