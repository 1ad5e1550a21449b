import Foundation

/// Pairs of numbers: points if they are few, else how densely they lie.
struct ScatterPlot {
  let title: String
  let description: String
  let plot: Plot
  let points: [ReportContent.Point]
  /// Dashed lines to compare with, from point to point.
  var references: [(from: ReportContent.Point, to: ReportContent.Point)] = []

  /// Points that are drawn one by one.
  private static let pointLimit = 400
  /// Pixels of a side of a density cell.
  private static let cell = 6.0
  /// Shades of density.
  private static let shades = 6

  /// The chart; points that are not finite are left out.
  var element: Element {
    let places = points.filter { $0.x.isFinite && $0.y.isFinite }.map { plot.place($0.x, $0.y) }
    return plot.chart(title: title, description: description) {
      if places.count <= Self.pointLimit {
        places.map { Element.dot($0, radius: 2.5, style: "point f0") }
      } else {
        density(places)
      }
      references.map { plot.segment(from: $0.from, to: $0.to, style: "reference strong") }
    }
  }

  /// One path a shade, by the logarithm of the count, so that single points stay visible.
  private func density(_ places: [(x: Double, y: Double)]) -> [Element] {
    let edges = plot.edges
    let columns = max(1, Int(((edges.right - edges.left) / Self.cell).rounded(.up)))
    let rows = max(1, Int(((edges.bottom - edges.top) / Self.cell).rounded(.up)))
    var counts = [Int](repeating: 0, count: columns * rows)
    for place in places {
      let column = min(max(Int((place.x - edges.left) / Self.cell), 0), columns - 1)
      let row = min(max(Int((place.y - edges.top) / Self.cell), 0), rows - 1)
      counts[row * columns + column] += 1
    }
    let largest = Double(counts.max() ?? 1)
    var paths = [PathText](repeating: PathText(), count: Self.shades)
    for (index, count) in counts.enumerated() where count > 0 {
      let depth = largest > 1 ? log(Double(count)) / log(largest) : 1
      let shade = min(Int(depth * Double(Self.shades)), Self.shades - 1)
      paths[shade].rectangle(
        x: edges.left + Double(index % columns) * Self.cell,
        y: edges.top + Double(index / columns) * Self.cell,
        width: Self.cell - 0.5, height: Self.cell - 0.5)
    }
    return paths.enumerated().filter { !$1.text.isEmpty }.map { shade, path in
      Element(
        "path",
        [
          "class": "heat", "d": path.text,
          "fill-opacity": NumberText.fixed(
            0.15 + 0.85 * Double(shade) / Double(Self.shades - 1), decimals: 2),
        ])
    }
  }
}
