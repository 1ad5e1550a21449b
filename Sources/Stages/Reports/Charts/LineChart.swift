/// Curves over a common axis.
struct LineChart {
  /// One curve.
  struct Series {
    let name: String
    let points: [ReportContent.Point]
    /// The index of its colour and of its dashes.
    let color: Int
    /// Whether the value stays until the next point.
    var isStep = false
    /// Whether each point has a mark, and what the mark says.
    var marks: ((ReportContent.Point) -> String)?
    /// Whether there is a line, or only marks.
    var hasLine = true
  }

  let title: String
  let description: String
  let plot: Plot
  let series: [Series]
  /// Dashed lines to compare with, from point to point.
  var references: [(from: ReportContent.Point, to: ReportContent.Point)] = []
  /// A vertical line and its name.
  var marker: (x: Double, name: String)?

  /// The chart and its legend.
  var elements: [Element] {
    let chart = plot.chart(title: title, description: description) {
      references.map { plot.segment(from: $0.from, to: $0.to, style: "reference") }
      if let marker { plot.marker(x: marker.x, name: marker.name) }
      series.flatMap(marks)
    }
    let legend = Legend(entries: series.map { ($0.name, $0.color, $0.hasLine ? .line : .dot) }).element
    return [chart] + (legend.map { [$0] } ?? [])
  }

  private func marks(of series: Series) -> [Element] {
    let finite = series.points.filter { $0.x.isFinite && $0.y.isFinite }
    var elements: [Element] = []
    if series.hasLine, !finite.isEmpty {
      var places = finite.map { plot.place($0.x, $0.y) }
      if series.isStep {
        places = places.indices.flatMap { index in
          index == 0 ? [places[0]] : [(places[index].x, places[index - 1].y), places[index]]
        }
      }
      elements.append(
        Element("path", ["class": "line s\(series.color)", "d": Polyline(places).path]) {
          Element("title", text: series.name)
        })
    }
    // A curve of one point has no extent, so it needs a mark to be seen.
    let tips = series.marks ?? (finite.count == 1 ? { _ in series.name } : nil)
    if let tips {
      elements += finite.map { point in
        Element.dot(
          plot.place(point.x, point.y), radius: 4, style: "dot f\(series.color)", tip: tips(point))
      }
    }
    return elements
  }
}
