import Features
import LatheCore
import Learners
import Models

/// The models that go into the bundle: for each chosen candidate its fold models, some of them, or one refit
/// on all rows, within the time that one prediction may take.
struct Deployment: Sendable {
  /// One model of the bundle.
  struct Member: Sendable {
    /// Unique in the bundle.
    let identifier: String
    let trial: Trial
    let model: any Model
    let features: FittedFeatures
    /// Which ``features`` these are; members with one name share them.
    let featureSet: String
    let weight: Double
    let iterations: Int?
  }

  /// The search as the bundle was made of it: the weights are those of its ensemble.
  let state: SearchState
  let members: [Member]
  /// Measured microseconds of one model for one row, by candidate.
  let microsecondsOfModel: [String: Double]
  let decisions: [PlanDecision]
  /// Expected microseconds for one row, its features included.
  let singleRowMicroseconds: Double
}

/// Chooses the members, the form of each, and makes the refits.
struct Deployer: Sendable {
  let state: SearchState
  let cache: FeatureCache
  let request: FitRequest
  let threads: Int
  /// Models of early folds have not seen the latest rows.
  let isTimeOrdered: Bool
  /// There is one split, so fold models lack its validation rows.
  let isHoldout: Bool
  let deadline: Deadline
  let stop: StopSignal
  /// The search goes on: nothing is measured, and all fold models go in.
  var isInterim = false

  /// Refits that lost more than this share of their rounds to the deadline are discarded.
  static let leastShareOfRounds = 0.9

  func deploy() -> Deployment {
    let limit =
      isInterim || request.preset == .best || request.budgetIsTrials
      ? Double.infinity : request.singleRowMicroseconds
    let choice = MemberChoice(
      state, request: request, limit: limit, usesOneModel: isHoldout || isTimeOrdered,
      microseconds: microseconds,
      microsecondsOfFeatures: { trial in
        cache.microsecondsPerRow(fold: trial.fits[0].fold, options: trial.candidate.features)
      })
    let chosen = choice.state
    var decisions = choice.decisions
    // Features for one model more, learnt on all rows, would cost what several fold models of a view save.
    let bagged = Set(
      chosen.chosen.filter { choice.models[$0] != 1 }.map { chosen.trials[$0].candidate.features })
    let refits = refit(
      chosen, trials: chosen.chosen.filter { !bagged.contains(chosen.trials[$0].candidate.features) },
      decisions: &decisions)
    let foldCount = chosen.trials[chosen.chosen[0]].fits.count
    if foldCount > 1, refits.count < chosen.chosen.count {
      let kept = chosen.chosen.filter { refits[$0] == nil }
      let count = kept.reduce(0) { $0 + choice.models[$1, default: 1] }
      decisions.append(
        PlanDecision(
          "deploy \(count == kept.count * foldCount ? "all" : "\(count) of") \(kept.count * foldCount) fold models",
          because: limit.isFinite
            ? "one row then takes about \(Int(choice.microseconds.rounded())) µs, the limit is \(Int(limit))"
            : request.budgetIsTrials
              ? "times are not measured in a search by trials, so that it can be repeated"
              : "the mean of fold models is better than one model"))
    }
    let members = chosen.chosen.flatMap { index -> [Deployment.Member] in
      if let refitted = refits[index] { return [refitted] }
      let trial = chosen.trials[index]
      // With time-ordered folds the last one has seen the most recent rows.
      let models = choice.models[index, default: 1]
      let fits = isTimeOrdered ? trial.fits.suffix(models) : trial.fits.prefix(models)
      return fits.compactMap { fit in
        member(trial, fit: fit, weight: chosen.weights[index] / Double(fits.count))
      }
    }
    return Deployment(
      state: chosen, members: members, microsecondsOfModel: choice.microsecondsOfModel, decisions: decisions,
      singleRowMicroseconds: choice.microseconds)
  }

  private func member(_ trial: Trial, fit: FoldFit, weight: Double) -> Deployment.Member? {
    guard
      let features = try? cache.features(
        fold: fit.fold, options: trial.candidate.features, limits: FitLimits(seed: request.seed)
      ).fitted
    else { return nil }
    return Deployment.Member(
      identifier: "\(trial.name)-fold-\(fit.fold)", trial: trial, model: fit.model, features: features,
      featureSet: "\(trial.candidate.features.label)-fold-\(fit.fold)", weight: weight,
      iterations: fit.iterations)
  }

  /// Models on all rows of as many of `trials` as the time allows, the heaviest first.
  private func refit(_ chosen: SearchState, trials: [Int], decisions: inout [PlanDecision])
    -> [Int: Deployment.Member]
  {
    var members: [Int: Deployment.Member] = [:]
    var features: [FeatureOptions: FoldFeatures] = [:]
    var tooLong: [String] = []
    // One thread where the result must not depend on their number.
    let limits = FitLimits(
      deadline: deadline, stop: stop, threads: request.budgetIsTrials ? 1 : threads, seed: request.seed)
    for index in trials where !stop.isRequested {
      let trial = chosen.trials[index]
      let options = trial.candidate.features
      let featureSeconds = features[options] == nil ? featureSeconds(trial) : 0
      let expected = 1.3 * (secondsOfRounds(trial) + featureSeconds)
      guard expected < deadline.remainingSeconds,
        let made = features[options] ?? (try? cache.allRows(options: options, limits: limits))
      else {
        tooLong.append(trial.name)
        continue
      }
      features[options] = made
      let learner: any Learner =
        trial.iterations.map { trial.candidate.learner.fixingIterations($0) } ?? trial.candidate.learner
      guard let fitted = try? learner.fit(made.training, validation: nil, limits: limits),
        fitted.ending != .interrupted
          || Double(fitted.iterations ?? 0) >= Self.leastShareOfRounds * Double(trial.iterations ?? .max)
      else {
        tooLong.append(trial.name)
        continue
      }
      members[index] = Deployment.Member(
        identifier: trial.name, trial: trial, model: fitted.model, features: made.fitted,
        featureSet: "\(options.label)-all", weight: chosen.weights[index], iterations: fitted.iterations)
    }
    if !members.isEmpty {
      decisions.append(
        PlanDecision(
          "refit \(members.count) model\(members.count == 1 ? "" : "s") on all rows",
          because: isTimeOrdered
            ? "the latest rows were held out for validation"
            : isHoldout
              ? "the validation rows are worth learning from" : "one model a candidate keeps one row quick"))
    }
    if !tooLong.isEmpty {
      decisions.append(
        PlanDecision(
          "keep the model of the validation split of \(tooLong.joined(separator: ", "))",
          because: "there is no time for a refit on all rows"))
    }
    return members
  }

  /// Seconds a fold took for the rounds that were kept: a refit needs no rounds to find out when to stop.
  private func secondsOfRounds(_ trial: Trial) -> Double {
    let seconds = trial.fits.map { fit in
      guard let iterations = fit.iterations, fit.validationLosses.count > iterations else {
        return fit.seconds
      }
      return fit.seconds * Double(iterations) / Double(fit.validationLosses.count)
    }
    return seconds.reduce(0, +) / Double(seconds.count)
  }

  /// Seconds the features of a fold took.
  private func featureSeconds(_ trial: Trial) -> Double {
    trial.fits.first.flatMap { fit in
      try? cache.features(
        fold: fit.fold, options: trial.candidate.features, limits: FitLimits(seed: request.seed)
      ).seconds
    } ?? 0
  }

  /// Measured microseconds of one fold model for one row.
  private func microseconds(_ trial: Trial) -> Double {
    guard let fit = trial.fits.first,
      let features = try? cache.features(
        fold: fit.fold, options: trial.candidate.features, limits: FitLimits(seed: request.seed)),
      features.training.rowCount > 0
    else { return 0 }
    let rows = (0..<min(32, features.training.rowCount)).map {
      features.training.features.selecting(rows: [$0])
    }
    return Self.medianMicroseconds(rows) { _ = fit.model.predict($0) }
  }

  /// The median time of `body` over two rounds of `inputs`, which must not be empty.
  static func medianMicroseconds<Input>(_ inputs: [Input], _ body: (Input) -> Void) -> Double {
    let seconds = (inputs + inputs).map { input in
      let start = ContinuousClock.now
      body(input)
      return start.duration(to: .now) / .seconds(1)
    }
    return seconds.sorted()[seconds.count / 2] * 1e6
  }
}

extension FeatureOptions {
  /// A name for these options, unique among those a portfolio uses.
  var label: String { "\(view.rawValue)\(targetEncoding ? "-target-encoded" : "")" }
}
