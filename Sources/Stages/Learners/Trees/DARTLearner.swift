import LatheCore
import Models

/// Boosted trees with dropout of trees (Rashmi and Gilad-Bachrach, "DART: Dropouts meet Multiple Additive Regression Trees", 2015).
///
/// Each iteration leaves out a random part of the trees so far, which keeps later trees useful; it also changes the
/// weights of earlier trees. So the best model is not a prefix of the last one, and is written down every tenth
/// iteration when its validation loss is the best yet. An iteration costs more the more trees there are.
public struct DARTLearner: Learner {
  /// A short name unique in a portfolio.
  public let name: String
  /// The hyper-parameters of the trees.
  public var settings: BoostedTreeParameters
  /// The probability of each tree to be left out.
  public var dropRate: Double
  /// The largest number of trees left out in an iteration.
  public var maximumDrops: Int
  /// The probability that an iteration leaves out no tree.
  public var skipProbability: Double
  /// When to give up waiting for a better validation loss.
  public var earlyStopping: EarlyStopping

  /// A learner with LightGBM's dropout, and by default 500 rounds at a learning rate of 0.1 and a patience of at most 100
  /// iterations, which cost the more the later they come.
  public init(
    name: String = "dart",
    settings: BoostedTreeParameters = BoostedTreeParameters {
      $0.learningRate = 0.1
      $0.maximumRounds = 500
    },
    dropRate: Double = 0.1, maximumDrops: Int = 50, skipProbability: Double = 0.5,
    earlyStopping: EarlyStopping = EarlyStopping(maximumPatience: 100)
  ) {
    self.name = name
    self.settings = settings
    self.dropRate = dropRate
    self.maximumDrops = maximumDrops
    self.skipProbability = skipProbability
    self.earlyStopping = earlyStopping
  }

  private var options: LightGBMOptions {
    var options = settings.options
    options.set("boosting", "dart")
    options.set("drop_rate", dropRate)
    options.set("max_drop", maximumDrops)
    options.set("skip_drop", skipProbability)
    return options
  }

  /// Boosted trees with dropout.
  public var family: ModelFamily { .dart }
  /// Trees read missing values and categories as they are.
  public var featureView: FeatureView { .trees }
  /// LightGBM's names and values.
  public var parameters: [String: String] {
    settings.record.merging(options.dictionary, uniquingKeysWith: { first, _ in first })
  }

  /// Every problem.
  public func supports(_ problem: LearningProblem) -> Bool { true }

  /// True, by LightGBM's basic method, but for absolute and quantile losses.
  public func honoursMonotone(_ problem: LearningProblem) -> Bool { TreeFit.honoursMonotone(problem) }

  /// The learner with `iterations` rounds.
  public func fixingIterations(_ iterations: Int) -> DARTLearner {
    var fixed = self
    fixed.settings.maximumRounds = iterations
    return fixed
  }

  /// Fits the trees. O(iterations² × rows) at worst, for each tree left out is evaluated again.
  public func fit(
    _ training: LearningSet, validation: LearningSet?, limits: FitLimits
  ) throws(LearnersError) -> FittedModel {
    try TreeFit(
      learner: name, options: options, bins: settings.maximumBins, leaves: settings.leaves,
      rounds: settings.maximumRounds,
      selection: .snapshot(earlyStopping, learningRate: settings.learningRate)
    ).run(training, validation: validation, limits: limits)
  }
}
