import LatheCore
import Models

/// Gradient-boosted decision trees by LightGBM (Ke et al., "LightGBM: A Highly Efficient Gradient Boosting Decision Tree", 2017).
///
/// With validation data it grows until the loss stops improving (``EarlyStopping``) and keeps the iterations up to the
/// best; a classification is watched by its log loss whatever metric the run is scored by, for rank metrics are noisy.
/// Categorical features are split by sets of levels, missing values learn their side of each split. The binned columns are kept
/// with the training set, so further configurations on the same set start at once.
///
/// Limits are looked at between iterations, and an iteration that would end too late is not begun. Finding the bins of
/// a new training set cannot be interrupted: it takes some 20 ms for a feature of 200,000 rows or more, and at most 20
/// million numbers are looked at, or 20,000 rows where there are more than a thousand features.
public struct BoostedTreesLearner: Learner {
  /// A short name unique in a portfolio.
  public let name: String
  /// The hyper-parameters.
  public var settings: BoostedTreeParameters
  /// When to give up waiting for a better validation loss.
  public var earlyStopping: EarlyStopping

  /// A learner with `settings`.
  public init(
    name: String = "boosted-trees", settings: BoostedTreeParameters = BoostedTreeParameters(),
    earlyStopping: EarlyStopping = EarlyStopping()
  ) {
    self.name = name
    self.settings = settings
    self.earlyStopping = earlyStopping
  }

  /// Boosted trees.
  public var family: ModelFamily { .boostedTrees }
  /// Trees read missing values and categories as they are.
  public var featureView: FeatureView { .trees }
  /// LightGBM's names and values.
  public var parameters: [String: String] { settings.record }

  /// Every problem.
  public func supports(_ problem: LearningProblem) -> Bool { true }

  /// True, by LightGBM's basic method, but for absolute and quantile losses.
  public func honoursMonotone(_ problem: LearningProblem) -> Bool { TreeFit.honoursMonotone(problem) }

  /// The learner with `iterations` rounds.
  public func fixingIterations(_ iterations: Int) -> BoostedTreesLearner {
    var fixed = self
    fixed.settings.maximumRounds = iterations
    return fixed
  }

  /// Fits the trees. O(iterations × rows × features).
  public func fit(
    _ training: LearningSet, validation: LearningSet?, limits: FitLimits
  ) throws(LearnersError) -> FittedModel {
    try TreeFit(
      learner: name, options: settings.options, bins: settings.maximumBins, leaves: settings.leaves,
      rounds: settings.maximumRounds,
      selection: .best(earlyStopping, learningRate: settings.learningRate)
    ).run(training, validation: validation, limits: limits)
  }
}
