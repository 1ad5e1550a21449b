/// Rows to learn from: features, targets and weights of one problem.
public struct LearningSet: Sendable {
  /// What is predicted.
  public let problem: LearningProblem
  /// The inputs.
  public let features: FeatureMatrix
  /// One target a row: the index of the class, or the value.
  public let targets: [Double]
  /// One non-negative weight a row, `nil` for equal weights.
  public let weights: [Double]?
  /// One constraint a feature: 1 if the prediction may not fall as the feature rises, -1 if it may not rise, 0 for none; empty for none at all.
  public let monotone: [Int]
  /// What learners have made from this set and its copies.
  public let derived = DerivedValues()

  /// A learning set; `targets`, `weights` and the matrix have the same number of rows.
  public init(
    problem: LearningProblem, features: FeatureMatrix, targets: [Double], weights: [Double]? = nil,
    monotone: [Int] = []
  ) {
    precondition(targets.count == features.rowCount, "one target a row")
    precondition(weights.map { $0.count == targets.count } ?? true, "one weight a row")
    self.problem = problem
    self.features = features
    self.targets = targets
    self.weights = weights
    self.monotone = monotone
  }

  /// The number of rows.
  public var rowCount: Int { targets.count }

  /// The rows at `rows`, in that order.
  public func selecting(rows: [Int]) -> LearningSet {
    LearningSet(
      problem: problem, features: features.selecting(rows: rows), targets: rows.map { targets[$0] },
      weights: weights.map { weights in rows.map { weights[$0] } }, monotone: monotone)
  }
}
