/// An axis as a line on which any interval has a probability, so that a tree can cut all kinds of parameters alike.
///
/// Numbers lie on [0, 1]; choices without an order in equal cells there, from the best mean loss to the worst, which makes
/// every good split of them a cut; and a parameter that is not there on [-1, 0).
struct MeasuredLine: Sendable {
  /// The lowest place.
  static let start = -1.0
  /// The highest place.
  static let end = 1.0

  private let axis: Axis
  /// The cell of each choice.
  private let cellOfChoice: [Int]
  private let probabilityOfAbsence: Double

  init(_ axis: Axis, _ positions: [Double], _ losses: [Double]) {
    self.axis = axis
    probabilityOfAbsence = Double(positions.count(where: \.isNaN)) / Double(max(positions.count, 1))
    guard axis.isCategorical, let count = axis.count else {
      cellOfChoice = []
      return
    }
    let mean = losses.reduce(0, +) / Double(max(losses.count, 1))
    var sums = [Double](repeating: 0, count: count)
    var counts = [Double](repeating: 0, count: count)
    for (position, loss) in zip(positions, losses) where !position.isNaN {
      sums[axis.index(at: position)] += loss
      counts[axis.index(at: position)] += 1
    }
    let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : mean }
    var cells = [Int](repeating: 0, count: count)
    for (cell, choice) in means.indices.sorted(by: { (means[$0], $0) < (means[$1], $1) }).enumerated() {
      cells[choice] = cell
    }
    cellOfChoice = cells
  }

  /// Where a position of the axis lies.
  func place(of position: Double) -> Double {
    guard !position.isNaN else { return -0.5 }
    guard axis.isCategorical else { return position }
    return (Double(cellOfChoice[axis.index(at: position)]) + 0.5) / Double(cellOfChoice.count)
  }

  /// Where to cut between two places: on the border of a cell, if there are cells.
  func cut(between low: Double, and high: Double) -> Double {
    if low < 0 { return 0 }
    let middle = low + (high - low) / 2
    guard let count = axis.count else { return middle }
    if axis.isCategorical { return ((middle * Double(count)).rounded()) / Double(count) }
    let index = axis.index(at: middle)
    let cell = axis.cell(ofIndex: index)
    // The nearer border, but one that leaves both places on their sides.
    let borders = [cell.lowerBound, cell.upperBound].filter { $0 > low && $0 <= high }
    return borders.min { abs($0 - middle) < abs($1 - middle) } ?? middle
  }

  /// The probability of an interval.
  func measure(_ low: Double, _ high: Double) -> Double {
    let absent = max(min(high, 0) - max(low, -1), 0)
    let present = max(min(high, 1) - max(low, 0), 0)
    return probabilityOfAbsence * absent + (1 - probabilityOfAbsence) * present
  }
}
