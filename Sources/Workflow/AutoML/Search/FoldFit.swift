import LatheCore
import Learners
import Models

/// A candidate fitted on one fold, with its predictions for the fold's validation rows.
struct FoldFit: Sendable {
  let candidate: String
  let fold: Int
  let model: any Model
  let iterations: Int?
  let validationLosses: [Double]
  /// Every `FittedModel.trainingLossInterval` iterations, where the learner watched it.
  let trainingLosses: [Double]
  let ending: FittedModel.Ending
  /// Predictions for the validation rows, row-major, on the scale of the target.
  let predictions: [Double]
  /// The objective's loss on the validation rows, lower is better.
  let loss: Double
  /// Seconds from the start of the run at which the fit began and ended; equal when it was read from a record.
  let began: Double
  let ended: Double
  /// Seconds the fit took, also when it was read from a record.
  let seconds: Double
}

/// A candidate with all its folds: what the ensemble chooses from.
struct Trial: Sendable {
  let candidate: Candidate
  /// One fit a fold, in fold order.
  let fits: [FoldFit]
  /// Out-of-fold predictions for the evaluation rows, fold after fold.
  let predictions: [Double]
  /// Loss of the objective on the evaluation rows, lower is better.
  let loss: Double

  var name: String { candidate.name }
  /// Loss on each fold.
  var foldLosses: [Double] { fits.map(\.loss) }
  /// Seconds of all its fits.
  var seconds: Double { fits.reduce(0) { $0 + $1.seconds } }
  /// Mean best iteration, for a refit.
  var iterations: Int? {
    let counts = fits.compactMap(\.iterations)
    return counts.isEmpty ? nil : max(1, Int((Double(counts.reduce(0, +)) / Double(counts.count)).rounded()))
  }
}
