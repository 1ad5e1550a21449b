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

  let members: [Member]
  let decisions: [PlanDecision]
  /// Expected microseconds for one row, without making its features.
  let singleRowMicroseconds: Double
}

/// Chooses the form of each member and makes the refits.
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

  /// Refits that lost more than this share of their rounds to the deadline are discarded.
  static let leastShareOfRounds = 0.9

  func deploy() -> Deployment {
    var chosen = state.trials.indices.filter { state.weights[$0] > 0 }
      .sorted { (state.weights[$1], state.trials[$0].name) < (state.weights[$0], state.trials[$1].name) }
    var decisions: [PlanDecision] = []
    let limit =
      request.preset == .best || request.budgetIsTrials ? Double.infinity : request.singleRowMicroseconds
    let cost = Dictionary(uniqueKeysWithValues: chosen.map { ($0, microseconds(state.trials[$0])) })
    let foldCount = state.trials[chosen[0]].fits.count

    func total(_ models: Int) -> Double {
      chosen.reduce(0) { $0 + (cost[$1] ?? 0) * Double(min(models, state.trials[$1].fits.count)) }
    }
    while chosen.count > 1, total(1) > limit, let last = chosen.popLast() {
      decisions.append(
        PlanDecision(
          "leave \(state.trials[last].name) out of the bundle",
          because: "one row would take more than \(Int(limit)) µs with it"))
    }
    let models = isHoldout || isTimeOrdered ? 1 : (1...foldCount).last { total($0) <= limit } ?? 1
    let weightSum = chosen.reduce(0) { $0 + state.weights[$1] }
    if models == 1, let refits = refit(chosen, weightSum: weightSum, decisions: &decisions) {
      return Deployment(members: refits, decisions: decisions, singleRowMicroseconds: total(1))
    }
    if foldCount > 1 {
      decisions.append(
        PlanDecision(
          "deploy \(models == foldCount ? "all" : "\(models) of") \(foldCount) fold models of \(chosen.count) candidates",
          because: limit.isFinite
            ? "one row then takes about \(Int(total(models).rounded())) µs, the limit is \(Int(limit))"
            : "the mean of fold models is better than one model"))
    }
    let members = chosen.flatMap { index in
      let trial = state.trials[index]
      // With time-ordered folds the last one has seen the most recent rows.
      let fits = isTimeOrdered ? trial.fits.suffix(models) : trial.fits.prefix(models)
      return fits.compactMap { fit in
        member(trial, fit: fit, weight: state.weights[index] / weightSum / Double(fits.count))
      }
    }
    return Deployment(members: members, decisions: decisions, singleRowMicroseconds: total(models))
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

  /// One model on all rows for each chosen candidate, `nil` if the time does not allow all of them.
  private func refit(_ chosen: [Int], weightSum: Double, decisions: inout [PlanDecision]) -> [Deployment
    .Member]?
  {
    let expected = chosen.reduce(0.0) { seconds, index in
      let trial = state.trials[index]
      return seconds + trial.seconds / Double(trial.fits.count) * 1.3
    }
    guard expected < deadline.remainingSeconds else {
      decisions.append(
        PlanDecision(
          "keep the models of the validation split",
          because: "a refit on all rows would take about \(Planner.text(expected)) s, "
            + "\(Planner.text(max(0, deadline.remainingSeconds))) s are left"))
      return nil
    }
    var members: [Deployment.Member] = []
    for index in chosen {
      let trial = state.trials[index]
      // One thread where the result must not depend on their number.
      let limits = FitLimits(
        deadline: deadline, stop: stop, threads: request.budgetIsTrials ? 1 : threads, seed: request.seed)
      guard let features = try? cache.allRows(options: trial.candidate.features, limits: limits) else {
        return nil
      }
      let learner: any Learner =
        trial.iterations.map { trial.candidate.learner.fixingIterations($0) } ?? trial.candidate.learner
      guard let fitted = try? learner.fit(features.training, validation: nil, limits: limits),
        fitted.ending != .interrupted
          || Double(fitted.iterations ?? 0) >= Self.leastShareOfRounds * Double(trial.iterations ?? .max)
      else { return nil }
      members.append(
        Deployment.Member(
          identifier: trial.name, trial: trial, model: fitted.model, features: features.fitted,
          featureSet: "\(trial.candidate.features.label)-all", weight: state.weights[index] / weightSum,
          iterations: fitted.iterations))
    }
    decisions.append(
      PlanDecision(
        "refit \(members.count) model\(members.count == 1 ? "" : "s") on all rows",
        because: isTimeOrdered
          ? "the latest rows were held out for validation"
          : isHoldout
            ? "the validation rows are worth learning from" : "one model a candidate keeps one row quick"))
    return members
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
    var seconds: [Double] = []
    for row in rows + rows {
      let start = ContinuousClock.now
      _ = fit.model.predict(row)
      seconds.append(start.duration(to: .now) / .seconds(1))
    }
    return seconds.sorted()[seconds.count / 2] * 1e6
  }
}

extension FitRequest {
  /// Whether the search goes by trials, so that no measured time may reach a decision.
  var budgetIsTrials: Bool {
    if case .trials = budget { true } else { false }
  }
}

extension FeatureOptions {
  /// A name for these options, unique among those a portfolio uses.
  var label: String { "\(view.rawValue)\(targetEncoding ? "-target-encoded" : "")" }
}
