/// Many thin lines of which some are brought forward.
struct StrandChart {
  /// How a line looks.
  enum Style: Int, Comparable {
    /// One of many.
    case back
    /// One of the good ones.
    case good
    /// The best.
    case best

    /// What is drawn later lies above.
    static func < (left: Style, right: Style) -> Bool { left.rawValue < right.rawValue }

    fileprivate var name: String {
      switch self {
      case .back: "strand"
      case .good: "strand good"
      case .best: "strand best"
      }
    }
  }

  /// One line through places on the page; where there is none, it is interrupted.
  struct Strand {
    let places: [(x: Double, y: Double)?]
    let style: Style
    let tip: String
  }

  /// The lines, the better ones above.
  static func elements(_ strands: [Strand]) -> [Element] {
    strands.enumerated().sorted { ($0.element.style, $0.offset) < ($1.element.style, $1.offset) }
      .map { _, strand in
        var path = PathText()
        var stretch: [(x: Double, y: Double)] = []
        func end() {
          for (index, place) in Polyline(stretch).points.enumerated() {
            if index == 0 { path.move(place.x, place.y) } else { path.line(place.x, place.y) }
          }
          stretch = []
        }
        for place in strand.places {
          if let place { stretch.append(place) } else { end() }
        }
        end()
        return Element("path", ["class": strand.style.name, "d": path.text]) {
          Element("title", text: strand.tip)
        }
      }
  }
}
