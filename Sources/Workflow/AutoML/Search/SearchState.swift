import LatheCore

/// The losses when a candidate was finished.
struct SearchProgress: Sendable {
  let candidate: String
  /// Seconds from the start of the run.
  let seconds: Double
  /// The loss of the best single candidate so far.
  let best: Double?
  /// The loss of the ensemble so far.
  let ensemble: Double
}

/// The candidates fitted so far and the ensemble chosen among them.
struct SearchState: Sendable {
  let evaluation: Evaluation
  /// Sorted by name, whatever the order in which they were finished.
  var trials: [Trial] = []
  /// Weight in the ensemble by trial.
  var weights: [Double] = []
  /// The ensemble's out-of-fold predictions.
  var predictions: [Double] = []
  /// The ensemble's loss.
  var loss = Double.infinity
  /// How the loss fell.
  var progress: [SearchProgress] = []
  /// Candidates that were left out or failed, and why.
  var skipped: [(name: String, reason: String)] = []
  /// Candidates that the search beyond the portfolio proposed and gave up on the way.
  var givenUp = 0

  /// The trials in the ensemble, the heaviest first.
  var chosen: [Int] {
    trials.indices.filter { weights[$0] > 0 }
      .sorted { (weights[$1], trials[$0].name) < (weights[$0], trials[$1].name) }
  }

  /// The losses that trials compete with. A constant shifts no ranking, so a ranking metric would give it any
  /// weight: it only stands in for nothing else.
  private var losses: [Double] {
    let hasModel = trials.contains { $0.candidate.learner.family != .constant }
    return trials.map { hasModel && $0.candidate.learner.family == .constant ? .infinity : $0.loss }
  }

  /// The trials that take part in the choice, the best first.
  var contenders: [Int] { GreedyEnsemble.contenders(losses: losses) }

  /// Adds a trial; gives whether it takes part in the choice.
  mutating func add(_ trial: Trial) -> Bool {
    // The order in which workers finish depends on the machine, so trials are sorted by name before choosing.
    let position = trials.firstIndex { $0.name > trial.name } ?? trials.count
    trials.insert(trial, at: position)
    weights.insert(0, at: position)
    return contenders.contains(position)
  }

  /// Chooses the weights anew; with `cost`, those whose costs add to no more than its limit.
  mutating func choose(
    seed: UInt64, deadline: Deadline, mostRows: Int = GreedyEnsemble.mostRows, cost: EnsembleCost? = nil
  ) {
    let ensemble = GreedyEnsemble(
      predictions: trials.map(\.predictions), losses: losses, evaluation: evaluation, seed: seed,
      mostRows: mostRows, deadline: deadline, cost: cost)
    weights = ensemble.weights
    predictions = ensemble.blend(trials.map(\.predictions))
    loss = evaluation.loss(predictions)
  }

  /// Gives all weight to the best trial.
  mutating func chooseBest() {
    guard let best = contenders.first else { return }
    weights = trials.indices.map { $0 == best ? 1 : 0 }
    predictions = trials[best].predictions
    loss = trials[best].loss
  }
}

/// Collects trials and chooses the ensemble anew after each, one after the other.
actor SearchLedger {
  private(set) var state: SearchState
  private let seed: UInt64
  private let deadline: Deadline
  private let clock: RunClock

  init(evaluation: Evaluation, seed: UInt64, deadline: Deadline, clock: RunClock) {
    self.clock = clock
    state = SearchState(evaluation: evaluation)
    self.seed = seed
    self.deadline = deadline
  }

  /// Adds a trial; gives the new state if the ensemble got better.
  func add(_ trial: Trial) -> SearchState? {
    let takesPart = state.add(trial) || state.trials.count == 1
    let before = state.loss
    if takesPart { state.choose(seed: seed, deadline: deadline, mostRows: GreedyEnsemble.mostRowsMeanwhile) }
    state.progress.append(
      SearchProgress(
        candidate: trial.name, seconds: clock.seconds,
        best: state.contenders.first.map { state.trials[$0].loss },
        ensemble: state.loss))
    guard takesPart else { return nil }
    return state.loss < before || state.trials.count == 1 ? state : nil
  }
}
