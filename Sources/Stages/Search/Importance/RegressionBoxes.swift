import LatheCore

/// A leaf of a regression tree: a box in which the prediction is the same.
struct RegressionBox: Sendable {
  /// The ends of the box on each line.
  var low: [Double]
  var high: [Double]
  /// The prediction.
  var value = 0.0
}

/// A regression tree as the boxes of its leaves.
enum RegressionBoxes {
  private struct Node {
    var box: RegressionBox
    var rows: [Int]
    var depth: Int
  }

  private struct Split {
    var axis: Int
    var cut: Double
    var reduction: Double
  }

  /// Grows a tree until its leaves have one target, or one place.
  ///
  /// - Parameters:
  ///   - columns: The places of the rows on each line.
  ///   - targets: What to predict.
  ///   - rows: The rows to learn from, which may repeat.
  static func grow(
    _ columns: [[Double]], _ targets: [Double], rows: [Int], lines: [MeasuredLine], depth: Int,
    using random: inout RandomSource
  ) -> [RegressionBox] {
    let whole = RegressionBox(
      low: [Double](repeating: MeasuredLine.start, count: lines.count),
      high: [Double](repeating: MeasuredLine.end, count: lines.count))
    var open = [Node(box: whole, rows: rows, depth: 0)]
    var leaves: [RegressionBox] = []
    while var node = open.popLast() {
      // Equally good splits are chosen between by chance, so that no axis is preferred for its place.
      let order = columns.indices.shuffled(using: &random)
      guard node.depth < depth, let split = bestSplit(node.rows, columns, targets, lines, order) else {
        node.box.value = node.rows.reduce(0) { $0 + targets[$1] } / Double(max(node.rows.count, 1))
        leaves.append(node.box)
        continue
      }
      let (low, high) = (node.box, node.box)
      var left = Node(box: low, rows: [], depth: node.depth + 1)
      var right = Node(box: high, rows: [], depth: node.depth + 1)
      left.box.high[split.axis] = split.cut
      right.box.low[split.axis] = split.cut
      for row in node.rows {
        if columns[split.axis][row] < split.cut { left.rows.append(row) } else { right.rows.append(row) }
      }
      open += [left, right]
    }
    return leaves
  }

  /// The cut that reduces the sum of squares most; `nil` if no cut reduces it.
  private static func bestSplit(
    _ rows: [Int], _ columns: [[Double]], _ targets: [Double], _ lines: [MeasuredLine], _ order: [Int]
  ) -> Split? {
    guard let first = rows.first, rows.contains(where: { targets[$0] != targets[first] }) else { return nil }
    let mean = rows.reduce(0) { $0 + targets[$1] } / Double(rows.count)
    var best: Split?
    for axis in order {
      let column = columns[axis]
      let sorted = rows.sorted { column[$0] < column[$1] }
      // Deviations from the mean sum to zero, so that both sides have the same sum but for its sign.
      var sum = 0.0
      for place in 0..<sorted.count - 1 {
        sum += targets[sorted[place]] - mean
        let (low, high) = (column[sorted[place]], column[sorted[place + 1]])
        guard low < high else { continue }
        let left = Double(place + 1)
        let reduction = sum * sum * (1 / left + 1 / (Double(sorted.count) - left))
        guard reduction > best?.reduction ?? 0 else { continue }
        best = Split(axis: axis, cut: lines[axis].cut(between: low, and: high), reduction: reduction)
      }
    }
    return best
  }
}
