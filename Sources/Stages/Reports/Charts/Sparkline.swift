/// A distribution in the space of a word.
struct Sparkline {
  let distribution: ReportContent.Distribution
  /// The name of the column, for the image's title.
  let name: String

  private static let width = 130.0
  private static let height = 26.0

  /// The image; levels are parts of one bar, numbers are bars.
  var element: Element {
    .chart(
      title: "Distribution of \(name.shortened(to: 60))", description: description, width: Self.width,
      height: Self.height, style: "spark"
    ) {
      switch distribution {
      case .numbers(let histogram): bars(histogram.counts)
      case .levels(let levels, let otherCount): parts(levels, otherCount: otherCount)
      }
    }
  }

  private var description: String {
    switch distribution {
    case .numbers(let histogram):
      "Histogram from \(NumberText.plain(histogram.edges.first ?? .nan)) to "
        + NumberText.plain(histogram.edges.last ?? .nan)
    case .levels(let levels, _): "Shares of \(NumberText.count(levels.count)) levels and of all others"
    }
  }

  private func bars(_ counts: [Int]) -> Element {
    let largest = Double(max(counts.max() ?? 1, 1))
    let step = Self.width / Double(max(counts.count, 1))
    var path = PathText()
    for (index, count) in counts.enumerated() where count > 0 {
      // A bar that is there is seen, however small.
      let height = max(Double(count) / largest * (Self.height - 2), 1)
      path.rectangle(
        x: Double(index) * step, y: Self.height - height, width: max(step - 1, 0.5), height: height)
    }
    return Element("path", ["class": "f0", "d": path.text])
  }

  private func parts(_ levels: [ReportContent.Level], otherCount: Int) -> [Element] {
    let counts = levels.map { Double(max($0.count, 0)) }
    let total = counts.reduce(Double(max(otherCount, 0)), +)
    guard total > 0 else { return [] }
    var x = 0.0
    return zip(levels, counts).prefix(8).enumerated().map { index, pair in
      let width = pair.1 / total * Self.width
      defer { x += width }
      return Element.box(
        x: x, y: 6, width: max(width - 1, 0.5), height: 14, style: "f0",
        tip: "\(pair.0.name.shortened(to: 60)): \(NumberText.percent(pair.1 / total))",
        opacity: max(1 - Double(index) * 0.14, 0.2))
    } + [Element.box(x: x, y: 6, width: max(Self.width - x, 0), height: 14, style: "rest", tip: "others")]
  }
}
