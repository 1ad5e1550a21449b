extension PageSection {
  /// Most models whose curve is drawn.
  private static let curveLimit = 12

  /// Loss by iteration.
  static func learningCurves(_ curves: [ReportContent.LearningCurve]) -> PageSection {
    PageSection(id: "learning", title: "Learning curves") {
      Element.grid { curves.prefix(curveLimit).map(card) }
      Element.more(curves.count - curveLimit)
    }
  }

  private static func card(_ curve: ReportContent.LearningCurve) -> Element {
    var series = [LineChart.Series(name: "validation", points: curve.validation, color: 0)]
    if !curve.training.isEmpty {
      series.append(LineChart.Series(name: "training", points: curve.training, color: 1))
    }
    let points = (curve.validation + curve.training).filter { $0.x.isFinite && $0.y.isFinite }
    let xs = points.map(\.x)
    let last = curve.validation.last { $0.y.isFinite }
    return Element.card(curve.model.shortened(to: 60)) {
      LineChart(
        title: "Learning curve of \(curve.model.shortened(to: 60))",
        description: last.map {
          "\(curve.metric) on validation rows ends at \(NumberText.score($0.y)) after "
            + "\(NumberText.plain($0.x, digits: 6)) iterations"
        } ?? "No validation loss was recorded",
        plot: Plot(
          x: LinearScale(xs.min() ?? 0, xs.max() ?? 1), y: LinearScale(covering: points.map(\.y)),
          xTitle: "iteration", yTitle: curve.metric.shortened(to: 40)),
        series: series,
        marker: curve.bestIteration.map {
          (Double($0), "kept: \(NumberText.plain(Double($0), digits: 6))")
        }
      ).elements
    }
  }
}
