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
  /// The share of rows each tree sees, drawn without replacement, in the open interval (0, 1).
  public var baggingFraction = 0.632
  /// The largest number of bins a feature is divided into.
  public var maximumBins = 255

  /// The defaults.
  public init() {}

  /// The defaults with changes.
  public init(_ change: (inout ForestParameters) -> Void) { change(&self) }

  /// The options in LightGBM's names.
  func options(splitFeatureFraction: Double?, extraTrees: Bool) -> LightGBMOptions {
    var options = LightGBMOptions()
    options.set("boosting", "rf")
    options.set("num_leaves", leaves)
    options.set("min_data_in_leaf", minimumLeafRows)
    options.set("bagging_fraction", baggingFraction)
    options.set("bagging_freq", 1)
    if let splitFeatureFraction { options.set("feature_fraction_bynode", splitFeatureFraction) }
    options.set("extra_trees", extraTrees)
    // The rows of a category needed to trust it, against boosting's caution: a forest averages its mistakes away.
    options.set("min_data_per_group", minimumLeafRows)
    return options
  }

  /// What a record of a run says.
  func record(extraTrees: Bool) -> [String: String] {
    options(splitFeatureFraction: splitFeatureFraction, extraTrees: extraTrees).dictionary.merging(
      ["max_bin": "\(maximumBins)", "num_iterations": "\(trees)"], uniquingKeysWith: { _, last in last })
  }
}
