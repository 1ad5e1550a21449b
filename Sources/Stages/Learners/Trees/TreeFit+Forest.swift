import LatheCore

extension TreeFit {
  /// The fit of a forest to `training`.
  init(forest settings: ForestParameters, learner: String, _ training: LearningSet, extraTrees: Bool) {
    let features = Double(max(1, training.features.columns.count))
    let fraction =
      settings.splitFeatureFraction
      ?? (training.problem.isClassification ? features.squareRoot() / features : 0.5)
    self.init(
      learner: learner, options: settings.options(splitFeatureFraction: fraction, extraTrees: extraTrees),
      bins: settings.maximumBins, leaves: settings.leaves, rounds: settings.trees, selection: .all)
  }
}
