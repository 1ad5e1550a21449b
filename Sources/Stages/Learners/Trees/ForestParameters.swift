import LatheCore

/// The hyper-parameters of a forest.
public struct ForestParameters: Codable, Sendable, Hashable {
  /// The number of trees, for a multi-class problem a class.
  public var trees = 300
  /// The largest number of leaves of a tree, at least 2.
  public var leaves = 512
  /// The smallest number of rows in a leaf.
  public var minimumLeafRows = 3
  /// The share of features that each split considers; `nil` for the square root of their number in a classification, half of them in a regression.
  public var splitFeatureFraction: Double?
  /// The share of rows each tree of a random forest sees, drawn without replacement, in the open interval (0, 1).
  public var baggingFraction = 0.632
  /// The largest number of bins a feature is divided into.
  public var maximumBins = 255

  /// The defaults.
  public init() {}

  /// The defaults with changes.
  public init(_ change: (inout ForestParameters) -> Void) { change(&self) }

  /// The options in LightGBM's names that do not depend on the data.
  private func options(_ kind: ForestLearner.Kind) -> LightGBMOptions {
    var options = LightGBMOptions()
    options.set("boosting", "rf")
    options.set("num_leaves", leaves)
    options.set("min_data_in_leaf", minimumLeafRows)
    switch kind {
    case .random:
      options.set("extra_trees", false)
      options.set("bagging_fraction", baggingFraction)
      options.set("bagging_freq", 1)
    case .extremelyRandomised:
      options.set("extra_trees", true)
      options.set("bagging_fraction", 1.0)
      options.set("bagging_freq", 0)
      // LightGBM wants a forest to leave out rows or features; this share of fewer than 500,000 features rounds to all.
      options.set("feature_fraction", 0.999999)
    }
    if let splitFeatureFraction { options.set("feature_fraction_bynode", splitFeatureFraction) }
    // The rows of a category needed to trust it, against boosting's caution: a forest averages its mistakes away.
    options.set("min_data_per_group", minimumLeafRows)
    return options
  }

  /// The options in LightGBM's names for a fit to `training`.
  func options(_ kind: ForestLearner.Kind, for training: LearningSet) -> LightGBMOptions {
    var options = self.options(kind)
    let isClassification = training.problem.isClassification
    if splitFeatureFraction == nil {
      let features = Double(max(1, training.features.columns.count))
      options.set("feature_fraction_bynode", isClassification ? features.squareRoot() / features : 0.5)
    }
    if isClassification {
      // From a score of zero, without a penalty, one Newton step is a linear function of the shares in a leaf: see
      // `ForestText.answeringShares(priors:)`. From the score of the class shares its mean over trees would be far off.
      options.set("boost_from_average", false)
      options.set("cat_l2", 0)
      options.set("cat_smooth", minimumLeafRows)
    }
    return options
  }

  /// What a record of a run says.
  func record(_ kind: ForestLearner.Kind) -> [String: String] {
    options(kind).dictionary.merging(
      ["max_bin": "\(maximumBins)", "num_iterations": "\(trees)"], uniquingKeysWith: { _, last in last })
  }
}
