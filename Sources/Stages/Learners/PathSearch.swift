import LatheCore
import Models

/// Models of one family from the simplest to the most flexible, each started from the one before: the strengths of
/// a penalty from strong to weak, numbers of neighbours from many to few.
protocol ModelPath {
  /// The number of models in the whole sequence.
  var count: Int { get }
  /// The next model; nil if the limits stopped it before there was one.
  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep?
}

/// A model of a path.
struct PathStep {
  /// The model.
  let model: any Model
  /// Whether its computation ran to its end.
  var isComplete = true
}

/// Walks a path and keeps its best model.
///
/// The number of steps taken is what ``Learner`` calls iterations. With validation rows the best step is the one
/// with the least validation loss; without, it is found by cross-validation inside the training rows and the path is
/// then walked that far on all of them; a fixed number of steps needs neither.
struct PathSearch {
  /// The learner's name, for errors.
  let learner: String
  /// Steps without improvement after which the walk ends.
  let patience: Int
  /// The number of steps to take, if it is fixed.
  let fixedSteps: Int?

  /// Rows up to which a step is chosen by five folds instead of one holdout.
  private static let rowsForFolds = 3000

  func fit<Path: ModelPath>(
    _ training: LearningSet, validation: LearningSet?, limits: FitLimits,
    path: (LearningSet) throws(LearnersError) -> Path
  ) throws(LearnersError) -> FittedModel {
    if limits.shouldStop { throw .interrupted(learner: learner) }
    if let fixedSteps {
      return try walk(try path(training), steps: fixedSteps, limits)
    }
    if let validation, validation.rowCount > 0 {
      return try walk(try path(training), validation, limits)
    }
    let steps = try crossValidatedSteps(training, limits, path)
    return try walk(try path(training), steps: steps, limits)
  }

  /// Takes a given number of steps and keeps the last model.
  private func walk<Path: ModelPath>(_ start: Path, steps: Int, _ limits: FitLimits) throws(LearnersError)
    -> FittedModel
  {
    var path = start
    var best: (model: any Model, steps: Int)?
    for step in 1...max(1, min(steps, path.count)) {
      guard let next = try path.next(limits) else { break }
      if best == nil || next.isComplete { best = (next.model, step) }
      if !next.isComplete { break }
    }
    guard let best else { throw .interrupted(learner: learner) }
    let ending: FittedModel.Ending = best.steps < min(steps, path.count) ? .interrupted : .finished
    return FittedModel(model: best.model, iterations: best.steps, ending: ending)
  }

  /// Walks until the validation loss has stopped falling and keeps the best model.
  private func walk<Path: ModelPath>(_ start: Path, _ validation: LearningSet, _ limits: FitLimits)
    throws(LearnersError) -> FittedModel
  {
    var path = start
    var best: (model: any Model, steps: Int, loss: Double)?
    var losses: [Double] = []
    var ending = FittedModel.Ending.finished
    for step in 1...path.count {
      guard let next = try path.next(limits) else {
        ending = .interrupted
        break
      }
      let loss = validation.problem.meanLoss(
        of: next.model.predict(validation.features), targets: validation.targets, weights: validation.weights)
      losses.append(loss)
      if best.map({ loss < $0.loss }) ?? true { best = (next.model, step, loss) }
      if !next.isComplete {
        ending = .interrupted
        break
      }
      if let best, step - best.steps >= patience {
        ending = .earlyStopping
        break
      }
    }
    guard let best else { throw .interrupted(learner: learner) }
    return FittedModel(model: best.model, iterations: best.steps, validationLosses: losses, ending: ending)
  }

  /// The number of steps with the least loss on rows held out from `training`.
  private func crossValidatedSteps<Path: ModelPath>(
    _ training: LearningSet, _ limits: FitLimits, _ path: (LearningSet) throws(LearnersError) -> Path
  ) throws(LearnersError) -> Int {
    let whole = try path(training).count
    guard whole > 1 else { return 1 }
    // Too few rows to hold any out: the middle of the path.
    guard training.rowCount >= 10 else { return (whole + 1) / 2 }
    let folds = training.folds(5, seed: limits.seed)
    var sums = [Double](repeating: 0, count: whole)
    for fold in training.rowCount <= Self.rowsForFolds ? folds[...] : folds[..<1] {
      let held = training.selecting(rows: fold.validation)
      let losses = try walk(try path(training.selecting(rows: fold.training)), held, limits).validationLosses
      for step in sums.indices {
        // A walk that ended early had stopped improving: what it did not try counts as its last loss.
        sums[step] += Double(held.rowCount) * (step < losses.count ? losses[step] : losses[losses.count - 1])
      }
    }
    let best = sums.indices.min { sums[$0] < sums[$1] } ?? 0
    return best + 1
  }
}
