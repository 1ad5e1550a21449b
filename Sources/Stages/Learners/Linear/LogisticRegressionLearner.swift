import LatheCore
import Models

/// Logistic regression of two classes or more (multinomial), with a ridge, lasso or elastic-net penalty.
///
/// The strength of the penalty is chosen from a path, from strong to weak; an iteration is a step on it. Costs
/// O(rows × features × classes) an iteration of its minimiser, and uses a sample of the rows above 2·10⁷ numbers or 4·10⁷
/// numbers times classes. It runs on one thread.
public struct LogisticRegressionLearner: Learner {
  /// A short name unique in a portfolio.
  public let name: String
  /// What keeps the coefficients small.
  public let penalty: Penalty
  private var fixedSteps: Int?

  /// Always `linear`.
  public var family: ModelFamily { .linear }
  /// Always `dense`.
  public var featureView: FeatureView { .dense }

  /// A learner with `penalty`, named after it unless a name is given, e.g. `logistic-ridge`.
  public init(penalty: Penalty = .ridge, name: String? = nil) {
    self.penalty = penalty
    self.name = name ?? penalty.name(after: "logistic")
  }

  /// The penalty.
  public var parameters: [String: String] { penalty.record(fixedSteps: fixedSteps) }

  /// Whether `problem` is a classification.
  public func supports(_ problem: LearningProblem) -> Bool { problem.isClassification }

  /// Always false.
  public func honoursMonotone(_ problem: LearningProblem) -> Bool { false }

  /// The same learner that takes a given number of steps on its path.
  public func fixingIterations(_ iterations: Int) -> LogisticRegressionLearner {
    var fixed = self
    fixed.fixedSteps = iterations
    return fixed
  }

  /// Fits a model.
  public func fit(_ training: LearningSet, validation: LearningSet?, limits: FitLimits) throws(LearnersError)
    -> FittedModel
  {
    guard supports(training.problem) else {
      throw .unsupported(learner: name, reason: "it answers with classes, not numbers")
    }
    let rows = GeneralisedLinearPath.affordableRows(training)
    let set = try training.usable(atMost: rows, seed: limits.seed, learner: name)
    let search = PathSearch(learner: name, patience: 2, fixedSteps: fixedSteps)
    return try search.fit(set, validation: validation, limits: limits) { (set, _) throws(LearnersError) in
      GeneralisedLinearPath(
        set, loss: set.problem.task == .binary ? .logistic : .softmax, penalty: penalty)
    }
  }
}
