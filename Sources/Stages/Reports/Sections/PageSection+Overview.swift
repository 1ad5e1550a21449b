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
      Element.grid {
        if hasScore(headline) { comparison(headline) }
        if !headline.otherScores.isEmpty { otherScores(headline) }
      }
    }
  }

  private static func hasScore(_ headline: ReportContent.Headline) -> Bool {
    [headline.validation?.value, headline.test?.value].contains { $0?.isFinite == true }
  }

  private static func comparison(_ headline: ReportContent.Headline) -> Element {
    let estimates = [("validation", headline.validation, 0), ("test", headline.test, 2)]
    var rows = estimates.compactMap { name, estimate, color in
      estimate.map {
        IntervalChart.Row(name: name, value: $0.value, lower: $0.lower, upper: $0.upper, color: color)
      }
    }
    if let baseline = headline.baseline {
      rows.insert(IntervalChart.Row(name: "constant answer", value: baseline, color: Legend.neutral), at: 0)
    }
    return Element.card(
      "Against the constant answer",
      note: "\(headline.higherIsBetter ? "Right" : "Left") is better; the bars are confidence intervals."
    ) {
      IntervalChart(
        title: "\(headline.metric) of the final model and of the constant answer",
        description: rows.map { "\($0.name) \(NumberText.score($0.value))" }.joined(separator: ", "),
        axisTitle: headline.metric, rows: rows, origin: headline.baseline
      ).element
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

  /// A number in large type.
  static func tile(_ name: String, value: String, detail: String) -> Element {
    Element("div", ["class": "tile"]) {
      Element("div", ["class": "tile-name"], text: name)
      Element("div", ["class": "tile-value"], text: value)
      Element("div", ["class": "tile-detail"], text: detail)
    }
  }

  private static func otherScores(_ headline: ReportContent.Headline) -> Element {
    let hasTest = headline.otherScores.contains { $0.test != nil }
    let hasBaseline = headline.otherScores.contains { $0.baseline != nil }
    var columns = [Table.Column(title: "Score"), Table.Column(title: "Validation", isNumeric: true)]
    if hasTest { columns.append(Table.Column(title: "Test", isNumeric: true)) }
    if hasBaseline { columns.append(Table.Column(title: "Constant answer", isNumeric: true)) }
    return Element.card("Further scores", note: "Of the final model; they were not optimised.", width: .broad)
    {
      Table(
        caption: "Further scores of the final model", columns: columns,
        rows: headline.otherScores.map { score in
          var row: [Table.Cell] = [.text(score.metric), .number(score.validation, NumberText.score)]
          if hasTest { row.append(.number(score.test, NumberText.score)) }
          if hasBaseline { row.append(.number(score.baseline, NumberText.score)) }
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
