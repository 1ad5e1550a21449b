import Bundles
import DataFrames
import Foundation
import LatheCore
import Learners
import Metrics
import Models
import RunStore

/// Fits candidates on the folds, as many as the budget allows, and keeps the best ensemble of them.
struct ModelSearch: Sendable {
  let table: TrainingTable
  let folds: [Fold]
  let evaluation: Evaluation
  let transform: TargetTransform
  let cache: FeatureCache
  let portfolio: Portfolio
  /// How it goes on after the portfolio; `nil` if it ends there.
  let tuning: TuningPlan?
  let budget: SearchBudget
  let threads: Int
  let threadsPerFit: Int
  let seed: UInt64
  let stop: StopSignal
  let clock: RunClock
  /// What the planner expects of the first boosted model, `nil` where it measured none.
  let expectedSecondsPerFit: Double?
  let record: RunStore?
  let emit: @Sendable (FitEvent) -> Void

  /// Fits at a time, however many threads there are; each holds features of its own.
  private static let mostWorkers = 64

  /// Runs until the portfolio, the budget or the patience of whoever gave the stop signal is at its end.
  ///
  /// - Parameter improved: Called with the state of the search whenever the ensemble got better, by several workers.
  func run(improved: @escaping @Sendable (SearchState) async -> Void) async throws(AutoMLError) -> SearchState
  {
    let workers = max(1, min(threads / threadsPerFit, Self.mostWorkers))
    let recorded = try readRecord()
    let board = SearchBoard(
      portfolio: portfolio, foldCount: folds.count, workers: workers, budget: budget,
      pace: Pace(expectedSecondsPerFit: expectedSecondsPerFit), tuning: tuning, recorded: complete(recorded),
      stop: stop)
    let ledger = SearchLedger(
      evaluation: evaluation, seed: seed, deadline: budget.choiceDeadline, clock: clock)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<workers {
        group.addTask {
          while let job = await board.next() {
            await work(job, board: board, ledger: ledger, recorded: recorded, improved: improved)
          }
        }
      }
    }
    var state = await ledger.state
    state.skipped = await board.skipped
    state.givenUp = await board.givenUp
    guard state.trials.isEmpty else {
      let found = state
      return await BlockingWork.run(stop: stop) {
        var state = found
        state.choose(seed: seed, deadline: budget.choiceDeadline)
        return state
      }
    }
    return try await salvage(board, skipped: state.skipped)
  }

  /// What a job gave.
  private enum Outcome {
    case fit(FoldFit)
    /// The loss of a first look.
    case look(Double)
  }

  private func work(
    _ job: SearchBoard.Job, board: SearchBoard, ledger: SearchLedger, recorded: [String: RecordedFit],
    improved: @escaping @Sendable (SearchState) async -> Void
  ) async {
    let result = await BlockingWork.run(stop: stop) {
      Result { () throws(AutoMLError) in
        try execute(job, recorded: recorded[Self.key(job.candidate.name, job.fold)])
      }
    }
    switch result {
    case .failure(let error):
      if await board.fail(job, reason: error.description), !stop.isRequested {
        emit(.skipped(name: job.candidate.name, reason: error.description))
      }
    case .success(.look(let loss)): await board.finishLook(job, loss: loss)
    case .success(.fit(let fit)):
      guard let complete = await board.finish(fit) else { return }
      let trial = await BlockingWork.run(stop: stop) { makeTrial(complete.candidate, fits: complete.fits) }
      emit(.trial(name: trial.name, score: score(trial.loss), seconds: trial.seconds))
      let better = await ledger.add(trial)
      await board.judge(trial, isImprovement: better != nil)
      if let state = better {
        emit(
          .best(
            score: score(state.loss), tried: state.trials.count,
            members: state.weights.count(where: { $0 > 0 })))
        await improved(state)
      }
    }
  }

  /// Makes one fit, or reads it back from the record.
  private func execute(_ job: SearchBoard.Job, recorded: RecordedFit?) throws(AutoMLError) -> Outcome {
    let began = clock.seconds
    if let recorded, let fit = restore(recorded, candidate: job.candidate, at: began) { return .fit(fit) }
    // Features serve all candidates of their view, so only the end of the search bounds them.
    var limits = FitLimits(
      deadline: budget.deadline, stop: stop, threads: threadsPerFit, seed: seed &+ UInt64(job.fold))
    do {
      let options = job.candidate.features
      let validation = try cache.features(fold: job.fold, options: options, limits: limits).validation
      let training =
        job.isFirstLook
        ? try cache.sample(fold: job.fold, options: options, limits: limits)
        : try cache.features(fold: job.fold, options: options, limits: limits).training
      let learner = job.isFirstLook ? job.candidate.learnerOfFirstLook : job.candidate.learner
      limits.deadline = job.deadline
      // Features, or waiting for another worker to make them, say nothing of what the next candidate costs.
      let fitBegan = clock.seconds
      let fitted = try learner.fit(training, validation: validation, limits: limits)
      let predictions = transform.inverse(fitted.model.predict(validation.features))
      guard predictions.allSatisfy(\.isFinite) else {
        throw AutoMLError.noModel(reason: "\(job.candidate.name) predicts values that are not finite")
      }
      let loss = evaluation.loss(predictions, fold: job.fold)
      if job.isFirstLook { return .look(loss) }
      let ended = clock.seconds
      let fit = FoldFit(
        candidate: job.candidate.name, fold: job.fold, model: fitted.model, iterations: fitted.iterations,
        validationLosses: fitted.validationLosses, trainingLosses: fitted.trainingLosses,
        ending: fitted.ending,
        predictions: predictions, loss: loss, began: began,
        ended: ended,
        seconds: ended - fitBegan)
      try keep(fit, of: job.candidate)
      return .fit(fit)
    } catch let error as AutoMLError {
      throw error
    } catch let error as any LatheError {
      throw .stage(error)
    } catch {
      throw .noModel(reason: "\(error)")
    }
  }

  private func makeTrial(_ candidate: Candidate, fits: [FoldFit]) -> Trial {
    let predictions = fits.flatMap(\.predictions)
    return Trial(
      candidate: candidate, fits: fits, predictions: predictions, loss: evaluation.loss(predictions))
  }

  /// When no candidate got all its folds: the one with the most folds is the model, judged on those.
  private func salvage(_ board: SearchBoard, skipped: [(name: String, reason: String)])
    async throws(AutoMLError)
    -> SearchState
  {
    guard let best = await board.incomplete().max(by: { $0.fits.count < $1.fits.count }) else {
      if stop.isRequested { throw .interrupted }
      throw .noModel(
        reason: skipped.first.map { "\($0.name): \($0.reason)" } ?? "the time was over before the first fit")
    }
    let partial = Evaluation(table: table, folds: best.fits.map { folds[$0.fold] }, metric: evaluation.metric)
    let predictions = best.fits.flatMap(\.predictions)
    let trial = Trial(
      candidate: best.candidate, fits: best.fits, predictions: predictions, loss: partial.loss(predictions))
    return SearchState(
      evaluation: partial, trials: [trial], weights: [1], predictions: predictions, loss: trial.loss,
      skipped: skipped)
  }

  private func score(_ loss: Double) -> Double { evaluation.metric.score(fromLoss: loss) }

  // MARK: - Record

  private static func key(_ candidate: String, _ fold: Int) -> String { "\(fold)/\(candidate)" }

  private func readRecord() throws(AutoMLError) -> [String: RecordedFit] {
    guard let record else { return [:] }
    do {
      return Dictionary(
        try record.fits().map { (Self.key($0.candidate, $0.fold), $0) }, uniquingKeysWith: { _, last in last }
      )
    } catch { throw .stage(error) }
  }

  /// The candidates all of whose folds are on record.
  private func complete(_ recorded: [String: RecordedFit]) -> [RecordedCandidate] {
    Dictionary(grouping: recorded.values, by: \.candidate).values
      .filter { $0.count == folds.count }.map { RecordedCandidate($0[0]) }
  }

  private func keep(_ fit: FoldFit, of candidate: Candidate) throws(AutoMLError) {
    // A fit cut short by the clock is a fact of this run: a later run with more time makes it anew.
    guard let record, fit.ending != .interrupted else { return }
    do {
      let artifact = try fit.model.artifact()
      try record.record(
        RecordedFit(
          candidate: fit.candidate, fold: fit.fold, kind: artifact.kind.rawValue, files: artifact.files,
          outcome: .init(
            iterations: fit.iterations, validationLosses: fit.validationLosses,
            trainingLosses: fit.trainingLosses,
            ending: fit.ending.rawValue, seconds: fit.seconds, parameters: candidate.learner.parameters,
            learningRate: candidate.boosting?.learningRate,
            proposal: try candidate.assignment.map(JSONEncoder().encode)), predictions: fit.predictions))
    } catch let error as any LatheError {
      throw .stage(error)
    } catch {
      throw .noModel(reason: "\(error)")
    }
  }

  private func restore(_ recorded: RecordedFit, candidate: Candidate, at moment: Double) -> FoldFit? {
    let limits = FitLimits(deadline: budget.deadline, stop: stop, threads: threadsPerFit, seed: seed)
    guard let kind = ModelKind(rawValue: recorded.kind),
      let ending = FittedModel.Ending(rawValue: recorded.outcome.ending),
      recorded.outcome.parameters == candidate.learner.parameters,
      recorded.predictions.count == folds[recorded.fold].validation.count * table.problem.outputCount,
      let features = try? cache.features(fold: recorded.fold, options: candidate.features, limits: limits),
      let model = try? ModelArtifact(kind: kind, files: recorded.files).model(
        problem: table.problem, featureCount: features.fitted.features.count)
    else { return nil }
    return FoldFit(
      candidate: recorded.candidate, fold: recorded.fold, model: model,
      iterations: recorded.outcome.iterations,
      validationLosses: recorded.outcome.validationLosses, trainingLosses: recorded.outcome.trainingLosses,
      ending: ending, predictions: recorded.predictions,
      loss: evaluation.loss(recorded.predictions, fold: recorded.fold), began: moment, ended: moment,
      seconds: recorded.outcome.seconds)
  }
}
