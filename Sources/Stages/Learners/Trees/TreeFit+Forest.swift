import Foundation
import LatheCore

extension TreeFit {
  /// The fit of a forest to `training`.
  init(
    forest settings: ForestParameters, _ kind: ForestLearner.Kind, learner: String, _ training: LearningSet
  ) {
    self.init(
      learner: learner, options: settings.options(kind, for: training), bins: settings.maximumBins,
      leaves: settings.leaves, rounds: settings.trees, selection: .all, isForest: true)
  }

  /// The text of a forest with the answers that LightGBM does not write as a forest needs them put right.
  func forestText(_ text: Data, _ training: LearningSet) throws(LearnersError) -> Data {
    let forest = ForestText(text)
    let problem = training.problem
    if problem.isClassification {
      let priors = problem.classShares(targets: training.targets, weights: training.normalisedWeights)
      return forest.answeringShares(priors: priors).data
    }
    guard forest.hasConstantTree else { return text }
    guard let whole = forest.droppingConstantTrees() else {
      throw .unsupported(
        learner: learner, reason: "its \(training.rowCount) rows are too few or too alike for a forest")
    }
    return whole.data
  }
}
