/// What the colours of a chart mean.
struct Legend {
  /// How a colour appears in the chart.
  enum Mark {
    /// A line, with dashes that tell it apart without colour.
    case line
    case dot
    case area
  }

  let entries: [(name: String, color: Int, mark: Mark)]

  /// The colours of the palette; the stylesheet has their values.
  static let colorCount = 8
  /// The colour of what stands back: other levels, phases.
  static let neutral = 7

  /// The legend below its chart; nothing for a single entry.
  var element: Element? {
    guard entries.count > 1 else { return nil }
    return Element("ul", ["class": "legend"]) {
      entries.map { entry in
        Element("li") {
          Element("svg", ["viewBox": "0 0 22 10", "aria-hidden": "true"]) {
            switch entry.mark {
            case .line: Element("path", ["class": "line s\(entry.color)", "d": "M0 5H22"])
            case .dot: Element.dot((11, 5), radius: 4, style: "f\(entry.color)")
            case .area: Element("path", ["class": "f\(entry.color)", "d": "M5 0h12v10h-12Z"])
            }
          }
          entry.name.shortened(to: 40)
        }
      }
    }
  }
}
