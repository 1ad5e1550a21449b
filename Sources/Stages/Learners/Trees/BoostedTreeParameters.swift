/// The hyper-parameters of boosted trees, with LightGBM's defaults but a learning rate of 0.05 and rounds enough for early stopping.
public struct BoostedTreeParameters: Codable, Sendable, Hashable {
  /// How much of each tree's answer is added.
  public var learningRate = 0.05
  /// The largest number of leaves of a tree, at least 2.
  public var leaves = 31
  /// The smallest number of rows in a leaf.
  public var minimumLeafRows = 20
  /// The smallest sum of second derivatives in a leaf.
  public var minimumLeafHessian = 1e-3
  /// The share of features each tree may use.
  public var featureFraction = 1.0
  /// The share of rows each tree sees, drawn anew for each.
  public var baggingFraction = 1.0
  /// The penalty on the absolute values of leaves.
  public var l1 = 0.0
  /// The penalty on the squares of leaves.
  public var l2 = 0.0
  /// Whether each feature tries one random threshold instead of all (Geurts et al., 2006).
  public var extraTrees = false
  /// Pseudo-rows that draw the statistics of rare categories together.
  public var categorySmoothing = 10.0
  /// The extra `l2` of splits by sets of categories.
  public var categoryL2 = 10.0
  /// Features with at most this many levels are split one level against the rest.
  public var maximumOneHotLevels = 4
  /// The smallest number of rows of a category that counts.
  public var minimumCategoryRows = 100
  /// The largest number of bins a feature is divided into; configurations that agree share the binned data.
  public var maximumBins = 255
  /// The largest number of iterations.
  public var maximumRounds = 10_000

  /// The defaults.
  public init() {}

  /// The defaults with changes.
  public init(_ change: (inout BoostedTreeParameters) -> Void) { change(&self) }

  /// The options in LightGBM's names; bins and rounds are not among them.
  var options: LightGBMOptions {
    var options = LightGBMOptions()
    options.set("learning_rate", learningRate)
    options.set("num_leaves", leaves)
    options.set("min_data_in_leaf", minimumLeafRows)
    options.set("min_sum_hessian_in_leaf", minimumLeafHessian)
    options.set("feature_fraction", featureFraction)
    options.set("bagging_fraction", baggingFraction)
    options.set("bagging_freq", baggingFraction < 1 ? 1 : 0)
    options.set("lambda_l1", l1)
    options.set("lambda_l2", l2)
    options.set("extra_trees", extraTrees)
    options.set("cat_smooth", categorySmoothing)
    options.set("cat_l2", categoryL2)
    options.set("max_cat_to_onehot", maximumOneHotLevels)
    options.set("min_data_per_group", minimumCategoryRows)
    return options
  }

  /// What a record of a run says.
  var record: [String: String] {
    options.dictionary.merging(
      ["max_bin": "\(maximumBins)", "num_iterations": "\(maximumRounds)"],
      uniquingKeysWith: { _, last in last })
  }
}
