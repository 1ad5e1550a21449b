import LatheCore

/// How predicted probabilities become one label a row.
public enum DecisionRule: Codable, Hashable, Sendable {
  /// The class of the largest probability, the first of equals; for two classes the positive one from 0.5.
  case mostProbable
  /// For two classes: the positive one where its probability is at least the threshold.
  case threshold(at: Double)
  /// For more classes: the largest product of probability and the class's multiplier, the first of equals.
  case multipliers(perClass: [Double])

  /// Whether the rule can be used for `problem`: a finite threshold for two classes, one multiplier above zero a
  /// class for more, the most probable class for all.
  public func fits(_ problem: LearningProblem) -> Bool {
    switch self {
    case .mostProbable: true
    case .threshold(let threshold): problem.task == .binary && threshold.isFinite
    case .multipliers(let factors):
      problem.task == .multiclass && factors.count == problem.classes.count
        && factors.allSatisfy { $0 > 0 && $0.isFinite }
    }
  }

  /// The index into `problem.classes` for each row of `predictions`; a rule that does not fit the problem takes
  /// the most probable class. NaN is never preferred.
  public func labels(for predictions: [Double], problem: LearningProblem) -> [Int] {
    let rule = fits(problem) ? self : .mostProbable
    var labels: [Int] = []
    labels.reserveCapacity(predictions.count / max(problem.outputCount, 1))
    predictions.withUnsafeBufferPointer { predictions in
      rule.forEachLabel(of: predictions, classCount: problem.classes.count) { labels.append($1) }
    }
    return labels
  }

  /// Calls `body` with each row and its label. The rule fits the problem.
  @inline(__always)
  func forEachLabel(
    of predictions: UnsafeBufferPointer<Double>, classCount: Int, _ body: (_ row: Int, _ label: Int) -> Void
  ) {
    if classCount == 2 {
      var threshold = 0.5
      if case .threshold(let own) = self { threshold = own }
      for row in predictions.indices { body(row, predictions[row] >= threshold ? 1 : 0) }
    } else if classCount > 0 {
      var factors = [Double](repeating: 1, count: classCount)
      if case .multipliers(let own) = self { factors = own }
      for row in 0..<predictions.count / classCount {
        var best = 0
        var bestProduct = -Double.infinity
        for index in 0..<classCount {
          let product = predictions[row * classCount + index] * factors[index]
          if product > bestProduct {
            best = index
            bestProduct = product
          }
        }
        body(row, best)
      }
    }
  }
}
