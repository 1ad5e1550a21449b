/// The report of a study as one HTML file that needs nothing else, like ``Report``.
public struct StudyReport: Sendable {
  private let content: StudyReportContent

  /// The report that shows `content`.
  public init(_ content: StudyReportContent) { self.content = content }

  /// The page. The same content gives the same text.
  public func html() -> String {
    var sections: [PageSection] = [.studyOverview(content), .studyHistory(content)]
    if content.objectives.count > 1 { sections.append(.studyFront(content)) }
    sections += [
      .studyImportance(content), .studyParameters(content), .studyTimeline(content), .studyTrials(content),
      .reproduction(content.reproduction),
    ]
    let date = NumberText.date(secondsSince1970: content.date.timeIntervalSince1970, hasTime: true)
    return Page(
      title: "Study \(content.name.shortened(to: 80)) · Lathe report",
      eyebrow: "Lathe study report · \(date)", heading: ("Study", content.name), sections: sections
    ).html
  }
}
