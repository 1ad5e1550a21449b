import Foundation
import LatheCore
import Models

/// The loop that all learners of trees share: bin, grow, watch the validation loss and the clock, keep the best.
struct TreeFit {
  /// Which iteration's model is kept.
  enum Selection {
    /// The first iterations up to the best validation loss.
    case best(EarlyStopping)
    /// The whole model as it was at a good moment: with dropout, later iterations rescale earlier trees.
    case snapshot(EarlyStopping)
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

  /// Between two snapshots lie this many iterations, for writing a model down costs as much as growing several trees.
  private static let snapshotInterval = 10
  /// After this many iterations in a row without any split there is nothing left to learn.
  private static let emptyRounds = 10
  /// Seconds for writing and reading a leaf of the model, generously.
  private static let secondsPerLeaf = 5e-6

  private var call: LightGBMCall { LightGBMCall(learner: learner) }

  func run(
    _ training: LearningSet, validation: LearningSet?, limits: FitLimits
  ) throws(LearnersError) -> FittedModel {
    let training = try usableRows(training)
    guard !limits.shouldStop else { throw .interrupted(learner: learner) }
    let problem = training.problem
    let dataset = try BinnedDataset.training(training, bins: bins, limits: limits, call: call)
    let booster = try TreeBooster(dataset, options: allOptions(training, limits), call: call)
    var stopping: EarlyStopping?
    switch selection {
    case .best(let rule), .snapshot(let rule):
      if let validation, validation.rowCount > 0 {
        stopping = rule
        try booster.validate(
          on: .validation(validation, reference: dataset, limits: limits, call: call))
      }
    case .all: break
    }
    let progress = try grow(booster, stopping, rows: training.rowCount, problem, limits)
    let text: Data
    if let snapshot = progress.snapshot {
      text = snapshot
    } else {
      text = try booster.text(iterations: progress.kept)
    }
    var model = try ensemble(text, training)
    if case .all = selection, model.hasConstantTree {
      // LightGBM lets a tree of a forest that finds no split answer zero instead of the mean.
      guard let text = ForestText(text).droppingConstantIterations(treesPerIteration: problem.outputCount)
      else {
        throw .unsupported(
          learner: learner, reason: "its \(training.rowCount) rows are too few or too alike for a forest")
      }
      model = try ensemble(text.data, training)
      return FittedModel(model: model, iterations: progress.kept, ending: progress.ending)
    }
    return FittedModel(
      model: model, iterations: progress.kept, validationLosses: progress.losses, ending: progress.ending)
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
    /// Iterations of the model to keep.
    var kept = 0
    var bestLoss = Double.infinity
    var snapshot: Data?
    var ending = FittedModel.Ending.finished
  }

  private func grow(
    _ booster: TreeBooster, _ stopping: EarlyStopping?, rows: Int, _ problem: LearningProblem,
    _ limits: FitLimits
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
      } else {
        emptyInARow += 1
        // Without a split in the first iteration LightGBM keeps a constant, which is the model.
        if grown == 0 { grown = 1; emptyInARow = Self.emptyRounds }
        if emptyInARow < Self.emptyRounds { continue }
      }
      if let stopping {
        let loss = try booster.validationLoss()
        try note(loss, grown, booster, &progress)
        if grown - max(progress.kept, 1) >= stopping.patience(best: progress.kept, rows: rows) {
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

  /// Takes down the loss after `grown` iterations, and the model if it is the best so far.
  private func note(
    _ loss: Double, _ grown: Int, _ booster: TreeBooster, _ progress: inout Progress
  ) throws(LearnersError) {
    if progress.losses.count < grown { progress.losses.append(loss) }
    guard loss < progress.bestLoss else { return }
    if case .snapshot = selection {
      guard grown == 1 || grown % Self.snapshotInterval == 0 || grown == rounds else { return }
      progress.snapshot = try booster.text(iterations: grown)
    }
    progress.bestLoss = loss
    progress.kept = grown
  }

  // MARK: Preparation

  /// The rows with weight; LightGBM would count the others towards the size of leaves.
  private func usableRows(_ set: LearningSet) throws(LearnersError) -> LearningSet {
    guard !set.features.columns.isEmpty else {
      throw .unsupported(learner: learner, reason: "there are no features")
    }
    guard set.rowCount < Int(Int32.max) else {
      throw .unsupported(learner: learner, reason: "\(set.rowCount) rows are more than LightGBM counts")
    }
    var used = set
    if let weights = set.weights {
      let kept = weights.indices.filter { weights[$0] > 0 }
      if kept.count < weights.count { used = set.selecting(rows: kept) }
      // LightGBM finds quantiles of weighted rows by another rule, even if all weights are equal.
      if let first = used.weights?.first, used.weights?.allSatisfy({ $0 == first }) ?? false {
        used = LearningSet(
          problem: used.problem, features: used.features, targets: used.targets, monotone: used.monotone)
      }
    }
    guard used.rowCount > 1 else { throw .unsupported(learner: learner, reason: "there is no second row") }
    if !set.problem.isClassification, set.problem.loss.isNonNegative,
      !used.targets.contains(where: { $0 > 0 })
    {
      throw .unsupported(learner: learner, reason: "no target is above zero")
    }
    return used
  }

  private func allOptions(_ set: LearningSet, _ limits: FitLimits) -> LightGBMOptions {
    var all = LightGBMOptions()
    all.set("verbosity", -1)
    all.set("num_threads", max(1, limits.threads))
    all.set("seed", limits.seed & 0x7fff_ffff)
    // Histograms by column are summed in the order of rows by one thread each, so the number of threads changes nothing.
    all.set("deterministic", "true")
    all.set("force_col_wise", "true")
    all = all.merging(set.problem.lightGBMObjective).merging(options)
    if set.monotone.contains(where: { $0 != 0 }) {
      all.set("monotone_constraints", set.monotone.map(String.init).joined(separator: ","))
      // The advanced method of LightGBM 4.7 was seen to break constraints on data with gaps and categories.
      all.set("monotone_constraints_method", "basic")
    }
    return all
  }
}

extension LearningProblem {
  /// LightGBM's objective of this problem and the metric it is watched by: log loss or the loss of the regression.
  var lightGBMObjective: LightGBMOptions {
    var options = LightGBMOptions()
    func set(_ objective: String, _ metric: String) {
      options.set("objective", objective)
      options.set("metric", metric)
    }
    switch (task, loss) {
    case (.binary, _): set("binary", "binary_logloss")
    case (.multiclass, _):
      set("multiclass", "multi_logloss")
      options.set("num_class", classes.count)
    case (.regression, .squaredError): set("regression", "l2")
    case (.regression, .absoluteError): set("regression_l1", "l1")
    case (.regression, .quantile(let level)):
      set("quantile", "quantile")
      options.set("alpha", level)
    case (.regression, .poisson), (.regression, .tweedie(power: 1)): set("poisson", "poisson")
    case (.regression, .tweedie(let power)):
      set("tweedie", "tweedie")
      options.set("tweedie_variance_power", power)
    }
    return options
  }
}
