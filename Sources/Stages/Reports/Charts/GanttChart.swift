/// What ran when, one row a lane.
struct GanttChart {
  let title: String
  let description: String
  /// Names of rows, each with its stretches of time.
  let lanes: [(name: String, spans: [ReportContent.Span])]
  /// The colour of a family.
  let color: (String) -> Int
  /// A vertical line where the budget ends.
  let budgetSeconds: Double?

  private static let width = 1140.0
  private static let rowHeight = 22.0
  private static let left = 190.0

  /// The chart; spans that are not finite are left out.
  var element: Element {
    let ends = lanes.flatMap { $0.spans.map(\.end) }.filter(\.isFinite)
    let budget = budgetSeconds.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    let scale = LinearScale(0, max(ends.max() ?? 1, budget ?? 0))
    let bottom = Double(lanes.count) * Self.rowHeight + 8
    func place(_ seconds: Double) -> Double {
      Self.left + scale.fraction(seconds) * (Self.width - Self.left - 24)
    }
    return .chart(
      title: title, description: description, width: Self.width, height: bottom + 22, style: "chart broad"
    ) {
      Element("g", ["class": "axes"]) {
        for tick in scale.ticks(count: 10) {
          Element.segment(place(tick.value), 2, place(tick.value), bottom, style: "grid-lines")
          Element.label("\(tick.label) s", x: place(tick.value), y: bottom + 16, anchor: "middle")
        }
      }
      for (index, lane) in lanes.enumerated() {
        let y = Double(index) * Self.rowHeight + 4
        Element.label(lane.name.shortened(to: 28), x: Self.left - 10, y: y + 14, anchor: "end", style: "name")
        lane.spans.filter { $0.start.isFinite && $0.end.isFinite && $0.start <= $0.end }.map { span in
          let start = place(span.start)
          return Element.box(
            x: start, y: y + 2, width: max(place(span.end) - start - 1, 1.5), height: Self.rowHeight - 6,
            style: "span f\(color(span.family))",
            tip: "\(span.lane), \(span.label)\n\(NumberText.seconds(span.start)) to "
              + "\(NumberText.seconds(span.end)): \(NumberText.seconds(span.end - span.start))")
        }
      }
      if let budget {
        Element.segment(place(budget), 0, place(budget), bottom, style: "marker")
      }
    }
  }
}
