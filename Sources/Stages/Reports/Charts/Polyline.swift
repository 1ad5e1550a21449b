/// A line through points on the page, with no more of them than the eye can tell apart.
struct Polyline {
  /// The points that are left.
  let points: [(x: Double, y: Double)]

  /// The line through `points`, in order; it strays from the full line by at most `tolerance` pixels and, within
  /// one pixel column, keeps the first, last, lowest and highest point.
  init(_ points: [(x: Double, y: Double)], tolerance: Double = 0.3) {
    self.points = Self.simplified(Self.byColumn(points), tolerance: tolerance)
  }

  /// The `d` attribute of the line.
  var path: String {
    var path = PathText()
    for (index, point) in points.enumerated() {
      if index == 0 { path.move(point.x, point.y) } else { path.line(point.x, point.y) }
    }
    return path.text
  }

  private static func byColumn(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard points.count > 1000 else { return points }
    var kept: [(x: Double, y: Double)] = []
    var start = 0
    while start < points.count {
      let column = points[start].x.rounded(.down)
      var end = start
      var lowest = start
      var highest = start
      while end < points.count, points[end].x.rounded(.down) == column {
        if points[end].y < points[lowest].y { lowest = end }
        if points[end].y > points[highest].y { highest = end }
        end += 1
      }
      var previous = -1
      for index in [start, min(lowest, highest), max(lowest, highest), end - 1] where index > previous {
        kept.append(points[index])
        previous = index
      }
      start = end
    }
    return kept
  }

  /// Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent a digitized
  /// line or its caricature", Cartographica 10 (1973).
  private static func simplified(
    _ points: [(x: Double, y: Double)], tolerance: Double
  ) -> [(x: Double, y: Double)] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var pending = [(first: 0, last: points.count - 1)]
    while let (first, last) = pending.popLast() {
      guard last - first > 1 else { continue }
      let dx = points[last].x - points[first].x
      let dy = points[last].y - points[first].y
      let length = (dx * dx + dy * dy).squareRoot()
      var farthest = first
      var distance = tolerance
      for index in (first + 1)..<last {
        let ex = points[index].x - points[first].x
        let ey = points[index].y - points[first].y
        let candidate =
          length > 0 ? abs(dx * ey - dy * ex) / length : (ex * ex + ey * ey).squareRoot()
        if candidate > distance {
          distance = candidate
          farthest = index
        }
      }
      guard farthest > first else { continue }
      isKept[farthest] = true
      pending.append((first, farthest))
      pending.append((farthest, last))
    }
    return zip(points, isKept).compactMap { $1 ? $0 : nil }
  }
}
