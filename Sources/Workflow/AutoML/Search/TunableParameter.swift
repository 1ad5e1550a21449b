import Learners
import Search

/// A hyper-parameter of a learner's settings that the search may vary.
struct TunableParameter<Settings>: Sendable {
  let name: String
  let domain: ParameterDomain
  let read: @Sendable (Settings) -> ParameterValue
  let write: @Sendable (inout Settings, ParameterValue) -> Void

  /// A real number.
  static func number(
    _ name: String, _ path: any WritableKeyPath<Settings, Double> & Sendable, _ range: ClosedRange<Double>,
    _ scale: ParameterDomain.Scale = .linear
  ) -> TunableParameter {
    TunableParameter(
      name: name, domain: .float(low: range.lowerBound, high: range.upperBound, scale: scale),
      read: { .number($0[keyPath: path]) }, write: { $0[keyPath: path] = $1.double ?? $0[keyPath: path] })
  }

  /// A whole number.
  static func integer(
    _ name: String, _ path: any WritableKeyPath<Settings, Int> & Sendable, _ range: ClosedRange<Int>,
    _ scale: ParameterDomain.Scale = .logarithmic
  ) -> TunableParameter {
    TunableParameter(
      name: name, domain: .integer(low: range.lowerBound, high: range.upperBound, scale: scale),
      read: { .integer($0[keyPath: path]) },
      write: { settings, value in
        if case .integer(let number) = value { settings[keyPath: path] = number }
      })
  }

  /// Yes or no.
  static func boolean(_ name: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable)
    -> TunableParameter
  {
    TunableParameter(
      name: name, domain: .boolean, read: { .boolean($0[keyPath: path]) },
      write: { settings, value in
        if case .boolean(let flag) = value { settings[keyPath: path] = flag }
      })
  }
}

extension BoostedTreeParameters {
  /// TabArena's search space for LightGBM (Erickson et al., 2025).
  static var tunable: [TunableParameter<BoostedTreeParameters>] {
    [
      .number("learning_rate", \.learningRate, 0.005...0.1, .logarithmic),
      .integer("leaves", \.leaves, 2...200),
      .integer("minimum_leaf_rows", \.minimumLeafRows, 1...64),
      .number("feature_fraction", \.featureFraction, 0.4...1),
      .number("bagging_fraction", \.baggingFraction, 0.7...1),
      .number("l1", \.l1, 1e-4...1),
      .number("l2", \.l2, 1e-4...2),
      .boolean("extra_trees", \.extraTrees),
    ]
  }

  /// What matters only where there are categories, of the same space.
  static var tunableOfCategories: [TunableParameter<BoostedTreeParameters>] {
    [
      .integer("minimum_category_rows", \.minimumCategoryRows, 2...100),
      .number("category_l2", \.categoryL2, 0.005...2, .logarithmic),
      .number("category_smoothing", \.categorySmoothing, 0.001...100, .logarithmic),
      .integer("maximum_one_hot_levels", \.maximumOneHotLevels, 8...100),
    ]
  }
}

extension ForestParameters {
  /// What makes trees of a forest differ, and how deep they grow.
  static func tunable(_ kind: ForestLearner.Kind) -> [TunableParameter<ForestParameters>] {
    let common: [TunableParameter<ForestParameters>] = [
      .integer("leaves", \.leaves, 64...4096),
      .integer("minimum_leaf_rows", \.minimumLeafRows, 1...20),
      TunableParameter(
        name: "split_feature_fraction", domain: .float(low: 0.1, high: 1),
        read: { .number($0.splitFeatureFraction ?? 0.4) }, write: { $0.splitFeatureFraction = $1.double }),
    ]
    switch kind {
    case .random: return common + [.number("bagging_fraction", \.baggingFraction, 0.4...0.95)]
    // A random threshold is one of the bins' bounds: with fewer of them more thresholds leave rows on both sides.
    case .extremelyRandomised: return common + [.integer("maximum_bins", \.maximumBins, 15...255)]
    }
  }
}
