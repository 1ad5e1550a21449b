/// Estimates with their intervals on one axis.
struct IntervalChart {
  /// One estimate.
  struct Row {
    let name: String
    let value: Double
    var lower: Double?
    var upper: Double?
    let color: Int
  }

  let title: String
  let description: String
  let axisTitle: String
  let rows: [Row]
  /// The value that estimates are compared with; a line leads from it to each.
  var origin: Double?

  private static let rowHeight = 36.0
  private static let left = 112.0

  /// The chart; rows whose value is not finite are left out.
  var element: Element {
    let rows = rows.filter(\.value.isFinite)
    let scale = LinearScale(
      covering: rows.flatMap { [$0.value, $0.lower ?? $0.value, $0.upper ?? $0.value] })
    let bottom = Double(rows.count) * Self.rowHeight + 8
    func place(_ value: Double) -> Double {
      Self.left + scale.fraction(value) * (Plot.width - Self.left - 22)
    }
    return .chart(title: title, description: description, width: Plot.width, height: bottom + 40) {
      Element("g", ["class": "axes"]) {
        for tick in scale.ticks(count: 4) {
          Element.segment(place(tick.value), 2, place(tick.value), bottom, style: "grid-lines")
          Element.label(tick.label, x: place(tick.value), y: bottom + 16, anchor: "middle")
        }
        Element.label(
          axisTitle.shortened(to: 40), x: (Self.left + Plot.width - 22) / 2, y: bottom + 34, anchor: "middle",
          style: "title")
      }
      for (index, row) in rows.enumerated() {
        let y = Double(index) * Self.rowHeight + Self.rowHeight / 2 + 4
        Element.label(row.name, x: Self.left - 12, y: y + 4, anchor: "end", style: "name")
        if let origin, origin.isFinite {
          Element.segment(place(origin), y, place(row.value), y, style: "stem")
        }
        if let lower = row.lower, let upper = row.upper, lower <= upper {
          Element.box(
            x: place(lower), y: y - 9, width: max(place(upper) - place(lower), 1), height: 18,
            style: "f\(row.color)", opacity: 0.35)
        }
        Element(
          "circle",
          [
            "cx": PathText.number(place(row.value)), "cy": PathText.number(y), "r": "5",
            "class": "dot f\(row.color)",
          ]
        ) { Element("title", text: "\(row.name): \(NumberText.score(row.value))") }
      }
    }
  }
}
