extension PageSection {
  /// What ran when, by worker.
  static func studyTimeline(_ content: StudyReportContent) -> PageSection {
    let states = StudyReportContent.Trial.State.allCases.map(\.rawValue)
    let colors = [0, 4, 1, Legend.neutral]
    let spans = content.trials.compactMap { trial -> ReportContent.Span? in
      guard let start = trial.start, let end = trial.end, let lane = trial.lane else { return nil }
      return ReportContent.Span(
        lane: lane, label: "trial \(trial.number)", family: trial.state.rawValue, start: start, end: end)
    }
    var lanes: [(name: String, spans: [ReportContent.Span])] = []
    for span in spans {
      if let index = lanes.firstIndex(where: { $0.name == span.lane }) {
        lanes[index].spans.append(span)
      } else {
        lanes.append((span.lane, [span]))
      }
    }
    return PageSection(id: "timeline", title: "Timeline") {
      if !lanes.isEmpty {
        Element.card("What ran when", note: "Each bar is one trial.", width: .whole) {
          Element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Timeline"]) {
            GanttChart(
              title: "What ran when", description: "\(NumberText.count(spans.count)) trials over seconds",
              lanes: lanes.prefix(laneLimit).map { ($0.name, Array($0.spans.prefix(spanLimit))) },
              color: { state in states.firstIndex(of: state).map { colors[$0] } ?? Legend.neutral },
              budgetSeconds: nil
            ).element
          }
          Legend(
            entries: zip(states, colors).filter { state, _ in
              content.trials.contains { $0.state.rawValue == state }
            }.map { ($0, $1, .area) }
          ).element
          Element.more(lanes.count - laneLimit, "workers")
        }
      }
    }
  }

  private static let laneLimit = 40
  private static let spanLimit = 600
  /// Trials, failures and parameters that are listed.
  private static let trialLimit = 100
  private static let failureLimit = 20
  private static let columnLimit = 12

  /// The best trials, and why others have failed.
  static func studyTrials(_ content: StudyReportContent) -> PageSection {
    let complete = content.trials.filter { $0.state == .complete }
    let failures = content.trials.filter { $0.failure != nil }
    return PageSection(id: "trials", title: "Trials") {
      if !complete.isEmpty {
        Element.card("Best trials", width: .whole) {
          table(content, best(complete, content))
          Element.more(complete.count - trialLimit)
        }
      }
      if !failures.isEmpty {
        Element.card("Without a result", width: .whole) {
          Table(
            caption: "Trials without a result",
            columns: [Table.Column(title: "Trial", isNumeric: true), Table.Column(title: "Reason")],
            rows: failures.prefix(failureLimit).map {
              [
                .number(Double($0.number)) { NumberText.count(Int($0)) },
                .text($0.failure?.shortened(to: 400) ?? ""),
              ]
            }
          ).element
          Element.more(failures.count - failureLimit)
        }
      }
    }
  }

  private static func best(
    _ trials: [StudyReportContent.Trial], _ content: StudyReportContent
  ) -> [StudyReportContent.Trial] {
    func rank(_ trial: StudyReportContent.Trial) -> (Int, Int, Double, Int) {
      let value = trial.value(0) ?? .infinity
      let loss = content.objectives.first?.isMinimized == false && value.isFinite ? -value : value
      return (trial.isBest ? 0 : 1, trial.isFeasible ? 0 : 1, loss, trial.number)
    }
    return Array(trials.sorted { rank($0) < rank($1) }.prefix(trialLimit))
  }

  private static func table(
    _ content: StudyReportContent, _ trials: [StudyReportContent.Trial]
  ) -> Element {
    let parameters = content.parameters.prefix(columnLimit)
    var columns = [Table.Column(title: "Trial", isNumeric: true)]
    columns += content.objectives.map {
      Table.Column(title: $0.name.shortened(to: 24), isNumeric: true, help: $0.name)
    }
    columns += parameters.map { parameter in
      let isNumeric = if case .number = parameter.kind { true } else { false }
      return Table.Column(title: parameter.name.shortened(to: 24), isNumeric: isNumeric, help: parameter.name)
    }
    columns.append(Table.Column(title: "Time", isNumeric: true))
    return Table(
      caption: "The best trials", columns: columns,
      rows: trials.map { trial in
        var row: [Table.Cell] = [
          .markup(sortKey: Double(trial.number)) {
            if trial.isBest { Element("span", ["class": "badge accent"], text: "best") }
            if !trial.isFeasible { Element("span", ["class": "badge warning"], text: "breaks a constraint") }
            " " + NumberText.count(trial.number)
          }
        ]
        row += content.objectives.indices.map { .number(trial.value($0), NumberText.score) }
        row += parameters.map { parameter in
          switch trial.parameters[parameter.name] {
          case .number(let number): .number(number) { NumberText.plain($0, digits: 4) }
          case .choice(let choice): .text(choice.shortened(to: 40))
          case nil: .text(NumberText.missing)
          }
        }
        let seconds = trial.start.flatMap { start in trial.end.map { $0 - start } }
        row.append(.number(seconds, NumberText.seconds))
        return row
      }
    ).element
  }
}
