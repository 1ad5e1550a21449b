/// The space that no point of a front dominates, up to a reference, cut into boxes that do not overlap.
///
/// The last objective is cut at the points of the front; above each cut the points below it leave a space of one
/// objective fewer, which is cut in the same way. There are O(n^(m−1)) boxes.
struct NondominatedBoxes: Sendable {
  /// The ends of a box; the lower ones may be infinite.
  struct Box: Sendable, Equatable {
    var lower: [Double]
    var upper: [Double]
  }

  /// The boxes.
  let boxes: [Box]

  /// Cuts the space; `nil` if there were more than `limit` boxes.
  init?(front: ParetoFront, reference: [Double], limit: Int) {
    let inside = front.points.filter { zip($0, reference).allSatisfy { $0 < $1 } }
    guard let boxes = Self.cut(inside, reference: reference, limit: limit) else { return nil }
    self.boxes = boxes
  }

  private static func cut(_ points: [[Double]], reference: [Double], limit: Int) -> [Box]? {
    let last = reference.count - 1
    guard last > 0 else {
      return [Box(lower: [-.infinity], upper: [points.map { $0[0] }.min() ?? reference[0]])]
    }
    let sorted = points.sorted { $0[last] < $1[last] }
    let cuts = [-.infinity] + sorted.map { $0[last] } + [reference[last]]
    var boxes: [Box] = []
    for index in 0..<(cuts.count - 1) where cuts[index] < cuts[index + 1] {
      let below = ParetoFront(of: sorted.prefix(index).map { Array($0[..<last]) })
      guard
        let slab = cut(
          below.points, reference: Array(reference[..<last]), limit: limit - boxes.count)
      else { return nil }
      boxes += slab.map { Box(lower: $0.lower + [cuts[index]], upper: $0.upper + [cuts[index + 1]]) }
      guard boxes.count <= limit else { return nil }
    }
    return boxes
  }
}
