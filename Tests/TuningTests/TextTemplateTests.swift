import Testing

@testable import Tuning

@Suite struct TextTemplateTests {
  @Test func `names in braces are places`() {
    let template = TextTemplate("--{name}={trial.number}/{x-1}")
    #expect(template.names == ["name", "trial.number", "x-1"])
    #expect(template.text(["name": "a", "trial.number": "7", "x-1": "{name}"]) == "--a=7/{name}")
  }

  @Test func `a place without a value leaves no text`() {
    #expect(TextTemplate("a{b}").text([:]) == nil)
    #expect(TextTemplate("").text([:]) == "")
  }

  @Test(arguments: [
    (#"{"a": 1}"#, #"{"a": 1}"#), ("{{x}}", "{x}"), ("{ print $1 }", "{ print $1 }"), ("{", "{"),
    ("{}", "{}"), ("a}b", "a}b"),
  ])
  func `other braces stand for themselves`(text: String, expected: String) {
    #expect(TextTemplate(text).names.isEmpty)
    #expect(TextTemplate(text).text([:]) == expected)
  }
}
