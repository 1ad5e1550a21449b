extension PageSection {
  /// Results by each parameter.
  static func studyParameters(_ content: StudyReportContent) -> PageSection {
    PageSection(id: "parameters", title: "Parameters") {
      parallel(content)
      Element.grid {
        content.parameters.prefix(sliceLimit).compactMap { slice(content, $0) }
      }
      Element.more(content.parameters.count - sliceLimit, "parameters")
    }
  }

  /// Most parameters that have a chart of their own, most axes side by side, most trials in one chart.
  private static let sliceLimit = 24
  private static let axisLimit = 10
  private static let trialLimit = 400

  private static func slice(
    _ content: StudyReportContent, _ parameter: StudyReportContent.Parameter
  ) -> Element? {
    guard let objective = content.objectives.first else { return nil }
    let trials = content.trials.filter { $0.value(0) != nil && parameter.position($0) != nil }
    guard !trials.isEmpty else { return nil }
    let name = parameter.name.shortened(to: 40)
    let (scale, isCut) = content.scale(ofObjective: 0)
    let plot = Plot(
      x: parameter.scale, y: scale, xTitle: name, yTitle: objective.name.shortened(to: 40))
    let title = "\(objective.name.shortened(to: 40)) by \(name)"
    let description = "\(NumberText.count(trials.count)) trials"
    return Element.card(name, note: isCut ? StudyReportContent.cutNote : nil) {
      if trials.count > trialLimit, case .number = parameter.kind {
        ScatterPlot(
          title: title, description: description, plot: plot,
          points: trials.map {
            ReportContent.Point(x: parameter.position($0) ?? .nan, y: $0.value(0) ?? .nan)
          }
        ).element
      } else {
        plot.chart(title: title, description: description) {
          thinned(trials).map { trial in
            Element.dot(
              plot.place(parameter.position(trial) ?? .nan, trial.value(0) ?? .nan),
              radius: trial.isBest ? 4.5 : 2.8,
              style: trial.isBest ? "dot f1" : trial.isFeasible ? "point f0" : "point f7",
              tip: "trial \(trial.number): \(NumberText.score(trial.value(0) ?? .nan))\n\(name) = "
                + (trial.parameters[parameter.name]?.text.shortened(to: 40) ?? ""))
          }
        }
      }
    }
  }

  /// At most some hundred trials, the best ones among them and last, so that they lie above.
  private static func thinned(_ trials: [StudyReportContent.Trial]) -> [StudyReportContent.Trial] {
    let stride = trials.count / trialLimit + 1
    let others = trials.filter { !$0.isBest }.enumerated().filter { $0.offset.isMultiple(of: stride) }
    return others.map(\.element) + trials.filter(\.isBest).suffix(trialLimit)
  }

  private static func parallel(_ content: StudyReportContent) -> Element? {
    let trials = content.trials.filter { $0.value(0) != nil }
    guard trials.count > 1, let objective = content.objectives.first, !content.parameters.isEmpty else {
      return nil
    }
    let ranked = trials.sorted { left, right in
      let (a, b) = (left.value(0) ?? 0, right.value(0) ?? 0)
      return objective.isMinimized ? a < b : a > b
    }
    let goodCount = max(1, min(ranked.count / 10, 30))
    // The good ones, and of the others as many as can be told apart.
    let stride = max(1, ranked.count / trialLimit)
    let shown = ranked.enumerated().filter { $0.offset < goodCount || $0.offset.isMultiple(of: stride) }
    let parameters = Array(content.parameters.prefix(axisLimit))
    let axes =
      parameters.map { ParallelCoordinates.Axis(name: $0.name, scale: $0.scale) }
      + [ParallelCoordinates.Axis(name: objective.name, scale: content.scale(ofObjective: 0).scale)]
    return Element.card(
      "All together",
      note: "One line a trial; the best one in the second colour, the best tenth in the first."
        + (content.parameters.count > axisLimit ? " The first \(axisLimit) parameters." : ""), width: .whole
    ) {
      Element(
        "div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Parallel coordinates"]
      ) {
        ParallelCoordinates(
          title: "Parameters and result of each trial",
          description: "\(NumberText.count(shown.count)) lines across \(axes.count) axes", axes: axes,
          lines: shown.map { rank, trial in
            ParallelCoordinates.Line(
              values: parameters.map { $0.position(trial) } + [trial.value(0)],
              style: rank == 0 ? .best : rank < goodCount ? .good : .back,
              tip: "trial \(trial.number): \(NumberText.score(trial.value(0) ?? .nan))\n"
                + trial.summary(content.parameters))
          }
        ).element
      }
    }
  }
}
