import Foundation
import LatheCore
import Search
import Testing

@testable import StudyStores

@Suite struct ExactJSONTests {
  @Test func `numbers keep their kind and all their bits`() {
    let values: [String: ParameterValue] = [
      "a": .number(1), "b": .integer(1), "c": .number(-0.0), "d": .number(1e22), "e": .number(.infinity),
      "f": .integer(.min), "g": .number(0.1), "h": .text("1"), "i": .boolean(false),
    ]
    let text = ExactJSON.text(values)
    #expect(
      text == """
        {"a": 1.0, "b": 1, "c": -0.0, "d": 1e+22, "e": {"number": "inf"}, "f": -9223372036854775808, \
        "g": 0.1, "h": "1", "i": false}
        """)
    #expect(ExactJSON.parameters(text) == values)
    #expect(ExactJSON.text([1, -.infinity]) == #"[1.0, "-inf"]"#)
  }

  @Test func `random bits of numbers and random characters come back`() throws {
    var random = RandomSource(seed: 1, stream: "json")
    for _ in 0..<300 {
      let number = Double(bitPattern: .random(in: 0 ... .max, using: &random))
      let characters = (0..<12).compactMap { _ in
        Unicode.Scalar(
          UInt32.random(in: 0...0x10FFFF, using: &random) >> UInt32.random(in: 0...14, using: &random))
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: characters)
      let found = try #require(ExactJSON.parameters(ExactJSON.text([text: .number(number)])))
      #expect(found.keys.first?.unicodeScalars.elementsEqual(characters) == true)
      let value = try #require(found.values.first?.double)
      #expect(value.bitPattern == number.bitPattern || (value.isNaN && number.isNaN))
      // Other programs can read it.
      let object = try JSONSerialization.jsonObject(with: Data(ExactJSON.text([text: text]).utf8))
      #expect(object as? [String: String] == [text: text])
    }
  }

  @Test func `the JSON of other programs is read`() {
    let text = " {\n\t\"\\u00e9\\ud83e\\uddea\\/\\b\" : [ ] , \"b\" : 1E2\r}"
    #expect(ExactJSON.parameters(text.replacing("[ ]", with: "true")) == ["é🧪/\u{8}": true, "b": 100.0])
    #expect(ExactJSON.numbers(" [ ] ") == [])
    #expect(ExactJSON.notes("{}") == [:])
  }

  @Test(arguments: [
    "", "{", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\": 1,}", "{\"a\": nul}", "{\"a\": \"\\ud800\"}",
    "{\"a\": \"\\u12\"}",
    "{\"a\": \"x", "{\"a\": tru", "{\"a\": --1}", "{\"a\": {\"other\": \"1\"}}", "[1]", "{\"a\": \"\\",
  ])
  func `what is no such text is refused`(text: String) {
    #expect(ExactJSON.parameters(text) == nil)
  }
}
