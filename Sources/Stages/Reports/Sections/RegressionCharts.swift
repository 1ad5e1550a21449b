import Foundation
import LatheCore

/// The figures of a regression.
struct RegressionCharts {
  /// True values and predictions of the rows where both are finite.
  private let pairs: [(actual: Double, predicted: Double)]
  /// Actual minus predicted, ascending.
  private let residuals: [Double]

  init(figures: ReportContent.RegressionFigures) {
    // Halves, so that no difference of finite numbers overflows.
    pairs = zip(figures.actual, figures.predicted).filter {
      $0.isFinite && $1.isFinite && ($0 / 2 - $1 / 2).magnitude < .greatestFiniteMagnitude / 4
    }
    residuals = pairs.map { $0.actual - $0.predicted }.sorted()
  }

  /// A card for each figure, if there are pairs at all.
  var elements: [Element] {
    guard !pairs.isEmpty else { return [] }
    let grid = Element.grid {
      predictedByActual
      residualByPredicted
      residualHistogram
      errorCurve
      quantiles
      errorByDecile
    }
    return grid.map { [$0] } ?? []
  }

  private var predictedByActual: Element {
    let values = pairs.flatMap { [$0.actual, $0.predicted] }
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    // A target over several powers of ten is seen only on a logarithmic axis.
    let isSkewed = low > 0 && high / low > 500
    let scale: any Scale = (isSkewed ? LogScale(low, high) : nil) ?? LinearScale(covering: values)
    return Element.card("Predicted and actual", note: "On the dashed line, predictions are exact.") {
      ScatterPlot(
        title: "Predicted by actual values", description: "\(NumberText.count(pairs.count)) rows",
        plot: Plot(x: scale, y: scale, xTitle: "actual", yTitle: "predicted"),
        points: pairs.map { ReportContent.Point(x: $0.actual, y: $0.predicted) },
        references: [(ReportContent.Point(x: low, y: low), ReportContent.Point(x: high, y: high))]
      ).element
    }
  }

  private var residualByPredicted: Element {
    let predictions = pairs.map(\.predicted)
    let low = predictions.min() ?? 0
    let high = predictions.max() ?? 1
    return Element.card(
      "Residuals by prediction", note: "Actual minus predicted; a pattern is something not learned."
    ) {
      ScatterPlot(
        title: "Residuals by prediction", description: "\(NumberText.count(pairs.count)) rows",
        plot: Plot(
          x: LinearScale(low, high), y: LinearScale(covering: residuals), xTitle: "predicted",
          yTitle: "residual"),
        points: pairs.map { ReportContent.Point(x: $0.predicted, y: $0.actual - $0.predicted) },
        references: [(ReportContent.Point(x: low, y: 0), ReportContent.Point(x: high, y: 0))]
      ).element
    }
  }

  private var residualHistogram: Element {
    // The central 99 %, so that one outlier does not squeeze all others into one bar.
    let low = quantile(0.005)
    let high = quantile(0.995)
    let scale = LinearScale(low, high)
    let bins = 36
    var counts = [Int](repeating: 0, count: bins)
    for residual in residuals where residual >= scale.lower && residual <= scale.upper {
      counts[min(Int(scale.fraction(residual) * Double(bins)), bins - 1)] += 1
    }
    let width = (scale.upper - scale.lower) / Double(bins)
    let histogram = ReportContent.Histogram(
      edges: (0...bins).map { scale.lower + width * Double($0) }, counts: counts)
    return Element.card(
      "Residuals", note: "The central 99 %; median \(NumberText.plain(quantile(0.5)))."
    ) {
      HistogramChart(
        title: "Histogram of residuals", description: "Median \(NumberText.plain(quantile(0.5)))",
        groups: [("residuals", histogram, 0)], xTitle: "actual minus predicted", marker: (0, "0")
      ).elements
    }
  }

  /// Bi and Bennett, "Regression Error Characteristic Curves", ICML 2003.
  private var errorCurve: Element {
    let errors = residuals.map(\.magnitude).sorted()
    let count = Double(errors.count)
    let points = errors.enumerated().map { ReportContent.Point(x: $1, y: Double($0 + 1) / count) }
    let middle = errors[errors.count / 2]
    let upper = errors[min(Int(count * 0.98), errors.count - 1)]
    return Element.card(
      "Share of rows within an error",
      note: "Half of the rows are off by at most \(NumberText.plain(middle))."
    ) {
      LineChart(
        title: "Share of rows within an absolute error",
        description: "Median error \(NumberText.plain(middle))",
        plot: Plot(
          x: LinearScale(0, upper > 0 ? upper : 1), y: LinearScale(0, 1), xTitle: "absolute error",
          yTitle: "share of rows"),
        series: [
          LineChart.Series(
            name: "share", points: [ReportContent.Point(x: 0, y: 0)] + points.filter { $0.x <= upper },
            color: 0)
        ], marker: (middle, "median")
      ).elements
    }
  }

  private var quantiles: Element {
    let count = Double(residuals.count)
    let mean = residuals.reduce(0) { $0 + $1 / count }
    let deviation = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }.squareRoot()
    let steps = min(residuals.count, 200)
    let points = (0..<steps).map { step in
      let share = (Double(step) + 0.5) / Double(steps)
      return ReportContent.Point(x: NormalDistribution.quantile(share), y: quantile(share))
    }
    let ends = [points.first?.x ?? -1, points.last?.x ?? 1]
    let line = ends.map { ReportContent.Point(x: $0, y: mean + deviation * $0) }
    return Element.card(
      "Residual quantiles", note: "Beside a normal distribution's; tails that leave the line are heavy."
    ) {
      LineChart(
        title: "Quantiles of residuals by quantiles of the normal distribution",
        description: "Standard deviation \(NumberText.plain(deviation))",
        plot: Plot(
          x: LinearScale(ends[0], ends[1]), y: LinearScale(covering: points.map(\.y)),
          xTitle: "normal quantile", yTitle: "residual"),
        series: [LineChart.Series(name: "residual quantiles", points: points, color: 0)],
        references: deviation.isFinite ? [(line[0], line[1])] : []
      ).elements
    }
  }

  private var errorByDecile: Element {
    let sorted = pairs.sorted { $0.actual < $1.actual }
    let groups = min(10, sorted.count)
    let bars = (0..<groups).map { group in
      let rows = sorted[(group * sorted.count / groups)..<((group + 1) * sorted.count / groups)]
      let error = rows.reduce(0.0) { $0 + ($1.actual - $1.predicted).magnitude / Double(rows.count) }
      let limits =
        "\(NumberText.plain(rows.first?.actual ?? .nan)) to \(NumberText.plain(rows.last?.actual ?? .nan))"
      return BarChart.Bar(name: limits, value: error, label: NumberText.plain(error))
    }
    return Element.card(
      "Mean absolute error by actual value", note: "Tenths of the rows, by their true value."
    ) {
      BarChart(
        title: "Mean absolute error by tenths of the actual values",
        description: bars.map { "\($0.name): \($0.label)" }.joined(separator: ", "), bars: bars
      ).element
    }
  }

  /// The residual below which `share` of all lie.
  private func quantile(_ share: Double) -> Double {
    residuals[min(max(Int(share * Double(residuals.count)), 0), residuals.count - 1)]
  }
}
