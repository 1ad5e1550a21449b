import Foundation

/// Everything the report of a comparison of studies shows.
public struct ComparisonReportContent: Codable, Sendable, Hashable {
  /// What was made small or large.
  public var objective: String
  /// Whether small values are good.
  public var isMinimized: Bool
  /// What is compared.
  public var groups: [Group]

  /// The content of a report.
  public init(objective: String, isMinimized: Bool, groups: [Group]) {
    self.objective = objective
    self.isMinimized = isMinimized
    self.groups = groups
  }

  /// Studies that are repetitions of each other; numbers are medians over them.
  public struct Group: Codable, Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// How many studies it has.
    public var studies: Int
    /// The best value by the number of trials.
    public var byTrials: [ReportContent.Point]
    /// The best value by seconds.
    public var bySeconds: [ReportContent.Point]
    /// The best value at the end.
    public var best: Double?
    /// Seconds to the end.
    public var seconds: Double?
    /// Finished trials.
    public var trials: Double

    /// A group.
    public init(
      name: String, studies: Int, byTrials: [ReportContent.Point], bySeconds: [ReportContent.Point],
      best: Double?, seconds: Double?, trials: Double
    ) {
      self.name = name
      self.studies = studies
      self.byTrials = byTrials
      self.bySeconds = bySeconds
      self.best = best
      self.seconds = seconds
      self.trials = trials
    }
  }
}

/// The report of a comparison as one HTML file that needs nothing else, like ``Report``.
public struct ComparisonReport: Sendable {
  private let content: ComparisonReportContent
  private let date: Date

  /// The report that shows `content`, made at `date`.
  public init(_ content: ComparisonReportContent, date: Date) {
    self.content = content
    self.date = date
  }

  /// The page. The same content gives the same text.
  public func html() -> String {
    let time = NumberText.date(secondsSince1970: date.timeIntervalSince1970, hasTime: true)
    let names = content.groups.map { $0.name.shortened(to: 30) }.joined(separator: ", ")
    return Page(
      title: "Comparison of studies · Lathe report", eyebrow: "Lathe study comparison · \(time)",
      heading: ("Comparing", names), sections: [results, courses]
    ).html
  }

  private var direction: String { content.isMinimized ? "lower is better" : "higher is better" }

  private var results: PageSection {
    PageSection(id: "results", title: "Results") {
      Element.card(
        "At the end", note: "Medians over the studies of a group. \(content.objective): \(direction).",
        width: .whole
      ) {
        Table(
          caption: "Results at the end",
          columns: [
            Table.Column(title: "Group"), Table.Column(title: "Studies", isNumeric: true),
            Table.Column(title: "Best \(content.objective.shortened(to: 30))", isNumeric: true),
            Table.Column(title: "Trials", isNumeric: true), Table.Column(title: "Time", isNumeric: true),
          ],
          rows: content.groups.map { group in
            [
              .text(group.name.shortened(to: 60)),
              .number(Double(group.studies)) { NumberText.plain($0) },
              .number(group.best, NumberText.score),
              .number(group.trials) { NumberText.plain($0, digits: 6) },
              .number(group.seconds, NumberText.seconds),
            ]
          }
        ).element
      }
    }
  }

  private var courses: PageSection {
    PageSection(id: "course", title: "Course") {
      Element.grid {
        chart("By trials", xTitle: "trials", points: \.byTrials)
        chart("By time", xTitle: "seconds", points: \.bySeconds)
      }
    }
  }

  private func chart(
    _ title: String, xTitle: String, points: KeyPath<ComparisonReportContent.Group, [ReportContent.Point]>
  ) -> Element? {
    let all = content.groups.flatMap { $0[keyPath: points] }.filter { $0.x.isFinite && $0.y.isFinite }
    guard let last = all.map(\.x).max() else { return nil }
    let (scale, isCut) = StudyReportContent.scale(of: all.map(\.y), isMinimized: content.isMinimized)
    return Element.card(
      title,
      note: "The median of the best so far; \(direction)." + (isCut ? " " + StudyReportContent.cutNote : ""),
      width: .broad
    ) {
      LineChart(
        title: title, description: "\(NumberText.count(content.groups.count)) curves",
        plot: Plot(
          x: LinearScale(0, last), y: scale, xTitle: xTitle, yTitle: content.objective.shortened(to: 40)),
        series: content.groups.enumerated().map { index, group in
          LineChart.Series(
            name: group.name, points: group[keyPath: points], color: index % Legend.colorCount,
            marks: { "\(group.name)\n\(NumberText.score($0.y)) at \(NumberText.plain($0.x))" })
        }
      ).elements
    }
  }
}
