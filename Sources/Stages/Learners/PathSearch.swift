import LatheCore
import Models

/// Models of one family from the simplest to the most flexible, each started from the one before: the strengths of
/// a penalty from strong to weak, numbers of neighbours from many to few.
protocol ModelPath {
  /// The number of models in the whole sequence, which does not depend on the rows.
  var count: Int { get }
  /// The next model; nil if the limits stopped it before there was one, or if there is none left.
  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep?
  /// Leaves out the next `steps` models if later ones do not start from them, and says whether it did.
  mutating func skip(_ steps: Int) -> Bool
  /// What the last model given answers for `features`, the same ones at every call; nil if the limits stopped it.
  mutating func answers(of model: any Model, to features: FeatureMatrix, _ limits: FitLimits) -> [Double]?
}

extension ModelPath {
  mutating func skip(_ steps: Int) -> Bool { false }

  mutating func answers(of model: any Model, to features: FeatureMatrix, _ limits: FitLimits) -> [Double]? {
    model.predict(features)
  }
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
  /// The share of the time left that cross-validation leaves for the walk on all rows.
  private static let shareForWalk = 0.3

  func fit<Path: ModelPath>(
    _ training: LearningSet, validation: LearningSet?, limits: FitLimits,
    path: (LearningSet, FitLimits) throws(LearnersError) -> Path
  ) throws(LearnersError) -> FittedModel {
    if limits.shouldStop { throw .interrupted(learner: learner) }
    if let fixedSteps {
      return try walk(try path(training, limits), steps: fixedSteps, limits)
    }
    if let validation, validation.rowCount > 0 {
      return try walk(try path(training, limits), validation, limits)
    }
    // The path of all rows is not made before, for it may hold a kernel as large as those of the folds together.
    let steps = try crossValidatedSteps(training, limits, path)
    return try walk(try path(training, limits), steps: steps, limits)
  }

  /// Takes a given number of steps, or goes to the middle of the path, and keeps the last model.
  private func walk<Path: ModelPath>(_ start: Path, steps: Int?, _ limits: FitLimits) throws(LearnersError)
    -> FittedModel
  {
    var path = start
    let last = max(1, min(steps ?? (path.count + 1) / 2, path.count))
    let first = path.skip(last - 1) ? last : 1
    var best: (model: any Model, steps: Int)?
    var ending = FittedModel.Ending.finished
    for step in first...last {
      guard let next = try path.next(limits) else {
        if limits.shouldStop { ending = .interrupted }
        break
      }
      if best == nil || next.isComplete { best = (next.model, step) }
      if !next.isComplete {
        ending = .interrupted
        break
      }
    }
    guard let best else { throw .interrupted(learner: learner) }
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
        if limits.shouldStop { ending = .interrupted }
        break
      }
      guard let answers = path.answers(of: next.model, to: validation.features, limits) else {
        // A model of unknown loss is better than none.
        if best == nil { best = (next.model, step, Double.infinity) }
        ending = .interrupted
        break
      }
      let loss = validation.problem.meanLoss(
        of: answers, targets: validation.targets, weights: validation.weights)
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

  /// The number of steps with the least loss on rows held out from `training`; nil if nothing is known of it, because there
  /// are too few rows to hold any out or the time did not suffice for one fold.
  private func crossValidatedSteps<Path: ModelPath>(
    _ training: LearningSet, _ limits: FitLimits,
    _ path: (LearningSet, FitLimits) throws(LearnersError) -> Path
  ) throws(LearnersError) -> Int? {
    guard training.rowCount >= 10 else { return nil }
    var limits = limits
    limits.deadline = limits.deadline.earlier(
      bySeconds: Self.shareForWalk * max(0, limits.deadline.remainingSeconds))
    let folds = training.folds(5, seed: limits.seed)
    var sums: [Double] = []
    for fold in training.rowCount <= Self.rowsForFolds ? folds[...] : folds[..<1] {
      guard let ofFold = try losses(of: fold, training, limits, path) else { break }
      if ofFold.count == 1 { return 1 }
      if sums.isEmpty { sums = [Double](repeating: 0, count: ofFold.count) }
      for step in sums.indices { sums[step] += Double(fold.validation.count) * ofFold[step] }
    }
    return sums.indices.min { sums[$0] < sums[$1] }.map { $0 + 1 }
  }

  /// The loss of each step on the rows that a fold holds out; nil if the limits stopped the walk.
  private func losses<Path: ModelPath>(
    of fold: (training: [Int], validation: [Int]), _ training: LearningSet, _ limits: FitLimits,
    _ path: (LearningSet, FitLimits) throws(LearnersError) -> Path
  ) throws(LearnersError) -> [Double]? {
    do throws(LearnersError) {
      let start = try path(training.selecting(rows: fold.training), limits)
      let fitted = try walk(start, training.selecting(rows: fold.validation), limits)
      let losses = fitted.validationLosses
      guard fitted.ending != .interrupted, let last = losses.last else { return nil }
      // A walk that ended early had stopped improving: what it did not try counts as its last loss.
      return losses + [Double](repeating: last, count: start.count - losses.count)
    } catch {
      guard case .interrupted = error else { throw error }
      return nil
    }
  }
}
