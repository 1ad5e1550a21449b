/// The figures of a multi-class task.
struct MulticlassCharts {
  let figures: ReportContent.MulticlassFigures

  /// Classes that a matrix of legible cells can have.
  private static let matrixLimit = 30
  /// Pairs and classes that are listed.
  private static let listLimit = 200
  private static let mistakeLimit = 8

  /// A card for each figure that there is.
  var elements: [Element] {
    let scores = ClassScores(classes: figures.classes, confusion: figures.confusion)
    let grid = Element.grid {
      if !figures.confusion.isEmpty {
        if figures.classes.count <= Self.matrixLimit { matrix }
        if !scores.mistakes.isEmpty { mistakes(scores.mistakes) }
        if scores.rows.count <= 12 { classTable(scores.rows, width: .single) }
      }
      if !figures.roc.isEmpty { roc }
      if !figures.calibration.isEmpty {
        PageSection.calibrationCard(
          figures.calibration, xTitle: "probability of the answer", yTitle: "share of right answers")
      }
      if !figures.confusion.isEmpty, scores.rows.count > 12 { classTable(scores.rows, width: .whole) }
    }
    return grid.map { [$0] } ?? []
  }

  private var matrix: Element {
    let count = figures.classes.count
    return Element.card(
      "Confusion matrix",
      note: "Rows of each actual class by answer; the colour is the share of the actual class.",
      width: count > 12 ? .whole : count > 4 ? .broad : .single
    ) {
      Element(
        "div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Confusion matrix"]
      ) {
        HeatMap(
          title: "Confusion matrix", description: "Rows by actual and predicted class",
          names: figures.classes,
          counts: figures.confusion, rowTitle: "actual", columnTitle: "predicted"
        ).element
      }
    }
  }

  private func mistakes(_ mistakes: [ClassScores.Mistake]) -> Element {
    Element.card("Most frequent mistakes") {
      Table(
        caption: "Most frequent mistakes",
        columns: [
          Table.Column(title: "Actual"), Table.Column(title: "Answer"),
          Table.Column(title: "Rows", isNumeric: true),
          Table.Column(title: "Share", isNumeric: true, help: "Of the actual class"),
        ],
        rows: mistakes.prefix(Self.mistakeLimit).map { mistake in
          [
            .text(mistake.actual.shortened(to: 40)), .text(mistake.predicted.shortened(to: 40)),
            .number(Double(mistake.count)) { NumberText.plain($0, digits: 15) },
            .number(mistake.share, NumberText.percent),
          ]
        }
      ).element
      Element.more(mistakes.count - Self.mistakeLimit)
    }
  }

  private func classTable(_ rows: [ClassScores.Row], width: CardWidth) -> Element {
    Element.card("Scores by class", width: width) {
      Table(
        caption: "Scores by class",
        columns: [
          Table.Column(title: "Class"), Table.Column(title: "Rows", isNumeric: true),
          Table.Column(title: "Precision", isNumeric: true), Table.Column(title: "Recall", isNumeric: true),
          Table.Column(title: "F1", isNumeric: true),
        ],
        rows: rows.prefix(Self.listLimit).map { row in
          [
            .text(row.name.shortened(to: 40)), .number(row.rowCount) { NumberText.plain($0, digits: 15) },
            .number(row.precision) { NumberText.fixed($0, decimals: 3) },
            .number(row.recall) { NumberText.fixed($0, decimals: 3) },
            .number(row.f1) { NumberText.fixed($0, decimals: 3) },
          ]
        }
      ).element
      Element.more(rows.count - Self.listLimit)
    }
  }

  private var roc: Element {
    let shown = figures.roc.prefix(Legend.neutral)
    return Element.card("ROC curves", note: "Each class against all others.") {
      LineChart(
        title: "ROC curves of each class against all others",
        description: shown.map { curve in
          "\(curve.label.shortened(to: 40))\(curve.area.map { " \(NumberText.score($0))" } ?? "")"
        }.joined(separator: ", "),
        plot: Plot(
          x: LinearScale(0, 1), y: LinearScale(0, 1), xTitle: "false positive rate",
          yTitle: "true positive rate"),
        series: shown.enumerated().map { index, curve in
          LineChart.Series(
            name: curve.label.shortened(to: 30) + (curve.area.map { ", area \(NumberText.plain($0))" } ?? ""),
            points: curve.points, color: index)
        }, references: [LineChart.diagonal]
      ).elements
      Element.more(figures.roc.count - shown.count)
    }
  }
}
