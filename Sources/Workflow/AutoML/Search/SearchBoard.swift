import LatheCore
import Learners

/// Hands out fits to workers: the folds of one candidate after the other, as long as there is time; first those of the
/// portfolio, then those that the tuner proposes, which may have to pass a first look.
///
/// Candidates come in a fixed order; which of them get their turn depends on the time alone, so that a search
/// by number of trials makes the same fits whatever the number of workers.
actor SearchBoard {
  /// One fit to make.
  struct Job: Sendable {
    let candidate: Candidate
    let fold: Int
    /// Whether only a cheap fit on part of the rows is wanted, to see whether whole ones are worth their time.
    let isFirstLook: Bool
    /// Seconds the fit may take once its features are there.
    let seconds: Double
    /// When the search ends.
    let end: Deadline

    /// When a fit that begins now must have returned.
    var deadline: Deadline { seconds.isFinite ? end.earlier(.after(seconds: seconds)) : end }
  }

  private struct Running {
    let candidate: Candidate
    var nextFold: Int
    let secondsPerFold: Double
    /// Whether a first look is still to be handed out; no fold is before it is back.
    var needsLook: Bool
    var isLookedAt = false
    var fits: [Int: FoldFit] = [:]
    var failure: String?
    var isGivenUp = false
    var open = 0

    /// Whether there is a fit of it to hand out.
    func isDue(_ foldCount: Int) -> Bool {
      failure == nil && !isGivenUp && !isLookedAt && (needsLook || nextFold < foldCount)
    }
  }

  private enum Turn {
    case candidate(Candidate)
    /// Results that the next proposal needs are on their way.
    case wait
    case none
  }

  private let foldCount: Int
  private let workers: Int
  private let budget: SearchBudget
  private let stop: StopSignal
  private var portfolio: Portfolio
  private var running: [Running] = []
  private var pace: Pace
  private var started = 0
  /// `nil` if there is no search beyond the portfolio.
  private let tuning: TuningPlan?
  private var tuner: CandidateTuner?
  private var portfolioTrials: [Trial] = []
  private var tunedSinceImprovement = 0
  /// Candidates whose fits are all on record, by name.
  private let recorded: [String: RecordedCandidate]

  init(
    portfolio: Portfolio, foldCount: Int, workers: Int, budget: SearchBudget, pace: Pace,
    tuning: TuningPlan?, recorded: [RecordedCandidate], stop: StopSignal
  ) {
    self.tuning = tuning
    self.recorded = Dictionary(recorded.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.pace = pace
    self.portfolio = portfolio
    self.foldCount = foldCount
    self.workers = workers
    self.budget = budget
    self.stop = stop
  }

  /// Why candidates were left out, by name.
  private(set) var skipped: [(name: String, reason: String)] = []
  /// How many proposals of the tuner were given up on the way.
  private(set) var givenUp = 0

  /// The next fit to make, `nil` when there is none or no time.
  func next() async -> Job? {
    while true {
      guard !stop.isRequested, !budget.deadline.hasPassed else { return nil }
      if let index = running.firstIndex(where: { $0.isDue(foldCount) }) { return hand(index) }
      switch nextTurn() {
      case .none: return nil
      case .wait: try? await Task.sleep(for: .milliseconds(5))
      case .candidate(let candidate):
        guard let admitted = admit(candidate) else {
          tuner?.finish(candidate.name, loss: nil)
          continue
        }
        running.append(
          Running(
            candidate: admitted.candidate, nextFold: 0, secondsPerFold: admitted.secondsPerFold,
            needsLook: looksFirst(candidate)))
        started += 1
        return hand(running.count - 1)
      }
    }
  }

  /// Takes back a finished fit; gives all fits of its candidate once they are complete.
  func finish(_ fit: FoldFit) -> (candidate: Candidate, fits: [FoldFit])? {
    guard let index = running.firstIndex(where: { $0.candidate.name == fit.candidate }) else { return nil }
    running[index].open -= 1
    running[index].fits[fit.fold] = fit
    takeSecondLook(index)
    guard !leaves(index) else { return nil }
    guard running[index].fits.count == foldCount else { return nil }
    let done = running.remove(at: index)
    let fits = (0..<foldCount).compactMap { done.fits[$0] }
    pace.observe(done.candidate, fits: fits)
    return (done.candidate, fits)
  }

  /// Takes back the loss of a first look: the candidate gets its folds, or is given up.
  func finishLook(_ job: Job, loss: Double) {
    guard let index = running.firstIndex(where: { $0.candidate.name == job.candidate.name }) else { return }
    running[index].open -= 1
    running[index].isLookedAt = false
    running[index].isGivenUp = tuner?.isHopeless(job.candidate.name, at: .firstLook, loss: loss) == true
    _ = leaves(index)
  }

  /// Whether candidates of the tuner have to pass a first look: not those that are on record.
  private func looksFirst(_ candidate: Candidate) -> Bool {
    tuning?.looksFirst == true && budget.trials == nil && CandidateTuner.isProposal(candidate.name)
      && recorded[candidate.name] == nil
  }

  /// Gives a candidate of the tuner up whose first folds are much worse than those of others.
  private func takeSecondLook(_ index: Int) {
    let folds = CandidateTuner.foldsOfSecondLook
    guard running[index].fits.count == folds, folds < foldCount else { return }
    let losses = (0..<folds).compactMap { running[index].fits[$0]?.loss }
    // What is on record costs nothing more.
    guard losses.count == folds, running[index].failure == nil,
      recorded[running[index].candidate.name] == nil
    else { return }
    let mean = losses.reduce(0, +) / Double(folds)
    let name = running[index].candidate.name
    running[index].isGivenUp = tuner?.isHopeless(name, at: .firstFolds, loss: mean) == true
  }

  /// Whether a candidate was given up; it goes with the last of its fits.
  private func leaves(_ index: Int) -> Bool {
    guard running[index].isGivenUp else { return false }
    if running[index].open == 0 {
      tuner?.finish(running.remove(at: index).candidate.name, loss: nil)
      givenUp += 1
    }
    return true
  }

  /// Takes note of what a complete candidate is worth, and whether the ensemble got better with it.
  func judge(_ trial: Trial, isImprovement: Bool) {
    if CandidateTuner.isProposal(trial.name) {
      tuner?.finish(trial.name, loss: trial.loss)
      tunedSinceImprovement = isImprovement ? 0 : tunedSinceImprovement + 1
    } else {
      portfolioTrials.append(trial)
      tuner?.learn([trial])
    }
  }

  /// Takes note that a fit failed: its candidate is given up. Gives whether this is its first failure.
  func fail(_ job: Job, reason: String) -> Bool {
    guard let index = running.firstIndex(where: { $0.candidate.name == job.candidate.name }) else {
      return false
    }
    running[index].open -= 1
    let isFirst = running[index].failure == nil
    if isFirst {
      running[index].failure = reason
      skipped.append((job.candidate.name, reason))
      tuner?.finish(job.candidate.name, loss: nil)
    }
    if running[index].open == 0, running[index].fits.isEmpty { running.remove(at: index) }
    return isFirst
  }

  /// Fits of candidates that did not get all their folds in time, for a search that completed none.
  func incomplete() -> [(candidate: Candidate, fits: [FoldFit])] {
    running.filter { !$0.fits.isEmpty }.map { run in
      (run.candidate, run.fits.keys.sorted().compactMap { run.fits[$0] })
    }
  }

  private func nextTurn() -> Turn {
    if let limit = budget.trials, started >= limit { return .none }
    if let candidate = portfolio.next() { return .candidate(candidate) }
    guard let tuning, tunedSinceImprovement < tuning.patience else { return .none }
    if tuner == nil {
      // Without a clock all that the portfolio has found must be known; with one, waiting would be lost time.
      guard running.isEmpty || (budget.trials == nil && !portfolioTrials.isEmpty) else { return .wait }
      tuner = CandidateTuner(
        beginningWith: portfolioTrials.sorted { $0.name < $1.name }, plan: tuning,
        isReproducible: budget.trials != nil, workers: workers,
        recorded: Array(recorded.values))
    }
    if tuner?.mustWait == true { return running.isEmpty ? .none : .wait }
    return (tuner?.next()).map(Turn.candidate) ?? .none
  }

  private func hand(_ index: Int) -> Job {
    running[index].open += 1
    let fold = running[index].nextFold
    let isFirstLook = running[index].needsLook
    if isFirstLook {
      running[index].needsLook = false
      running[index].isLookedAt = true
    } else {
      running[index].nextFold += 1
    }
    return Job(
      candidate: running[index].candidate, fold: fold, isFirstLook: isFirstLook,
      seconds: running[index].secondsPerFold * (isFirstLook ? FirstLook.shareOfTime : 1),
      end: budget.deadline)
  }

  /// Decides whether a candidate gets its turn, with how much time a fold, and at which learning rate.
  private func admit(_ candidate: Candidate) -> (candidate: Candidate, secondsPerFold: Double)? {
    guard budget.trials == nil else { return (candidate, .infinity) }
    if let recorded = recorded[candidate.name] {
      return (recorded.learningRate.map(candidate.boosted) ?? candidate, .infinity)
    }
    let rounds = Double((foldCount + workers - 1) / workers)
    let remaining = budget.deadline.remainingSeconds
    let share =
      started == 0 ? remaining * budget.firstShare : min(remaining, budget.seconds * budget.candidateShare)
    let secondsPerFold = share / rounds
    guard let expected = pace.seconds(of: candidate) else { return (candidate, secondsPerFold) }
    if expected <= secondsPerFold { return (candidate, secondsPerFold) }
    if candidate.isAtomic {
      skipped.append((candidate.name, "would take about \(Int(expected * rounds)) s"))
      return nil
    }
    guard let faster = candidate.sped(by: expected / secondsPerFold, atAnyRate: started == 0) else {
      skipped.append((candidate.name, "would take about \(Int(expected * rounds)) s"))
      return nil
    }
    return (faster, secondsPerFold)
  }
}
