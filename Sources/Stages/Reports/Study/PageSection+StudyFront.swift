extension PageSection {
  /// The trials of which no other is better in every objective.
  static func studyFront(_ content: StudyReportContent) -> PageSection {
    PageSection(id: "front", title: "Pareto front") {
      Element.grid {
        for (first, second) in pairs(content.objectives.count) { front(content, first, second) }
      }
    }
  }

  /// The first pairs of objectives.
  private static func pairs(_ count: Int) -> [(Int, Int)] {
    let all = (0..<count).flatMap { first in ((first + 1)..<max(count, first + 1)).map { (first, $0) } }
    return Array(all.prefix(6))
  }

  private static func front(_ content: StudyReportContent, _ first: Int, _ second: Int) -> Element? {
    let trials = content.trials.filter { $0.value(first) != nil && $0.value(second) != nil }
    guard !trials.isEmpty else { return nil }
    let names = [first, second].map { content.objectives[$0].name.shortened(to: 40) }
    let (x, isCutX) = content.scale(ofObjective: first)
    let (y, isCutY) = content.scale(ofObjective: second)
    let plot = Plot(x: x, y: y, xTitle: names[0], yTitle: names[1])
    func points(_ trials: [StudyReportContent.Trial]) -> [ReportContent.Point] {
      trials.map { ReportContent.Point(x: $0.value(first) ?? .nan, y: $0.value(second) ?? .nan) }
    }
    var tips: [ReportContent.Point: String] = [:]
    for trial in trials {
      for point in points([trial]) {
        tips[point] =
          "trial \(trial.number)\n\(names[0]) \(NumberText.score(point.x))\n\(names[1]) "
          + "\(NumberText.score(point.y))\n\(trial.summary(content.parameters))"
      }
    }
    let best = trials.filter(\.isBest)
    let marks = { (point: ReportContent.Point) in tips[point] ?? "" }
    var series: [LineChart.Series] = []
    if trials.count <= 1_000 {
      series.append(
        LineChart.Series(
          name: "other trials", points: points(trials.filter { !$0.isBest }), color: Legend.neutral,
          marks: marks, hasLine: false))
    }
    series.append(
      LineChart.Series(
        name: "on the front", points: points(best).sorted { ($0.x, $0.y) < ($1.x, $1.y) }, color: 0,
        marks: marks, hasLine: content.objectives.count == 2))
    return Element.card(
      "\(names[0]) against \(names[1])",
      note: "\(content.objectives[first].isMinimized ? "Left" : "Right") and "
        + "\(content.objectives[second].isMinimized ? "down" : "up") is better."
        + (isCutX || isCutY ? " " + StudyReportContent.cutNote : "")
    ) {
      LineChart(
        title: "\(names[0]) against \(names[1])",
        description: "\(NumberText.count(best.count)) trials are on the front", plot: plot, series: series
      ).elements
    }
  }
}
