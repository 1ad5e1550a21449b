/// The figures of a binary task.
struct BinaryCharts {
  let figures: ReportContent.BinaryFigures

  /// A card for each figure that there is.
  var elements: [Element] {
    let grid = Element.grid {
      if !figures.roc.isEmpty { roc }
      if !figures.precisionRecall.isEmpty { precisionRecall }
      if !figures.calibration.isEmpty {
        PageSection.calibrationCard(
          figures.calibration, xTitle: "predicted probability of \(positive)", yTitle: "observed share")
      }
      if let negative = figures.negativeScores, let positive = figures.positiveScores {
        scores(negative: negative, positive: positive)
      }
      if !figures.thresholdCurves.isEmpty { thresholds }
      if !figures.confusion.isEmpty { confusion }
    }
    return grid.map { [$0] } ?? []
  }

  private var positive: String { figures.positiveClass.shortened(to: 24) }

  private var marker: (x: Double, name: String)? {
    figures.threshold.map { ($0, "threshold \(NumberText.plain($0))") }
  }

  private var roc: Element {
    let area = figures.rocArea.map { "Area under the curve: \(NumberText.score($0))." }
    return Element.card("ROC curve", note: area) {
      LineChart(
        title: "ROC curve", description: area ?? "True positive rate by false positive rate",
        plot: Plot(
          x: LinearScale(0, 1), y: LinearScale(0, 1), xTitle: "false positive rate",
          yTitle: "true positive rate"),
        series: [LineChart.Series(name: "ROC", points: figures.roc, color: 0)],
        references: [LineChart.diagonal]
      ).elements
    }
  }

  private var precisionRecall: Element {
    let average = figures.averagePrecision.map { "Average precision: \(NumberText.score($0))." }
    return Element.card("Precision and recall", note: average) {
      LineChart(
        title: "Precision-recall curve", description: average ?? "Precision by recall",
        plot: Plot(x: LinearScale(0, 1), y: LinearScale(0, 1), xTitle: "recall", yTitle: "precision"),
        series: [LineChart.Series(name: "precision by recall", points: figures.precisionRecall, color: 0)],
        references: positiveShare.map {
          [(from: ReportContent.Point(x: 0, y: $0), to: ReportContent.Point(x: 1, y: $0))]
        } ?? []
      ).elements
    }
  }

  /// The precision of a random order.
  private var positiveShare: Double? {
    let totals = figures.confusion.map { $0.reduce(0.0) { $0 + Double(max($1, 0)) } }
    guard totals.count == 2, totals[0] + totals[1] > 0 else { return nil }
    return totals[1] / (totals[0] + totals[1])
  }

  private func scores(
    negative: ReportContent.Histogram, positive: ReportContent.Histogram
  ) -> Element {
    Element.card("Predicted probabilities", note: "Shares of each actual class; less overlap is better.") {
      HistogramChart(
        title: "Predicted probabilities by actual class", description: "Two overlapping histograms",
        groups: [(figures.negativeClass, negative, 0), (figures.positiveClass, positive, 1)],
        xTitle: "predicted probability of \(self.positive)", isShare: true, marker: marker
      ).elements
    }
  }

  private var thresholds: Element {
    let xs = figures.thresholdCurves.flatMap { $0.points.map(\.x) }.filter(\.isFinite)
    return Element.card(
      "Scores by threshold",
      note: figures.thresholdReason.map { "The threshold was chosen because \($0)." }
        ?? "What other thresholds would give."
    ) {
      LineChart(
        title: "Scores by threshold",
        description: marker.map { "The answer is given at \($0.name)" } ?? "Scores by threshold",
        plot: Plot(
          x: LinearScale(min(xs.min() ?? 0, 0), max(xs.max() ?? 1, 1)),
          y: LinearScale(covering: figures.thresholdCurves.flatMap { $0.points.map(\.y) } + [0, 1]),
          xTitle: "threshold", yTitle: "score"),
        series: figures.thresholdCurves.prefix(Legend.neutral).enumerated().map { index, curve in
          LineChart.Series(name: curve.name, points: curve.points, color: index)
        }, marker: marker
      ).elements
    }
  }

  private var confusion: Element {
    Element.card(
      "Confusion matrix",
      note: figures.threshold.map {
        "Rows at the threshold \(NumberText.plain($0)), and shares of the actual class."
      }
    ) {
      HeatMap(
        title: "Confusion matrix", description: "Rows by actual and predicted class",
        names: [figures.negativeClass, figures.positiveClass], counts: figures.confusion,
        rowTitle: "actual", columnTitle: "predicted"
      ).element
    }
  }
}
