extension PageSection {
  /// Results by trial, and values on the way.
  static func studyHistory(_ content: StudyReportContent) -> PageSection {
    PageSection(id: "history", title: "History") {
      Element.grid {
        content.objectives.indices.prefix(6).compactMap { history(content, objective: $0) }
        curves(content)
      }
    }
  }

  private static func history(_ content: StudyReportContent, objective: Int) -> Element? {
    let trials = content.trials.filter { $0.value(objective) != nil }
    guard let last = trials.last else { return nil }
    let name = content.objectives[objective].name.shortened(to: 40)
    let isMinimized = content.objectives[objective].isMinimized
    func point(_ trial: StudyReportContent.Trial) -> ReportContent.Point {
      ReportContent.Point(x: Double(trial.number), y: trial.value(objective) ?? .nan)
    }
    var best: [ReportContent.Point] = []
    for trial in trials where trial.isFeasible {
      let point = point(trial)
      if best.last.map({ isMinimized ? point.y < $0.y : point.y > $0.y }) ?? true { best.append(point) }
    }
    if let value = best.last?.y { best.append(ReportContent.Point(x: Double(last.number), y: value)) }
    let (scale, isCut) = content.scale(ofObjective: objective)
    let tips = Dictionary(
      trials.map { ($0.number, $0.summary(content.parameters)) }, uniquingKeysWith: { first, _ in first })
    let plot = Plot(
      x: LinearScale(0, Double(max(last.number, 1))), y: scale, xTitle: "trial", yTitle: name)
    let dots = { (trials: [StudyReportContent.Trial], name: String, color: Int) in
      LineChart.Series(
        name: name, points: trials.map(point), color: color,
        marks: { "trial \(Int($0.x)): \(NumberText.score($0.y))\n\(tips[Int($0.x)] ?? "")" }, hasLine: false)
    }
    let infeasible = trials.filter { !$0.isFeasible }
    var series: [LineChart.Series] = []
    if trials.count <= 1_000 { series.append(dots(trials.filter(\.isFeasible), "results", 5)) }
    if !infeasible.isEmpty, infeasible.count <= 1_000 {
      series.append(dots(infeasible, "constraints broken", Legend.neutral))
    }
    series.append(LineChart.Series(name: "best so far", points: best, color: 0, isStep: true))
    return Element.card(
      content.objectives.count > 1 ? "\(name) by trial" : "Results by trial",
      note: "\(name): \(isMinimized ? "lower" : "higher") is better. "
        + (isCut ? StudyReportContent.cutNote : "The line is the best so far.")
    ) {
      LineChart(
        title: "\(name) by trial",
        description: best.last.map { "The best is \(NumberText.score($0.y))" } ?? "There is no result",
        plot: plot, series: series
      ).elements
    }
  }

  /// Most curves that are drawn.
  private static let curveLimit = 200

  private static func curves(_ content: StudyReportContent) -> Element? {
    let trials = content.trials.filter { trial in
      trial.curve.contains { $0.x.isFinite && $0.y.isFinite }
    }
    guard trials.contains(where: { $0.curve.count > 1 }), let objective = content.objectives.first else {
      return nil
    }
    let shown = trials.filter(\.isBest) + trials.filter { !$0.isBest }.suffix(curveLimit)
    let points = shown.flatMap { $0.curve.filter { $0.x.isFinite && $0.y.isFinite } }
    let (scale, isCut) = StudyReportContent.scale(of: points.map(\.y), isMinimized: objective.isMinimized)
    let plot = Plot(
      x: LinearScale(points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 1), y: scale, xTitle: "step",
      yTitle: objective.name.shortened(to: 40))
    return Element.card(
      "Values on the way",
      note: "One line a trial; pale ones were stopped early or have failed."
        + (isCut ? " " + StudyReportContent.cutNote : "")
    ) {
      plot.chart(
        title: "Values on the way", description: "\(NumberText.count(shown.count)) curves over steps"
      ) {
        StrandChart.elements(
          shown.map { trial in
            StrandChart.Strand(
              places: trial.curve.filter { $0.x.isFinite && $0.y.isFinite }.map { plot.place($0.x, $0.y) },
              style: trial.isBest ? .best : trial.state == .complete ? .good : .back,
              tip: "trial \(trial.number), \(trial.state.rawValue)\n\(trial.summary(content.parameters))")
          })
      }
      Element.more(trials.count - shown.count)
    }
  }
}
