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

  /// One line through places on the page.
  struct Strand {
    let places: [(x: Double, y: Double)]
    let style: Style
    let tip: String
  }

  /// The lines, the better ones above.
  static func elements(_ strands: [Strand]) -> [Element] {
    strands.enumerated().sorted { ($0.element.style, $0.offset) < ($1.element.style, $1.offset) }
      .map { _, strand in
        Element("path", ["class": strand.style.name, "d": Polyline(strand.places).path]) {
          Element("title", text: strand.tip)
        }
      }
  }
}
