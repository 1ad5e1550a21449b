extension PageSection {
  /// What was decided, why, and what ran when.
  static func plan(_ plan: ReportContent.Plan?, families: FamilyColors) -> PageSection {
    PageSection(id: "plan", title: "Plan") {
      if let plan, !plan.decisions.isEmpty {
        Element.card("Decisions", width: .whole) {
          Table(
            caption: "Decisions and their reasons",
            columns: [Table.Column(title: "Decision"), Table.Column(title: "Reason")],
            rows: plan.decisions.map { [.text($0.decision), .text($0.reason)] }
          ).element
        }
      }
      if let progress = plan?.progress, progress.ensemble.count > 1 { rise(progress) }
      if let plan, !plan.spans.isEmpty { timeline(plan, families: families) }
    }
  }

  private static func rise(_ progress: ReportContent.Progress) -> Element {
    let points = (progress.best + progress.ensemble).filter { $0.x.isFinite && $0.y.isFinite }
    let last = progress.ensemble.last
    return Element.card(
      "How the score rose", note: "Validation scores of the best single model and of the ensemble so far."
    ) {
      LineChart(
        title: "How the score rose",
        description: last.map {
          "the ensemble's \(progress.metric) ends at \(NumberText.score($0.y)) after \(NumberText.seconds($0.x))"
        } ?? "",
        plot: Plot(
          x: LinearScale(0, points.map(\.x).max() ?? 1), y: LinearScale(covering: points.map(\.y)),
          xTitle: "seconds",
          yTitle: progress.metric.shortened(to: 40)),
        series: [
          LineChart.Series(name: "ensemble", points: progress.ensemble, color: 0, isStep: true),
          LineChart.Series(name: "best single model", points: progress.best, color: 1, isStep: true),
        ],
        marker: progress.searchBegan.map { ($0, "search beyond the portfolio") }
      ).elements
    }
  }

  /// Most rows, and most stretches of time, that are drawn one by one.
  private static let timelineLimits = (lanes: 40, spans: 600)

  private static func timeline(_ plan: ReportContent.Plan, families: FamilyColors) -> Element {
    var spans = plan.spans
    var note = "Each bar is one fit or phase; the colour is the family."
    if spans.count > timelineLimits.spans {
      spans = merged(spans)
      note = "Each bar is all fits of one model; the colour is the family."
    }
    var lanes = grouped(spans, by: \.lane)
    if lanes.count > timelineLimits.lanes {
      lanes = grouped(spans, by: \.family)
      note += " A row is a family, since there are too many models for a row each."
    }
    if let budget = plan.budgetSeconds {
      note += " The dashed line is the budget, \(NumberText.seconds(budget))."
    }
    return Element.card("What ran when", note: note, width: .whole) {
      Element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Timeline"]) {
        GanttChart(
          title: "What ran when", description: "\(NumberText.count(lanes.count)) rows of bars over seconds",
          lanes: lanes.prefix(timelineLimits.lanes).map {
            ($0.name, Array($0.spans.prefix(timelineLimits.spans)))
          },
          color: families.color, budgetSeconds: plan.budgetSeconds
        ).element
      }
      Element.more(lanes.count - timelineLimits.lanes)
    }
  }

  /// Spans by a property, in order of first appearance.
  private static func grouped(
    _ spans: [ReportContent.Span], by property: (ReportContent.Span) -> String
  ) -> [(name: String, spans: [ReportContent.Span])] {
    var lanes: [(name: String, spans: [ReportContent.Span])] = []
    var indexOfLane: [String: Int] = [:]
    for span in spans {
      let name = property(span)
      if let index = indexOfLane[name] {
        lanes[index].spans.append(span)
      } else {
        indexOfLane[name] = lanes.count
        lanes.append((name, [span]))
      }
    }
    return lanes
  }

  /// One span a lane, from its first start to its last end.
  private static func merged(_ spans: [ReportContent.Span]) -> [ReportContent.Span] {
    grouped(spans, by: \.lane).compactMap { lane in
      guard var all = lane.spans.first else { return nil }
      for span in lane.spans.dropFirst() {
        all.start = min(all.start, span.start)
        all.end = max(all.end, span.end)
      }
      all.label = "\(NumberText.count(lane.spans.count)) fits"
      return all
    }
  }
}
