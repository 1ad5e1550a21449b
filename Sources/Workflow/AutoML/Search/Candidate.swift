import Features
import LatheCore
import Learners
import Search

/// One configuration to try: a learner and the features it reads.
struct Candidate: Sendable {
  /// Unique in a run.
  let name: String
  private(set) var learner: any Learner
  let features: FeatureOptions
  /// Expected cost of a fit, as a multiple of the first boosted model's.
  let relativeCost: Double
  /// The cost does not shrink when the learner is given less time, and it cannot hand over a partial model.
  let isAtomic: Bool
  /// Boosting parameters, where the learning rate may be adapted to the time.
  private(set) var boosting: BoostedTreeParameters?
  /// Its place in the space of a search, if a search proposed it.
  var assignment: [String: ParameterValue]?

  init(
    _ learner: any Learner, features: FeatureOptions, relativeCost: Double, isAtomic: Bool = false,
    boosting: BoostedTreeParameters? = nil, suffix: String = ""
  ) {
    name = learner.name + suffix
    self.learner = learner
    self.features = features
    self.relativeCost = relativeCost
    self.isAtomic = isAtomic
    self.boosting = boosting
  }

  /// The same candidate at another learning rate, where it has one.
  func boosted(at learningRate: Double) -> Candidate {
    guard var parameters = boosting else { return self }
    parameters.learningRate = learningRate
    var candidate = self
    candidate.learner = BoostedTreesLearner(name: learner.name, settings: parameters)
    candidate.boosting = parameters
    return candidate
  }
}
