/// Points as vectors between which a kernel measures distance.
///
/// A number is its position; a category is a vector in which two different choices lie one apart, so that the distance
/// is that of Hamming. A parameter that is not there stands in its middle: trials in which it is not there do not differ
/// in it, and what tells them from the others is its parent, which is a feature of its own. All trials of a conditional
/// space so lie in one Euclidean space, in which every Matérn kernel is positive definite.
struct KernelFeatures: Sendable {
  /// The columns that hold one axis.
  struct Block: Sendable {
    /// The axis.
    let axis: Int
    /// Its columns.
    let columns: Range<Int>
  }

  /// The axes that are not constant, each of which has a length scale of its own.
  let blocks: [Block]
  /// The number of columns.
  let count: Int
  /// The block of each column.
  let blockOfColumn: [Int]
  /// The number of axes that are there at a point, on average over the space: in as many dimensions is the distance of
  /// two points.
  let effectiveDimension: Double
  private let axes: [Axis]

  init(_ space: EncodedSpace) {
    axes = space.axes
    var blocks: [Block] = []
    var start = 0
    for (index, axis) in space.axes.enumerated() where !axis.isConstant {
      let width = if case .categorical(let count) = axis.kind, count > 2 { count } else { 1 }
      blocks.append(Block(axis: index, columns: start..<(start + width)))
      start += width
    }
    self.blocks = blocks
    count = start
    blockOfColumn = blocks.indices.flatMap { Array(repeating: $0, count: blocks[$0].columns.count) }
    if space.isConditional {
      var random = SamplingRequest(space: space, number: 0).random("dimension")
      let draws = 64
      let active = (0..<draws).reduce(0) { total, _ in
        let point = space.randomPoint(using: &random)
        return total + blocks.count { !point[$0.axis].isNaN }
      }
      effectiveDimension = max(Double(active) / Double(draws), 1)
    } else {
      effectiveDimension = Double(max(blocks.count, 1))
    }
  }

  /// The number of length scales.
  var scaleCount: Int { blocks.count }

  /// The vector of a point.
  func vector(_ point: Point) -> [Double] {
    var vector = [Double](repeating: 0, count: count)
    for block in blocks {
      let position = point[block.axis]
      if block.columns.count == 1 {
        vector[block.columns.lowerBound] = position.isNaN ? 0.5 : position
      } else if !position.isNaN {
        // Two unit vectors are √2 apart.
        vector[block.columns.lowerBound + axes[block.axis].index(at: position)] = 0.5.squareRoot()
      }
    }
    return vector
  }

  /// The vectors of points, one after the other.
  func vectors(_ points: [Point]) -> [Double] { points.flatMap(vector) }
}
