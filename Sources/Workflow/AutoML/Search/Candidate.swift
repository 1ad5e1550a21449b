import Features
import LatheCore
import Learners

/// One configuration to try: a learner and the features it reads.
struct Candidate: Sendable {
  /// Unique in a run.
  let name: String
  let learner: any Learner
  let features: FeatureOptions
  /// Expected cost of a fit, as a multiple of the first boosted model's.
  let relativeCost: Double
  /// The cost does not shrink when the learner is given less time, and it cannot hand over a partial model.
  let isAtomic: Bool
  /// Boosting parameters, where the learning rate may be adapted to the time.
  let boosting: BoostedTreeParameters?

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
}
