/// Precision, recall and F1 of each class, from a confusion matrix.
struct ClassScores {
  /// The scores of one class; `nil` where nothing was predicted, or nothing is there.
  struct Row {
    let name: String
    let rowCount: Double
    let precision: Double?
    let recall: Double?
    let f1: Double?
  }

  /// Rows of one class that were answered with another.
  struct Mistake {
    let actual: String
    let predicted: String
    let count: Int
    /// Their share of the actual class.
    let share: Double
  }

  let rows: [Row]
  /// The pairs that are confused at all, the most frequent first.
  let mistakes: [Mistake]

  /// Scores of `classes`; what `confusion` lacks counts as zero.
  init(classes: [String], confusion: [[Int]]) {
    func count(_ actual: Int, _ predicted: Int) -> Double {
      guard actual < confusion.count, predicted < confusion[actual].count else { return 0 }
      return Double(max(confusion[actual][predicted], 0))
    }
    let actuals = classes.indices.map { actual in classes.indices.reduce(0.0) { $0 + count(actual, $1) } }
    rows = classes.indices.map { index in
      let right = count(index, index)
      let predicted = classes.indices.reduce(0.0) { $0 + count($1, index) }
      let both = predicted + actuals[index]
      return Row(
        name: classes[index], rowCount: actuals[index], precision: predicted > 0 ? right / predicted : nil,
        recall: actuals[index] > 0 ? right / actuals[index] : nil, f1: both > 0 ? 2 * right / both : nil)
    }
    var mistakes: [Mistake] = []
    for actual in classes.indices {
      for predicted in classes.indices where predicted != actual && count(actual, predicted) > 0 {
        mistakes.append(
          Mistake(
            actual: classes[actual], predicted: classes[predicted], count: confusion[actual][predicted],
            share: count(actual, predicted) / actuals[actual]))
      }
    }
    self.mistakes = mistakes.enumerated().sorted { left, right in
      (right.element.count, left.offset) < (left.element.count, right.offset)
    }.map(\.element)
  }
}
