/// Points of which none is at least as good as another in every objective; smaller is better.
struct ParetoFront: Sendable {
  /// The points.
  let points: [[Double]]

  init(of points: [[Double]]) {
    var kept: [[Double]] = []
    // In this order no point is dominated by a later one.
    for point in points.sorted(by: { $0.lexicographicallyPrecedes($1) })
    where !kept.contains(where: { zip($0, point).allSatisfy { $0 <= $1 } }) {
      kept.append(point)
    }
    self.points = kept
  }

  /// Where a volume above the front ends: beyond its worst in each objective by a tenth of its extent, or beyond the worst
  /// of all points where it has none.
  func reference(beyond all: [[Double]]) -> [Double] {
    guard let first = points.first else { return [] }
    return first.indices.map { objective in
      let own = points.map { $0[objective] }
      let whole = all.map { $0[objective] }
      let worst = own.max() ?? 0
      let extent = worst - (own.min() ?? 0)
      let wholeExtent = (whole.max() ?? 0) - (whole.min() ?? 0)
      return worst + max(0.1 * extent, 0.1 * wholeExtent, 1e-6)
    }
  }
}
