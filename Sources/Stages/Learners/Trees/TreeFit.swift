import Foundation
import LatheCore
import Models

/// The loop that all learners of trees share: bin, grow, watch the validation loss and the clock, keep the best.
struct TreeFit {
  /// Which iteration's model is kept.
  enum Selection {
    /// The first iterations up to the best validation loss.
    case best(EarlyStopping, learningRate: Double)
    /// The whole model as it was at a good moment: with dropout, later iterations rescale earlier trees.
    case snapshot(EarlyStopping, learningRate: Double)
    /// All iterations.
    case all
  }

  let learner: String
  /// Options of the family and its parameters.
  let options: LightGBMOptions
  let bins: Int
  let leaves: Int
  let rounds: Int
  let selection: Selection
  /// Whether the trees are a forest, whose text needs work.
  var isForest = false

  /// Between two snapshots lie this many iterations, for writing a model down costs as much as growing several trees.
  private static let snapshotInterval = 10
  /// After this many iterations in a row without any split there is nothing left to learn.
  private static let emptyRounds = 10
  /// Seconds for writing and reading a leaf of the model, generously.
  private static let secondsPerLeaf = 5e-6
  /// A loss is better by more than this share of its size: LightGBM's threads add up losses in any order.
  private static let leastImprovement = 1e-12

  private var call: LightGBMCall { LightGBMCall(learner: learner) }

  func run(
    _ training: LearningSet, validation: LearningSet?, limits: FitLimits
  ) throws(LearnersError) -> FittedModel {
    let training = try usableRows(training)
    guard !limits.shouldStop else { throw .interrupted(learner: learner) }
    let dataset = try BinnedDataset.training(training, bins: bins, limits: limits, call: call)
    let booster = try TreeBooster(dataset, options: allOptions(training, limits), call: call)
    var isValidated = false
    if let validation, validation.rowCount > 0, selection.watchesValidation {
      try booster.validate(on: .validation(validation, reference: dataset, limits: limits, call: call))
      isValidated = true
    }
    let progress = try grow(
      booster, rows: training.rowCount, isValidated: isValidated, training.problem, limits)
    if progress.isSpoilt, progress.snapshot == nil {
      return try fixingRounds(progress.kept).run(training, validation: nil, limits: limits)
    }
    var text: Data
    if let snapshot = progress.snapshot {
      text = snapshot
    } else {
      text = try booster.text(iterations: progress.kept)
    }
    if isForest { text = try forestText(text, training) }
    return FittedModel(
      model: try ensemble(text, training), iterations: progress.kept, validationLosses: progress.losses,
      trainingLosses: progress.trainingLosses, ending: progress.ending)
  }

  /// The same fit with as many iterations as the one that an iteration without a split has spoilt: the same seed grows the
  /// same trees, and none after them.
  private func fixingRounds(_ rounds: Int) -> TreeFit {
    TreeFit(
      learner: learner, options: options, bins: bins, leaves: leaves, rounds: rounds, selection: .all,
      isForest: isForest)
  }

  private func ensemble(_ text: Data, _ training: LearningSet) throws(LearnersError) -> TreeEnsemble {
    do throws(ModelsError) {
      return try TreeEnsemble(
        text: text, problem: training.problem, featureCount: training.features.columns.count)
    } catch {
      throw .engine(learner: learner, message: error.description)
    }
  }

  // MARK: Growing

  private struct Progress {
    var losses: [Double] = []
    var trainingLosses: [Double] = []
    /// Iterations of the model to keep.
    var kept = 0
    var bestLoss = Double.infinity
    var snapshot: Data?
    /// Whether the booster's trees are no longer those of any model.
    var isSpoilt = false
    var ending = FittedModel.Ending.finished
  }

  private func grow(
    _ booster: TreeBooster, rows: Int, isValidated: Bool, _ problem: LearningProblem, _ limits: FitLimits
  ) throws(LearnersError) -> Progress {
    var progress = Progress()
    var grown = 0
    var emptyInARow = 0
    var slowestRecent = 0.0
    while grown < rounds {
      let writing = Double((grown + 1) * leaves * problem.outputCount) * Self.secondsPerLeaf
      let finish = limits.deadline.earlier(bySeconds: slowestRecent + (grown > 0 ? writing : 0))
      if limits.stop.isRequested || finish.hasPassed {
        progress.ending = .interrupted
        break
      }
      let start = ContinuousClock.now
      if try booster.grow() {
        grown += 1
        emptyInARow = 0
      } else if grown == 0 {
        // Without a split in the first iteration LightGBM keeps a constant, which is the model.
        grown = 1
        emptyInARow = Self.emptyRounds
      } else if case .snapshot = selection {
        // LightGBM forgets to put back the trees that it had left out for this iteration.
        progress.isSpoilt = true
        break
      } else {
        emptyInARow += 1
        if emptyInARow < Self.emptyRounds { continue }
      }
      if isValidated {
        try note(grown, booster, &progress)
        if grown - max(progress.kept, 1) >= selection.patience(best: progress.kept, rows: rows) {
          progress.ending = .earlyStopping
          break
        }
      }
      if emptyInARow == Self.emptyRounds { break }
      slowestRecent = max(0.8 * slowestRecent, (ContinuousClock.now - start) / .seconds(1))
    }
    guard grown > 0 else { throw .interrupted(learner: learner) }
    if progress.kept == 0 { progress.kept = grown }
    return progress
  }

  /// Takes down the losses after `grown` iterations, and the model if it is the best so far.
  private func note(
    _ grown: Int, _ booster: TreeBooster, _ progress: inout Progress
  ) throws(LearnersError) {
    let loss = try booster.validationLoss()
    if progress.losses.count < grown { progress.losses.append(loss) }
    if case .best = selection, grown / FittedModel.trainingLossInterval > progress.trainingLosses.count {
      progress.trainingLosses.append(try booster.trainingLoss())
    }
    let margin = progress.bestLoss.isFinite ? Self.leastImprovement * abs(progress.bestLoss) : 0
    guard loss < progress.bestLoss - margin else { return }
    if case .snapshot = selection {
      guard grown == 1 || grown % Self.snapshotInterval == 0 || grown == rounds else { return }
      progress.snapshot = try booster.text(iterations: grown)
    }
    progress.bestLoss = loss
    progress.kept = grown
  }
}

extension TreeFit.Selection {
  /// Whether it needs validation losses.
  fileprivate var watchesValidation: Bool { if case .all = self { false } else { true } }

  /// Iterations to wait for a better validation loss than that of iteration `best`.
  fileprivate func patience(best: Int, rows: Int) -> Int {
    switch self {
    case .best(let rule, let learningRate), .snapshot(let rule, let learningRate):
      rule.patience(best: best, rows: rows, learningRate: learningRate)
    case .all: .max
    }
  }
}
