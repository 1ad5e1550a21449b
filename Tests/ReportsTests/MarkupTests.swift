import Foundation
import Testing

@testable import Reports

@Suite struct MarkupTests {
  @Test func `text and attributes are escaped`() {
    let element = Element("p", ["title": "\"a' & <b>", "lang": nil]) { "</p><script>" }
    #expect(
      element.markup == "<p title=\"&quot;a&#39; &amp; &lt;b&gt;\">&lt;/p&gt;&lt;script&gt;</p>")
  }

  @Test func `characters that XML forbids or that turn text around are replaced`() {
    #expect(Element("p", text: "a\u{0}\u{1B}\u{202E}\u{FFFF}\u{85}b\n").markup == "<p>a�����b\n</p>")
    #expect(Element("p", text: "größe 年齢 🙂").markup == "<p>größe 年齢 🙂</p>")
  }

  @Test func `elements without content are closed as both parsers want it`() {
    #expect(Element("br").markup == "<br />")
    #expect(Element("div").markup == "<div></div>")
  }

  @Test func `style and script hold nothing that XML reads otherwise`() {
    #expect(!Stylesheet.text.description.contains { $0 == "<" || $0 == "&" })
    let script = Script.text.description
    #expect(script.hasPrefix("//<![CDATA[\n") && script.hasSuffix("\n//]]>"))
    #expect(script.components(separatedBy: "]]>").count == 2 && !script.contains("</"))
  }

  @Test func `long names are shortened by whole characters`() {
    #expect("abcdef".shortened(to: 6) == "abcdef")
    #expect("abcdefg".shortened(to: 6) == "abcde…")
    #expect("🇩🇪🇫🇷🇮🇹".shortened(to: 2) == "🇩🇪…")
  }
}
