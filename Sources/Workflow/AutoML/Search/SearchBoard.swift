import LatheCore
import Learners

/// Hands out fits to workers: the folds of one candidate after the other, as long as there is time.
///
/// Candidates come in a fixed order; which of them get their turn depends on the time alone, so that a search
/// by number of trials makes the same fits whatever the number of workers.
actor SearchBoard {
  /// One fit to make.
  struct Job: Sendable {
    let candidate: Candidate
    let fold: Int
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
    var fits: [Int: FoldFit] = [:]
    var failure: String?
    var open = 0
  }

  private let foldCount: Int
  private let workers: Int
  private let budget: SearchBudget
  private let stop: StopSignal
  private var portfolio: Portfolio
  private var running: [Running] = []
  private var pace: Pace
  private var started = 0
  /// Candidates whose fits are all on record, with the learning rate they were fitted at, if they have one.
  private let recorded: [String: Double?]

  init(
    portfolio: Portfolio, foldCount: Int, workers: Int, budget: SearchBudget, pace: Pace,
    recorded: [String: Double?], stop: StopSignal
  ) {
    self.recorded = recorded
    self.pace = pace
    self.portfolio = portfolio
    self.foldCount = foldCount
    self.workers = workers
    self.budget = budget
    self.stop = stop
  }

  /// Why candidates were left out, by name.
  private(set) var skipped: [(name: String, reason: String)] = []

  /// The next fit to make, `nil` when there is none or no time.
  func next() -> Job? {
    guard !stop.isRequested, !budget.deadline.hasPassed else { return nil }
    if let index = running.firstIndex(where: { $0.nextFold < foldCount && $0.failure == nil }) {
      return hand(index)
    }
    while let candidate = nextCandidate() {
      guard let admitted = admit(candidate) else { continue }
      running.append(
        Running(candidate: admitted.candidate, nextFold: 0, secondsPerFold: admitted.secondsPerFold))
      started += 1
      return hand(running.count - 1)
    }
    return nil
  }

  /// Takes back a finished fit; gives all fits of its candidate once they are complete.
  func finish(_ fit: FoldFit) -> (candidate: Candidate, fits: [FoldFit])? {
    guard let index = running.firstIndex(where: { $0.candidate.name == fit.candidate }) else { return nil }
    running[index].open -= 1
    running[index].fits[fit.fold] = fit
    guard running[index].fits.count == foldCount else { return nil }
    let done = running.remove(at: index)
    let fits = (0..<foldCount).compactMap { done.fits[$0] }
    pace.observe(done.candidate, fits: fits)
    return (done.candidate, fits)
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

  private func nextCandidate() -> Candidate? {
    if let limit = budget.trials, started >= limit { return nil }
    return portfolio.next()
  }

  private func hand(_ index: Int) -> Job {
    let fold = running[index].nextFold
    running[index].nextFold += 1
    running[index].open += 1
    return Job(
      candidate: running[index].candidate, fold: fold, seconds: running[index].secondsPerFold,
      end: budget.deadline)
  }

  /// Decides whether a candidate gets its turn, with how much time a fold, and at which learning rate.
  private func admit(_ candidate: Candidate) -> (candidate: Candidate, secondsPerFold: Double)? {
    guard budget.trials == nil else { return (candidate, .infinity) }
    if let rate = recorded[candidate.name] { return (rate.map(candidate.boosted) ?? candidate, .infinity) }
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

/// What a search may use.
struct SearchBudget: Sendable {
  /// When the last fit must have returned.
  let deadline: Deadline
  /// When the ensemble must have been chosen.
  let choiceDeadline: Deadline
  /// Seconds the search has in all; infinite when it goes by trials.
  let seconds: Double
  /// Candidates to try, `nil` when the search goes by time.
  let trials: Int?
  /// Largest share of the time left for the first candidate.
  let firstShare = 0.5
  /// Largest share of the time for each later candidate.
  let candidateShare = 1.0 / 6
}
