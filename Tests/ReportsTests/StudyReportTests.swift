import Foundation
import Testing

@testable import Reports

@Suite struct StudyReportTests {
  static let samples: [(name: String, make: @Sendable () -> StudyReportContent)] = [
    ("study", { StudySampleContent.study() }), ("several", { StudySampleContent.study(objectives: 3) }),
    ("empty", StudySampleContent.empty), ("extreme", StudySampleContent.extreme),
    ("hostile", StudySampleContent.hostile),
    ("large", { StudySampleContent.study(trials: 2_000, objectives: 2, extraParameters: 40) }),
  ]

  static func sections(isSeveral: Bool) -> [String] {
    ["overview", "history"] + (isSeveral ? ["front"] : [])
      + ["importance", "parameters", "timeline", "trials", "reproduce"]
  }

  @Test(arguments: samples.indices)
  func `every page is well-formed and complete`(sample: Int) throws {
    let (name, make) = Self.samples[sample]
    let content = make()
    let html = StudyReport(content).html()
    let outline = try Outline(parsing: html)
    #expect(outline.sections == Self.sections(isSeveral: content.objectives.count > 1), "\(name)")
    #expect(Set(outline.identifiers).count == outline.identifiers.count, "\(name): an id is used twice")
    #expect(outline.chartsWithoutTitle == 0, "\(name)")
    #expect(
      !outline.attributeValues.contains { $0.contains("nan") || $0.contains("inf") },
      "\(name): a place is not a number")
    #expect(html.utf8.count < 2_000_000, "\(name): \(html.utf8.count) bytes")
    #expect(outline.scripts == 1 && outline.images == 0)
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("url("))
    if let directory = ProcessInfo.processInfo.environment["LATHE_REPORT_SAMPLES"] {
      try html.write(toFile: "\(directory)/study-\(name).html", atomically: true, encoding: .utf8)
    }
  }

  @Test func `what comes from a study stays text`() throws {
    let html = StudyReport(StudySampleContent.hostile()).html()
    #expect(!html.contains("<script>document") && html.contains("&lt;script&gt;document"))
    #expect(!html.unicodeScalars.contains("\u{202E}"))
  }

  @Test func `each chart of a study is there`() {
    let html = StudyReport(StudySampleContent.study(objectives: 2)).html()
    for title in [
      "loss by trial", "accuracy by trial", "Values on the way", "loss against accuracy",
      "Importance of parameters",
      "rate and booster", "All together", "What ran when", "Best trials", "Without a result",
    ] { #expect(html.contains(">\(title)</h3>"), "\(title)") }
  }

  @Test func `an axis shows the good values, by ratios if they differ by orders of magnitude`() {
    let ratios = StudyReportContent.scale(of: [1e-3, 1, 1e3], isMinimized: true)
    #expect(ratios.scale is LogScale && !ratios.isCut)
    let outlier = StudyReportContent.scale(
      of: [-1, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, 1e6], isMinimized: true)
    #expect(outlier.isCut && outlier.scale.fraction(-0.4) < 0.9 && outlier.scale.fraction(1e6) == 1)
    let maximised = StudyReportContent.scale(of: [-1e6, 1, 2, 3, 4, 5, 6, 7], isMinimized: false)
    #expect(maximised.isCut && maximised.scale.fraction(7) > 0.8 && maximised.scale.fraction(-1e6) == 0)
    #expect(!StudyReportContent.scale(of: [1, 2, 3, 4, 5, 6, 7, 8], isMinimized: true).isCut)
  }

  @Test func `a comparison has a table and two charts`() throws {
    let points = (1...5).map { ReportContent.Point(x: Double($0), y: 1 / Double($0)) }
    let content = ComparisonReportContent(
      objective: "loss", isMinimized: true,
      groups: ["a", "<b>"].map {
        ComparisonReportContent.Group(
          name: $0, studies: 3, byTrials: points, bySeconds: points, best: 0.2, seconds: 5, trials: 5)
      })
    let html = ComparisonReport(content, date: Date(timeIntervalSince1970: 0)).html()
    let outline = try Outline(parsing: html)
    #expect(outline.sections == ["results", "course"] && outline.chartsWithoutTitle == 0)
    #expect(html.contains(">By trials</h3>") && html.contains(">By time</h3>") && html.contains("&lt;b&gt;"))
  }

  @Test func `content survives JSON`() throws {
    let content = StudySampleContent.study(objectives: 2)
    let decoded = try JSONDecoder().decode(StudyReportContent.self, from: JSONEncoder().encode(content))
    #expect(decoded == content)
  }

  @Test(.enabled(if: Chromium.isInstalled, "Chromium is not installed"), .timeLimit(.minutes(3)))
  func `pages keep their policy, run their script and fit narrow and wide screens`() throws {
    let contents = [
      StudySampleContent.study(), StudySampleContent.study(objectives: 3), StudySampleContent.hostile(),
    ]
    for page in try MeasuredPage.measure(contents.map { StudyReport($0).html() }) {
      #expect(page.sections == Self.sections(isSeveral: !page.id.hasPrefix("0")), "\(page.id)")
      #expect(page.contentWidth <= page.width, "\(page.id) overflows: \(page.overflowing)")
      #expect(page.tips > 0, "\(page.id): the script did not run")
      #expect(page.requests.isEmpty && page.title.hasPrefix("Study "), "\(page.id)")
    }
  }
}
