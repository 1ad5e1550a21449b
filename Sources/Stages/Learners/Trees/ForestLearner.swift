import LatheCore
import Models

/// A forest of randomised trees by LightGBM: the mean of trees that are grown independently of each other.
///
/// A classification's trees answer with the shares of the classes among the rows of a leaf, and the forest with the mean
/// of these shares, to which one more tree adds those among all rows, so that no class is impossible. Of several classes
/// each has trees of its own, so the means are divided by their sum. Validation data change nothing: a forest does not get
/// worse with more trees. Interrupted, it is the trees so far.
public struct ForestLearner: Learner {
  /// What makes the trees differ.
  public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
    /// Each tree sees a random part of the rows, and each split is the best one of random features (Breiman, "Random
    /// Forests", 2001).
    case random
    /// Each tree sees all rows, and each split is the best of one random threshold a feature, of random features (Geurts,
    /// Ernst and Wehenkel, "Extremely randomized trees", 2006).
    case extremelyRandomised
  }

  /// A short name unique in a portfolio.
  public let name: String
  /// What makes the trees differ.
  public let kind: Kind
  /// The hyper-parameters.
  public var settings: ForestParameters

  /// A learner with `settings`, called `random-forest` or `extra-trees` unless a name is given.
  public init(
    _ kind: Kind = .random, name: String? = nil, settings: ForestParameters = ForestParameters()
  ) {
    self.name = name ?? (kind == .random ? "random-forest" : "extra-trees")
    self.kind = kind
    self.settings = settings
  }

  /// The family of the forest.
  public var family: ModelFamily { kind == .random ? .randomForest : .extraTrees }
  /// Trees read missing values and categories as they are.
  public var featureView: FeatureView { .trees }
  /// LightGBM's names and values.
  public var parameters: [String: String] { settings.record(kind) }

  /// Every problem.
  public func supports(_ problem: LearningProblem) -> Bool { true }

  /// True, by LightGBM's basic method, but for absolute and quantile losses.
  public func honoursMonotone(_ problem: LearningProblem) -> Bool { TreeFit.honoursMonotone(problem) }

  /// The learner with `iterations` trees.
  public func fixingIterations(_ iterations: Int) -> ForestLearner {
    var fixed = self
    fixed.settings.trees = iterations
    return fixed
  }

  /// Fits the forest. O(trees × rows × features).
  public func fit(
    _ training: LearningSet, validation: LearningSet?, limits: FitLimits
  ) throws(LearnersError) -> FittedModel {
    try TreeFit(forest: settings, kind, learner: name, training)
      .run(training, validation: nil, limits: limits)
  }
}
