/// Horizontal bars with names, values and, where known, whiskers.
struct BarChart {
  /// One bar.
  struct Bar {
    let name: String
    let value: Double
    var deviation: Double?
    var color = 0
    /// The value in words.
    let label: String
  }

  let title: String
  let description: String
  let bars: [Bar]
  /// Whether bars start at zero; scores that differ little are told apart only without it.
  var startsAtZero = true

  private static let rowHeight = 24.0
  private static let nameWidth = 142.0

  /// The chart; bars whose value is not finite keep their row.
  var element: Element {
    let labelWidth = 12 + 6.6 * Double(bars.map(\.label.count).max() ?? 0)
    let left = Self.nameWidth
    let right = max(left + 60, Plot.width - labelWidth)
    let scale = self.scale
    func place(_ value: Double) -> Double { left + scale.fraction(value) * (right - left) }
    let zero = place(startsAtZero ? 0 : scale.lower)
    return .chart(
      title: title, description: description, width: Plot.width,
      height: Double(max(bars.count, 1)) * Self.rowHeight + 4
    ) {
      for (index, bar) in bars.enumerated() {
        let y = Double(index) * Self.rowHeight + 2
        let end = bar.value.isFinite ? place(bar.value) : zero
        Element.label(bar.name.shortened(to: 21), x: left - 8, y: y + 15, anchor: "end", style: "name")
        Element.box(
          x: min(zero, end), y: y + 4, width: max(abs(end - zero), bar.value.isFinite ? 1 : 0), height: 14,
          style: "f\(bar.color % Legend.colorCount)", tip: "\(bar.name): \(bar.label)")
        if let deviation = bar.deviation, deviation.isFinite, bar.value.isFinite {
          whisker(from: place(bar.value - deviation), to: place(bar.value + deviation), y: y + 11)
        }
        Element.label(bar.label, x: right + 8, y: y + 15)
      }
      if startsAtZero, scale.lower < 0 {
        Element.segment(zero, 0, zero, Double(bars.count) * Self.rowHeight + 4, style: "base")
      }
    }
  }

  private var scale: LinearScale {
    let ends = bars.flatMap { bar in
      let deviation = bar.deviation.map { $0.isFinite ? abs($0) : 0 } ?? 0
      return [bar.value - deviation, bar.value + deviation].filter(\.isFinite)
    }
    let low = ends.min() ?? 0
    let high = ends.max() ?? 1
    if startsAtZero { return LinearScale(min(low, 0), max(high, 0)) }
    return LinearScale(low - (high / 2 - low / 2) * 0.3, high)
  }

  private func whisker(from start: Double, to end: Double, y: Double) -> Element {
    var path = PathText()
    path.move(start, y - 4)
    path.line(start, y + 4)
    path.move(start, y)
    path.line(end, y)
    path.move(end, y - 4)
    path.line(end, y + 4)
    return Element("path", ["class": "whisker", "d": path.text])
  }
}
