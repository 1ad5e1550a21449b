extension PageSection {
  /// Which parameters matter, and how the two that matter most act together.
  static func studyImportance(_ content: StudyReportContent) -> PageSection {
    let numbers = content.importances.filter { $0.share.isFinite }
    return PageSection(id: "importance", title: "Importance") {
      Element.grid {
        if !numbers.isEmpty {
          Element.card(
            "Importance of parameters",
            note: content.importanceMethod ?? "What the differences between results owe to each."
          ) {
            BarChart(
              title: "Importance of parameters",
              description: numbers.prefix(5).map {
                "\($0.name.shortened(to: 40)) \(NumberText.percent($0.share))"
              }.joined(separator: ", "),
              bars: numbers.prefix(20).map {
                BarChart.Bar(name: $0.name, value: $0.share, label: NumberText.percent($0.share))
              }
            ).element
            Element.more(numbers.count - 20)
          }
        }
        contour(content)
      }
    }
  }

  /// Most trials that a map is made of: the best ones.
  private static let contourLimit = 500

  private static func contour(_ content: StudyReportContent) -> Element? {
    let complete = content.trials.filter { $0.value(0) != nil }
    guard let objective = content.objectives.first else { return nil }
    // Parameters that most trials have, the most important first.
    let common = content.parameters.filter { parameter in
      complete.count { parameter.position($0) != nil } * 2 > complete.count
    }
    guard common.count >= 2 else { return nil }
    let (x, y) = (common[0], common[1])
    let ranked = complete.filter { x.position($0) != nil && y.position($0) != nil }
      .sorted { left, right in
        let (a, b) = (left.value(0) ?? 0, right.value(0) ?? 0)
        return objective.isMinimized ? a < b : a > b
      }.prefix(contourLimit)
    guard ranked.count >= 5 else { return nil }
    let names = [x.name, y.name].map { $0.shortened(to: 40) }
    return Element.card(
      "\(names[0]) and \(names[1])",
      note:
        "The stronger the colour the better, by rank of \(objective.name.shortened(to: 40)); dots are trials, the large one the best."
    ) {
      ContourMap(
        title: "\(objective.name.shortened(to: 40)) over \(names[0]) and \(names[1])",
        description: "\(NumberText.count(ranked.count)) trials",
        plot: Plot(x: x.scale, y: y.scale, xTitle: names[0], yTitle: names[1]),
        points: ranked.enumerated().reversed().map { rank, trial in
          ContourMap.Point(
            x: x.position(trial) ?? .nan, y: y.position(trial) ?? .nan,
            rank: 1 - Double(rank) / Double(ranked.count - 1), isBest: rank == 0,
            tip: "trial \(trial.number): \(NumberText.score(trial.value(0) ?? .nan))\n"
              + trial.summary(content.parameters))
        }
      ).element
    }
  }
}
