import LatheCore
import Learners

/// A fit of a proposed candidate that costs a small part of a whole one: on a quarter of a fold's rows, with a third of
/// the rounds or trees. Who is worse there than most gets no more.
///
/// Both are the fidelities of the multi-fidelity search in Klein et al., "Fast Bayesian Optimization of Machine Learning
/// Hyperparameters on Large Datasets", AISTATS 2017, and of FLAML's growing samples.
enum FirstLook {
  private static let shareOfRows = 0.25
  /// How many times fewer rounds or trees it gets.
  fileprivate static let reduction = 3.0
  /// The share of a whole fit's seconds that it may take.
  static let shareOfTime = 0.25
  /// Fewer rows are not worth a look: a quarter of them would say too little, and whole fits are cheap.
  private static let leastRows = 10_000

  /// Whether candidates for a table of `rows` rows are looked at first.
  static func isWorthwhile(rows: Int) -> Bool { rows >= leastRows }

  /// The rows of a fold's training set that a look learns from.
  static func sample(of training: LearningSet, seed: UInt64) -> LearningSet {
    var random = RandomSource(seed: seed, stream: "first-look")
    let count = Int(Double(training.rowCount) * shareOfRows)
    let rows = Array(0..<training.rowCount).shuffled(using: &random).prefix(count)
    return training.selecting(rows: rows.sorted())
  }
}

extension Candidate {
  /// The learner for a first look: with as much less to do as the data allow without changing what it is.
  var learnerOfFirstLook: any Learner {
    switch learner {
    case let boosting as BoostedTreesLearner:
      // Rounds that each go further, rather than a model that is not half grown: that would favour high learning rates.
      var settings = boosting.settings
      settings.learningRate *= FirstLook.reduction
      return BoostedTreesLearner(name: boosting.name, settings: settings)
    case let forest as ForestLearner:
      var settings = forest.settings
      settings.trees = max(1, Int(Double(settings.trees) / FirstLook.reduction))
      return ForestLearner(forest.kind, name: forest.name, settings: settings)
    default: return learner
    }
  }
}
