import LatheCore
import Models

/// A model family with its hyper-parameters, ready to be fitted.
///
/// Implementations are values; fitting is synchronous, polls `limits` at least a few times a second, and gives
/// the same model for the same data, seed and iterations whatever the number of threads.
public protocol Learner: Sendable {
  /// A short name unique in a portfolio, e.g. `boosted-trees-r13`.
  var name: String { get }
  /// The family it belongs to.
  var family: ModelFamily { get }
  /// The shape of features it reads.
  var featureView: FeatureView { get }
  /// The hyper-parameters, for the record and the report.
  var parameters: [String: String] { get }
  /// Whether it honours `LearningSet.monotone` when it fits `problem`.
  func honoursMonotone(_ problem: LearningProblem) -> Bool
  /// Whether it can fit `problem` at all.
  func supports(_ problem: LearningProblem) -> Bool
  /// The same learner with its number of iterations fixed, for a refit without validation data; itself where there are none.
  func fixingIterations(_ iterations: Int) -> Self
  /// Fits a model.
  ///
  /// - Parameters:
  ///   - validation: Rows that choose the number of iterations, never learnt from. Without them trees run their full number,
  ///     and learners that choose a strength, a cost or a number of neighbours cross-validate among the training rows.
  ///   - limits: When to stop. A fit that is stopped early returns the best model so far, if there is one.
  /// - Throws: ``LearnersError`` if no model could be made.
  func fit(_ training: LearningSet, validation: LearningSet?, limits: FitLimits)
    throws(LearnersError) -> FittedModel
}

/// The families of models.
public enum ModelFamily: String, Codable, Sendable, Hashable, CaseIterable {
  /// Gradient-boosted trees.
  case boostedTrees
  /// Boosted trees with dropout of trees (DART).
  case dart
  /// Random forest.
  case randomForest
  /// Extremely randomised trees.
  case extraTrees
  /// Generalised linear models.
  case linear
  /// Support vector machines.
  case supportVectorMachine
  /// Nearest neighbours.
  case neighbours
  /// The constant baseline.
  case constant
}

/// What a fit gives.
public struct FittedModel: Sendable {
  /// Why a fit ended.
  public enum Ending: String, Codable, Sendable {
    /// It ran all its iterations or converged.
    case finished
    /// The validation score stopped improving.
    case earlyStopping
    /// The deadline came or a stop was requested.
    case interrupted
  }

  /// The model.
  public let model: any Model
  /// Iterations the model keeps, `nil` where the family has none.
  public let iterations: Int?
  /// Validation loss after each iteration, empty without validation data; lower is better.
  public let validationLosses: [Double]
  /// Training loss after every ``trainingLossInterval``-th iteration where it is known cheaply, else empty.
  public let trainingLosses: [Double]
  /// Why the fit ended.
  public let ending: Ending

  /// Iterations from one training loss to the next: often enough for a curve, seldom enough to cost next to nothing.
  public static let trainingLossInterval = 10

  /// The outcome of a fit.
  public init(
    model: any Model, iterations: Int? = nil, validationLosses: [Double] = [],
    trainingLosses: [Double] = [], ending: Ending = .finished
  ) {
    self.model = model
    self.iterations = iterations
    self.validationLosses = validationLosses
    self.trainingLosses = trainingLosses
    self.ending = ending
  }
}
