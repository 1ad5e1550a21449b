import Crypto
import Foundation
import LatheCore
import Testing

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  static let samples: [(name: String, make: @Sendable () -> ReportContent)] = [
    ("binary", SampleContent.binary), ("multiclass", { SampleContent.multiclass() }),
    ("many classes", { SampleContent.multiclass(classCount: 64) }),
    ("regression", SampleContent.regression), ("empty", SampleContent.empty),
    ("extreme", SampleContent.extreme), ("extreme regression", SampleContent.extremeRegression),
    ("hostile", SampleContent.hostile), ("large", SampleContent.large),
  ]

  @Test(arguments: samples.indices)
  func `every page is well-formed, complete and under a megabyte`(sample: Int) throws {
    let (name, make) = Self.samples[sample]
    let html = Report(make()).html()
    let outline = try Outline(parsing: html)
    #expect(outline.sections == Self.sectionNames, "\(name)")
    #expect(Set(outline.identifiers).count == outline.identifiers.count, "\(name): an id is used twice")
    #expect(outline.chartsWithoutTitle == 0, "\(name)")
    #expect(
      !outline.attributeValues.contains { $0.contains("nan") || $0.contains("inf") },
      "\(name): a place is not a number")
    #expect(html.utf8.count < 1_000_000, "\(name): \(html.utf8.count) bytes")
    if let directory = ProcessInfo.processInfo.environment["LATHE_REPORT_SAMPLES"] {
      try html.write(toFile: "\(directory)/\(name).html", atomically: true, encoding: .utf8)
    }
  }

  static let sectionNames = [
    "overview", "data", "plan", "leaderboard", "learning", "performance", "importance", "resources",
    "reproduce",
  ]

  @Test func `what comes from data stays text`() throws {
    let html = Report(SampleContent.hostile()).html()
    let outline = try Outline(parsing: html)
    #expect(outline.scripts == 1)
    #expect(outline.images == 0)
    #expect(outline.text.contains("<script>document.title='owned'</script>"))
    #expect(!html.unicodeScalars.contains("\u{202E}"))
  }

  @Test func `a page names no address and its policy lets nothing in`() throws {
    let html = Report(SampleContent.binary()).html()
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("url("))
    #expect(html.contains("default-src &#39;none&#39;"))
    #expect(!html.contains("style=\""))
  }

  @Test func `the policy allows exactly this style and this script`() {
    func digest(_ text: StaticString) -> String {
      Data(SHA256.hash(data: Data(text.description.utf8))).base64EncodedString()
    }
    #expect(Stylesheet.digest == digest(Stylesheet.text))
    #expect(Script.digest == digest(Script.text))
  }

  @Test func `columns that no row fills are left out`() {
    var content = SampleContent.binary()
    let columns = [">Constant answer</th>", ">Predict</th>"]
    let full = Report(content).html()
    #expect(columns.allSatisfy { full.contains($0) })
    for index in content.headline.otherScores.indices { content.headline.otherScores[index].baseline = nil }
    let entries = content.leaderboard?.entries ?? []
    content.leaderboard?.entries = entries.map { entry in
      var entry = entry
      entry.predictMicroseconds = nil
      return entry
    }
    let html = Report(content).html()
    #expect(!columns.contains { html.contains($0) })
  }

  @Test func `a reason for the threshold ends a sentence`() {
    var content = SampleContent.binary()
    guard case .binary(var figures)? = content.performance?.figures else {
      Issue.record("no figures of two classes")
      return
    }
    figures.thresholdReason = "it has the best f1 on validation rows"
    content.performance?.figures = .binary(figures)
    let sentence = "The threshold was chosen because it has the best f1 on validation rows."
    #expect(Report(content).html().contains(sentence))
  }

  @Test func `a learning curve without training losses shows the validation losses`() {
    var content = SampleContent.binary()
    content.learningCurves = [
      ReportContent.LearningCurve(
        model: "m", metric: "loss",
        validation: [ReportContent.Point(x: 1, y: 2), ReportContent.Point(x: 2, y: 1)])
    ]
    let html = Report(content).html()
    #expect(html.contains("loss on validation rows ends at 1.0000 after 2 iterations"))
    #expect(!html.contains("<title>training</title>"))
  }

  @Test func `the rise of the score says where the search beyond the portfolio began`() {
    var content = SampleContent.binary()
    let html = Report(content).html()
    #expect(html.contains("How the score rose") && html.contains("search beyond the portfolio"))
    #expect(
      html.contains("the ensemble&#39;s auc ends at 0.9280")
        || html.contains("the ensemble's auc ends at 0.9280"))
    content.plan?.progress?.searchBegan = nil
    #expect(!Report(content).html().contains("search beyond the portfolio"))
    content.plan?.progress?.ensemble = []
    #expect(!Report(content).html().contains("How the score rose"))
  }

  @Test func `the same content gives the same page`() {
    #expect(Report(SampleContent.binary()).html() == Report(SampleContent.binary()).html())
  }

  @Test func `content survives JSON`() throws {
    let content = SampleContent.multiclass()
    let decoded = try JSONDecoder().decode(ReportContent.self, from: JSONEncoder().encode(content))
    #expect(decoded == content)
  }
}

/// What a parser finds on a page.
final class Outline: NSObject, XMLParserDelegate {
  private(set) var sections: [String] = []
  private(set) var identifiers: [String] = []
  private(set) var attributeValues: [String] = []
  private(set) var scripts = 0
  private(set) var images = 0
  private(set) var chartsWithoutTitle = 0
  private(set) var text = ""
  private var parents: [String] = []
  private var awaitsTitle = false

  init(parsing html: String) throws {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    if !parser.parse() {
      throw Malformed(
        message: "line \(parser.lineNumber): \(parser.parserError.map(String.init(describing:)) ?? "")")
    }
  }

  struct Malformed: Error { let message: String }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    if awaitsTitle, name != "title" { chartsWithoutTitle += 1 }
    awaitsTitle = name == "svg" && attributes["aria-hidden"] != "true"
    if name == "section", let id = attributes["id"] { sections.append(id) }
    if let id = attributes["id"] { identifiers.append(id) }
    if name != "meta" {
      for key in [
        "d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "data-sort", "cx", "cy",
      ] {
        if let value = attributes[key] { attributeValues.append(value) }
      }
    }
    if name == "script" { scripts += 1 }
    if name == "img" { images += 1 }
    parents.append(name)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    parents.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if parents.last != "script", parents.last != "style" { text += string }
  }
}
