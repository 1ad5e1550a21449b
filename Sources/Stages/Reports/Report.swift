import LatheCore

/// A report as one HTML file that needs nothing else: no network, no other file, no JavaScript.
///
/// The page is also well-formed XML. Whatever comes from data is escaped, and a content security policy forbids
/// the page to load anything or to run any script but its own.
public struct Report: Sendable {
  private let content: ReportContent

  /// The report that shows `content`.
  public init(_ content: ReportContent) {
    self.content = content
  }

  /// The page. The same content gives the same text.
  public func html() -> String {
    let families = FamilyColors(content)
    let sections: [PageSection] = [
      .overview(content.headline),
      .data(content.data, diagnostics: content.diagnostics),
      .plan(content.plan, families: families),
      .leaderboard(content.leaderboard, headline: content.headline, families: families),
      .learningCurves(content.learningCurves),
      .performance(content.performance),
      .importance(content.importance),
      .resources(content.resources),
      .reproduction(content.reproduction),
    ]
    let date = NumberText.date(
      secondsSince1970: content.headline.date.timeIntervalSince1970, hasTime: true)
    return Page(
      title: "Predicting \(content.headline.target.shortened(to: 80)) · Lathe report",
      eyebrow: "Lathe report · \(date)", heading: ("Predicting", content.headline.target),
      sections: sections
    ).html
  }
}
