import LatheCore

/// Which classes are taken for which.
public struct ConfusionMatrix: Codable, Hashable, Sendable {
  /// The class labels.
  public let classes: [String]
  /// The weight of the rows of a class, by row of the matrix, that are labelled as another, by column.
  public let weights: [[Double]]

  /// The matrix of the labels that `decision` makes. O(n × classes).
  ///
  /// - Throws: ``MetricsError`` if the problem is a regression, lengths disagree or a number is not valid.
  public init(
    predictions: [Double], targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    decision: DecisionRule = .mostProbable
  ) throws(MetricsError) {
    guard problem.isClassification else { throw .unsupported(metric: .accuracy, problem: problem) }
    guard decision.fits(problem) else { throw .decision(decision, problem: problem) }
    let checked = try ClassTargets(targets, weights: weights, problem: problem)
    try checkPredictions(predictions, rows: checked.rowCount, problem: problem)
    let count = checked.classCount
    var matrix = [[Double]](repeating: Array(repeating: 0, count: count), count: count)
    for (row, label) in decision.labels(for: predictions, problem: problem).enumerated() {
      matrix[Int(checked.classes[row])][label] += checked.weight(row)
    }
    classes = problem.classes
    self.weights = matrix
  }

  /// The share of the rows labelled as a class that are of it; `nil` where no row is.
  public func precision(of index: Int) -> Double? {
    ratio(weights[index][index], weights.reduce(0) { $0 + $1[index] })
  }

  /// The share of the rows of a class that are labelled so; `nil` where there are no rows.
  public func recall(of index: Int) -> Double? { ratio(weights[index][index], support(of: index)) }

  /// The harmonic mean of precision and recall; `nil` where no row is or is labelled as the class.
  public func f1(of index: Int) -> Double? {
    ratio(2 * weights[index][index], support(of: index) + weights.reduce(0) { $0 + $1[index] })
  }

  /// The weight of the rows of a class.
  public func support(of index: Int) -> Double { weights[index].reduce(0, +) }

  private func ratio(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
}
