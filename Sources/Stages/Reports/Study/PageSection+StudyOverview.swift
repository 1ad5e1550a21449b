extension PageSection {
  /// The best trial and how many there were.
  static func studyOverview(_ content: StudyReportContent) -> PageSection {
    let best = content.trials.filter(\.isBest)
    return PageSection(id: "overview", title: "Result") {
      if let notice = content.notice {
        Element("p", ["class": "notice", "role": "note"], text: notice)
      }
      Element("div", ["class": "tiles"]) {
        content.objectives.enumerated().prefix(4).map { index, objective in
          bestTile(
            objective, values: best.compactMap { $0.value(index) }, isAlone: content.objectives.count == 1)
        }
        tile("Trials", value: NumberText.count(content.trials.count), detail: states(content.trials))
        tile(
          "Time", value: duration(content.trials).map(NumberText.seconds) ?? NumberText.missing,
          detail: "from the first beginning to the last end")
      }
      Element.facts(content.facts)
      if content.objectives.count == 1, let trial = best.first {
        Element.card("Best parameters", note: "Trial \(trial.number).") {
          Table(
            caption: "Parameters of the best trial",
            columns: [
              Table.Column(title: "Parameter"), Table.Column(title: "Value", isNumeric: true),
            ],
            rows: content.parameters.filter { trial.parameters[$0.name] != nil }.map { parameter in
              [
                .text(parameter.name.shortened(to: 60)),
                .text(trial.parameters[parameter.name]?.text.shortened(to: 60) ?? NumberText.missing),
              ]
            }
          ).element
        }
      }
    }
  }

  private static func bestTile(
    _ objective: StudyReportContent.Objective, values: [Double], isAlone: Bool
  ) -> Element {
    let best = objective.isMinimized ? values.min() : values.max()
    return tile(
      "\(isAlone ? "Best" : objective.isMinimized ? "Smallest" : "Largest") \(objective.name.shortened(to: 40))",
      value: best.map(NumberText.score) ?? NumberText.missing,
      detail: objective.isMinimized ? "lower is better" : "higher is better")
  }

  private static func states(_ trials: [StudyReportContent.Trial]) -> String {
    StudyReportContent.Trial.State.allCases.compactMap { state in
      let count = trials.count { $0.state == state }
      return count > 0 ? "\(NumberText.count(count)) \(state.rawValue)" : nil
    }.joined(separator: ", ")
  }

  private static func duration(_ trials: [StudyReportContent.Trial]) -> Double? {
    guard let start = trials.compactMap(\.start).min(), let end = trials.compactMap(\.end).max() else {
      return nil
    }
    return max(end - start, 0)
  }
}
