import LatheCore

/// What the rows of a frame are to predict; target encodings read it.
public struct SupervisedTarget: Sendable {
  /// What is predicted.
  public let problem: LearningProblem
  /// One target a row: the index of the class, or the value.
  public let targets: [Double]
  /// One non-negative weight a row, `nil` for equal weights.
  public let weights: [Double]?
  /// One group a row, `nil` where rows are independent: what is said of a row's target is learnt from rows of other groups.
  public let groups: [Int]?

  /// The targets of a frame's rows.
  public init(
    problem: LearningProblem, targets: [Double], weights: [Double]? = nil, groups: [Int]? = nil
  ) {
    self.problem = problem
    self.targets = targets
    self.weights = weights
    self.groups = groups
  }

  /// The most classes of which each gets a target encoding of its own; with more there are none.
  static let maximumEncodedClasses = 8

  /// Whether categories of many levels can be encoded by the target of `problem`.
  public static func canEncode(_ problem: LearningProblem) -> Bool {
    problem.task != .multiclass || problem.classes.count <= maximumEncodedClasses
  }

  /// The numbers whose means encode a level: the value, whether it is the positive class, or whether it is each class.
  /// Empty where there are too many classes.
  var encodedTargets: [(name: String, values: [Double])] {
    switch problem.task {
    case .regression, .binary:
      [("target mean", targets)]
    case .multiclass where Self.canEncode(problem):
      problem.classes.enumerated().map { index, label in
        ("share of \(label)", targets.map { $0 == Double(index) ? 1 : 0 })
      }
    case .multiclass:
      []
    }
  }
}
