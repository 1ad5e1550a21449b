import LatheCore
import Models

/// Extremely randomised trees by LightGBM (Geurts, Ernst and Wehenkel, "Extremely randomized trees", 2006): a forest whose splits try one random threshold a feature.
///
/// Validation data change nothing: a forest does not get worse with more trees. Interrupted, it is the trees so far.
/// A classification's trees are averaged on the scale of log odds.
public struct ExtraTreesLearner: Learner {
  /// A short name unique in a portfolio.
  public let name: String
  /// The hyper-parameters.
  public var settings: ForestParameters

  /// A learner with `settings`.
  public init(name: String = "extra-trees", settings: ForestParameters = ForestParameters()) {
    self.name = name
    self.settings = settings
  }

  /// The family of the forest.
  public var family: ModelFamily { .extraTrees }
  /// Trees read missing values and categories as they are.
  public var featureView: FeatureView { .trees }
  /// LightGBM's names and values.
  public var parameters: [String: String] { settings.record(extraTrees: true) }
  /// True, by LightGBM's basic method.
  public var honoursMonotone: Bool { true }

  /// Every problem.
  public func supports(_ problem: LearningProblem) -> Bool { true }

  /// The learner with `iterations` trees.
  public func fixingIterations(_ iterations: Int) -> ExtraTreesLearner {
    var fixed = self
    fixed.settings.trees = iterations
    return fixed
  }

  /// Fits the forest. O(trees × rows × features).
  public func fit(
    _ training: LearningSet, validation: LearningSet?, limits: FitLimits
  ) throws(LearnersError) -> FittedModel {
    try TreeFit(forest: settings, learner: name, training, extraTrees: true)
      .run(training, validation: nil, limits: limits)
  }
}
