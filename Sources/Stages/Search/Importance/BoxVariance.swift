/// The variance of a function that is constant in boxes, and the parts of it that single axes explain.
struct BoxVariance {
  /// The part of the variance that each axis explains by itself; `nil` if the function is constant.
  let fractions: [Double]?

  /// The function with the values of `boxes`, which fill the space without overlapping.
  init(_ boxes: [RegressionBox], _ lines: [MeasuredLine]) {
    let measures = boxes.map { box in
      lines.indices.map { lines[$0].measure(box.low[$0], box.high[$0]) }
    }
    let volumes = measures.map { $0.reduce(1, *) }
    let mean = zip(boxes, volumes).reduce(0) { $0 + $1.0.value * $1.1 }
    let variance = zip(boxes, volumes).reduce(0) { sum, leaf in
      sum + leaf.1 * (leaf.0.value - mean) * (leaf.0.value - mean)
    }
    guard variance > 0 else {
      fractions = nil
      return
    }
    fractions = lines.indices.map { axis in
      Self.marginalVariance(axis, boxes, measures, lines[axis], mean) / variance
    }
  }

  /// The variance of the mean over all other axes. O(boxes log boxes).
  private static func marginalVariance(
    _ axis: Int, _ boxes: [RegressionBox], _ measures: [[Double]], _ line: MeasuredLine, _ mean: Double
  ) -> Double {
    // Where a box begins its value counts with the measure it has on the other axes, and where it ends no more.
    var changes: [(place: Double, change: Double)] = []
    changes.reserveCapacity(2 * boxes.count)
    for (box, measure) in zip(boxes, measures) {
      var rest = 1.0
      for other in measure.indices where other != axis { rest *= measure[other] }
      guard rest > 0 else { continue }
      changes.append((box.low[axis], (box.value - mean) * rest))
      changes.append((box.high[axis], -(box.value - mean) * rest))
    }
    changes.sort { $0.place < $1.place }
    var variance = 0.0
    var deviation = 0.0
    for (index, change) in changes.enumerated() {
      deviation += change.change
      guard index + 1 < changes.count, changes[index + 1].place > change.place else { continue }
      variance += line.measure(change.place, changes[index + 1].place) * deviation * deviation
    }
    return variance
  }
}
