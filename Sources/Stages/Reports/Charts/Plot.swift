/// The frame of a chart: its size, its axes, and where a value lies.
struct Plot {
  /// The usual size of a chart in pixels; the page scales it a little to fit its card.
  static let width = 380.0
  static let height = 264.0

  let x: any Scale
  let y: any Scale
  let xTitle: String
  let yTitle: String

  // Kept because every point that is placed needs them.
  private let yTicks: [Tick]
  private let left: Double
  private let right = 14.0
  private var top: Double { yTitle.isEmpty ? 10 : 28 }
  private var bottom: Double { 22 + (xTitle.isEmpty ? 0 : 18) }

  init(x: any Scale, y: any Scale, xTitle: String = "", yTitle: String = "") {
    self.x = x
    self.y = y
    self.xTitle = xTitle
    self.yTitle = yTitle
    yTicks = y.ticks(count: 5)
    left = 14 + 6.8 * Double(yTicks.map(\.label.count).max() ?? 0)
  }

  /// The inner edges of the plot area.
  var edges: (left: Double, right: Double, top: Double, bottom: Double) {
    (left, Self.width - right, top, Self.height - bottom)
  }

  /// The place of a point.
  func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (place(x: x), place(y: y))
  }

  /// The horizontal place of a value.
  func place(x value: Double) -> Double {
    let edges = edges
    return edges.left + x.fraction(value) * (edges.right - edges.left)
  }

  /// The vertical place of a value.
  func place(y value: Double) -> Double {
    let edges = edges
    return edges.bottom - y.fraction(value) * (edges.bottom - edges.top)
  }

  /// The chart: axes below `marks`.
  func chart(title: String, description: String, @MarkupBuilder marks: () -> [Markup]) -> Element {
    .chart(title: title, description: description, width: Self.width, height: Self.height) {
      axes
      marks()
    }
  }

  /// A straight line between two points.
  func segment(from: ReportContent.Point, to: ReportContent.Point, style: String) -> Element {
    let start = place(from.x, from.y)
    let end = place(to.x, to.y)
    return Element.segment(start.x, start.y, end.x, end.y, style: style)
  }

  /// A vertical line with a name beside it; nothing where `value` is not finite.
  func marker(x value: Double, name: String) -> [Element] {
    guard value.isFinite else { return [] }
    let edges = edges
    let x = place(x: value)
    let isRight = x > (edges.left + edges.right) / 2
    return [
      .segment(x, edges.top, x, edges.bottom, style: "marker"),
      .label(name, x: x + (isRight ? -5 : 5), y: edges.top + 10, anchor: isRight ? "end" : "start"),
    ]
  }

  private var axes: Element {
    let edges = edges
    // About one tick for each 55 pixels leaves labels room.
    let xTicks = x.ticks(count: max(2, Int((edges.right - edges.left) / 58)))
    return Element("g", ["class": "axes"]) {
      grid
      for tick in yTicks {
        Element.label(tick.label, x: edges.left - 6, y: place(y: tick.value) + 4, anchor: "end")
      }
      for tick in xTicks {
        Element.label(tick.label, x: place(x: tick.value), y: edges.bottom + 16, anchor: "middle")
      }
      if !xTitle.isEmpty {
        Element.label(
          xTitle, x: (edges.left + edges.right) / 2, y: Self.height - 6, anchor: "middle", style: "title")
      }
      if !yTitle.isEmpty { Element.label(yTitle, x: 2, y: 13, anchor: "start", style: "title") }
    }
  }

  private var grid: [Element] {
    let edges = edges
    var lines = PathText()
    for tick in yTicks {
      lines.move(edges.left, place(y: tick.value))
      lines.line(edges.right, place(y: tick.value))
    }
    return [
      Element("path", ["class": "grid-lines", "d": lines.text]),
      .segment(edges.left, edges.bottom, edges.right, edges.bottom, style: "base"),
    ]
  }
}
