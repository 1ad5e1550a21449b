/// The margins and the diagonal of a confusion matrix: all that any metric of labels depends on.
struct ClassTally {
  /// The weight of the rows of each class that are labelled right.
  private(set) var correct: [Double]
  /// The weight of the rows of each class.
  private(set) var actual: [Double]
  /// The weight of the rows labelled as each class.
  private(set) var predicted: [Double]
  private var total = 0.0

  init(classCount: Int) {
    correct = Array(repeating: 0, count: classCount)
    actual = correct
    predicted = correct
  }

  mutating func count(actual label: Int, predicted guess: Int, weight: Double) {
    actual[label] += weight
    predicted[guess] += weight
    if label == guess { correct[label] += weight }
    total += weight
  }

  /// Changes the label of rows of class `label` from `old` to `new`.
  mutating func relabel(actual label: Int, from old: Int, to new: Int, weight: Double) {
    predicted[old] -= weight
    predicted[new] += weight
    if label == old { correct[label] -= weight }
    if label == new { correct[label] += weight }
  }

  /// Whether no row of positive weight was counted.
  var isEmpty: Bool { !(total > 0) }

  /// The score by `metric`, one of those that need labels. O(classes).
  func value(of metric: Metric) -> Double {
    switch metric {
    case .accuracy: correct.reduce(0, +) / total
    case .balancedAccuracy: mean({ ratio(correct[$0], actual[$0]) }, where: { isSome(actual[$0]) })
    case .f1: f1(1)
    case .f1Macro: mean(f1, where: occurs)
    case .f1Weighted: actual.indices.reduce(0) { $0 + actual[$1] * f1($1) } / total
    case .precision: positiveOrMean { ratio(correct[$0], predicted[$0]) }
    case .recall: positiveOrMean { ratio(correct[$0], actual[$0]) }
    case .mcc: matthewsCorrelation
    default: .nan
    }
  }

  private var matthewsCorrelation: Double {
    var agreement = 0.0
    var predictedSquares = 0.0
    var actualSquares = 0.0
    for index in actual.indices {
      agreement += predicted[index] * actual[index]
      predictedSquares += predicted[index] * predicted[index]
      actualSquares += actual[index] * actual[index]
    }
    let square = total * total
    let spread = max(square - predictedSquares, 0) * max(square - actualSquares, 0)
    guard spread > square * square * 1e-24 else { return 0 }
    return (correct.reduce(0, +) * total - agreement) / spread.squareRoot()
  }

  private func f1(_ index: Int) -> Double { ratio(2 * correct[index], actual[index] + predicted[index]) }

  /// Whether a class is true or predicted somewhere; the others do not enter a mean, as in scikit-learn.
  private func occurs(_ index: Int) -> Bool { isSome(actual[index] + predicted[index]) }

  private func positiveOrMean(_ value: (Int) -> Double) -> Double {
    actual.count == 2 ? value(1) : mean(value, where: occurs)
  }

  private func mean(_ value: (Int) -> Double, where isIncluded: (Int) -> Bool) -> Double {
    var sum = 0.0
    var count = 0.0
    for index in actual.indices where isIncluded(index) {
      sum += value(index)
      count += 1
    }
    return count > 0 ? sum / count : 0
  }

  /// Relabelling weighted rows back and forth leaves rounding errors where exact arithmetic has zero.
  private func isSome(_ weight: Double) -> Bool { weight > total * 1e-12 }

  private func ratio(_ part: Double, _ whole: Double) -> Double { isSome(whole) ? part / whole : 0 }
}
