import LatheCore

/// What a bundle answers: one prediction a row, and what was odd about the rows.
public struct Predictions: Sendable {
  /// What was predicted.
  public let problem: LearningProblem
  /// The predictions, row-major, `problem.outputCount` a row: the probability of `classes[1]` when binary, one
  /// probability a class when multi-class, the value for a regression.
  public let values: [Double]
  /// The index of the chosen class of each row; empty for a regression.
  public let classIndices: [Int]
  /// What was odd about the data: missing and extra columns, unseen categories, unreadable values.
  public let diagnostics: [Diagnostic]

  /// The number of rows.
  public var rowCount: Int { values.count / problem.outputCount }

  /// The chosen class of each row as it is spelled in the training data; `nil` for a regression.
  public var labels: [String]? {
    problem.isClassification ? classIndices.map { problem.classes[$0] } : nil
  }

  /// The probability of a class in each row; empty for a regression. O(rows).
  ///
  /// - Parameter index: An index into `problem.classes`.
  public func probabilities(ofClass index: Int) -> [Double] {
    switch problem.task {
    case .regression: []
    case .binary: index == 1 ? values : values.map { 1 - $0 }
    case .multiclass: (0..<rowCount).map { values[$0 * problem.classes.count + index] }
    }
  }
}
