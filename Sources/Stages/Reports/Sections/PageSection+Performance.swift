extension PageSection {
  /// How the final model errs.
  static func performance(_ performance: ReportContent.Performance?) -> PageSection {
    PageSection(id: "performance", title: "Performance") {
      if let performance {
        Element("p", ["class": "note"], text: "Measured on \(performance.source).")
        switch performance.figures {
        case .binary(let figures): BinaryCharts(figures: figures).elements
        case .multiclass(let figures): MulticlassCharts(figures: figures).elements
        case .regression(let figures): RegressionCharts(figures: figures).elements
        }
      }
    }
  }

  /// The predicted probability against how often it came true.
  static func calibrationCard(
    _ calibration: [ReportContent.CalibrationBin], xTitle: String, yTitle: String
  ) -> Element {
    let counts = Dictionary(
      calibration.map { (ReportContent.Point(x: $0.predicted, y: $0.observed), $0.count) },
      uniquingKeysWith: { first, _ in first })
    return Element.card(
      "Calibration", note: "On the dashed line, probabilities mean what they say."
    ) {
      LineChart(
        title: "Calibration curve", description: "\(calibration.count) bins of predicted probability",
        plot: Plot(x: LinearScale(0, 1), y: LinearScale(0, 1), xTitle: xTitle, yTitle: yTitle),
        series: [
          LineChart.Series(
            name: "calibration",
            points: calibration.map { ReportContent.Point(x: $0.predicted, y: $0.observed) }, color: 0,
            marks: { point in
              "predicted \(NumberText.plain(point.x)), observed \(NumberText.plain(point.y))"
                + (counts[point].map { "\n\(NumberText.count($0)) rows" } ?? "")
            })
        ], references: [LineChart.diagonal]
      ).elements
    }
  }
}

extension LineChart {
  /// From (0, 0) to (1, 1).
  static let diagonal = (from: ReportContent.Point(x: 0, y: 0), to: ReportContent.Point(x: 1, y: 1))
}
