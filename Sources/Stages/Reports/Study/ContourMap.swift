/// How good results are over two parameters: the stronger the colour the better; dots are trials.
///
/// Between trials, values are weighted by the inverse fourth power of the distance: Shepard, "A two-dimensional
/// interpolation function for irregularly-spaced data", ACM 1968. Ranks take the place of values, so that a few very bad
/// results do not hide the differences among the good ones.
struct ContourMap {
  /// One trial.
  struct Point {
    let x: Double
    let y: Double
    /// From 0 for the worst to 1 for the best.
    let rank: Double
    let isBest: Bool
    let tip: String
  }

  let title: String
  let description: String
  let plot: Plot
  let points: [Point]

  private static let columns = 40
  private static let rows = 28
  private static let shades = 8

  /// The chart.
  var element: Element {
    plot.chart(title: title, description: description) {
      cells
      points.map { point in
        Element.dot(
          plot.place(point.x, point.y), radius: point.isBest ? 5 : 2.6,
          style: point.isBest ? "dot f1" : "dot f7", tip: point.tip)
      }
    }
  }

  private var cells: [Element] {
    let edges = plot.edges
    let width = (edges.right - edges.left) / Double(Self.columns)
    let height = (edges.bottom - edges.top) / Double(Self.rows)
    let places = points.map { (place: plot.place($0.x, $0.y), rank: $0.rank) }
    var paths = [PathText](repeating: PathText(), count: Self.shades)
    for row in 0..<Self.rows {
      var start = 0
      var last = -1
      // Neighbours of one shade are one rectangle.
      for column in 0...Self.columns {
        var shade = -1
        if column < Self.columns {
          let x = edges.left + (Double(column) + 0.5) * width
          let y = edges.top + (Double(row) + 0.5) * height
          shade = min(Int(Self.rank(x, y, places) * Double(Self.shades)), Self.shades - 1)
        }
        guard shade != last else { continue }
        if last >= 0 {
          paths[last].rectangle(
            x: edges.left + Double(start) * width, y: edges.top + Double(row) * height,
            width: Double(column - start) * width, height: height)
        }
        start = column
        last = shade
      }
    }
    return paths.enumerated().filter { !$1.text.isEmpty }.map { shade, path in
      Element(
        "path",
        [
          "class": "heat", "d": path.text,
          "fill-opacity": NumberText.fixed(
            0.03 + 0.72 * Double(shade) / Double(Self.shades - 1), decimals: 2),
        ])
    }
  }

  private static func rank(
    _ x: Double, _ y: Double, _ points: [(place: (x: Double, y: Double), rank: Double)]
  ) -> Double {
    var sum = 0.0
    var weights = 0.0
    for point in points {
      let (dx, dy) = (point.place.x - x, point.place.y - y)
      let distance = dx * dx + dy * dy + 40
      let weight = 1 / (distance * distance)
      sum += weight * point.rank
      weights += weight
    }
    return weights > 0 ? sum / weights : 0
  }
}
