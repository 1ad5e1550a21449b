import LatheCore

extension PageSection {
  /// The scores of the final model beside the constant answer.
  static func overview(_ headline: ReportContent.Headline) -> PageSection {
    PageSection(id: "overview", title: "Result") {
      if let notice = headline.notice {
        Element("p", ["class": "notice", "role": "note"], text: notice)
      }
      Element("div", ["class": "tiles"]) {
        tile("Validation \(headline.metric)", estimate: headline.validation)
        if headline.test != nil { tile("Test \(headline.metric)", estimate: headline.test) }
        tile(
          "Constant answer", value: headline.baseline.map(NumberText.score) ?? NumberText.missing,
          detail: "\(headline.metric) on validation data")
        tile("Time", value: NumberText.seconds(headline.seconds), detail: "seed \(headline.seed)")
      }
      Element.facts([
        ReportContent.Fact(
          "Task", "\(headline.task.title): \(headline.taskReason)"),
        ReportContent.Fact(
          "Objective", "\(headline.metric), \(headline.higherIsBetter ? "higher" : "lower") is better"),
        ReportContent.Fact("Final model", headline.model ?? NumberText.missing),
      ])
      if !headline.otherScores.isEmpty { otherScores(headline) }
    }
  }

  private static func tile(_ name: String, estimate: ReportContent.ScoreEstimate?) -> Element {
    var details: [String] = []
    if let lower = estimate?.lower, let upper = estimate?.upper, let level = estimate?.level {
      details.append(
        "\(NumberText.percent(level)) interval \(NumberText.score(lower)) to \(NumberText.score(upper))")
    }
    if let rowCount = estimate?.rowCount { details.append("\(NumberText.count(rowCount)) rows") }
    return tile(
      name, value: estimate.map { NumberText.score($0.value) } ?? NumberText.missing,
      detail: estimate == nil ? "not measured" : details.joined(separator: ", "))
  }

  private static func tile(_ name: String, value: String, detail: String) -> Element {
    Element("div", ["class": "tile"]) {
      Element("div", ["class": "tile-name"], text: name)
      Element("div", ["class": "tile-value"], text: value)
      Element("div", ["class": "tile-detail"], text: detail)
    }
  }

  private static func otherScores(_ headline: ReportContent.Headline) -> Element {
    let hasTest = headline.otherScores.contains { $0.test != nil }
    var columns = [
      Table.Column(title: "Score"), Table.Column(title: "Validation", isNumeric: true),
      Table.Column(title: "Constant answer", isNumeric: true),
    ]
    if hasTest { columns.insert(Table.Column(title: "Test", isNumeric: true), at: 2) }
    return Element.card("Further scores", note: "Of the final model; they were not optimised.") {
      Table(
        caption: "Further scores of the final model", columns: columns,
        rows: headline.otherScores.map { score in
          var row: [Table.Cell] = [
            .text(score.metric), .number(score.validation, NumberText.score),
            .number(score.baseline, NumberText.score),
          ]
          if hasTest { row.insert(.number(score.test, NumberText.score), at: 2) }
          return row
        }
      ).element
    }
  }
}

extension PredictionTask {
  /// The task in words.
  var title: String {
    switch self {
    case .binary: "binary classification"
    case .multiclass: "multi-class classification"
    case .regression: "regression"
    }
  }
}
