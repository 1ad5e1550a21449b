import Foundation
import LatheCore
import Search

/// Proposes candidates once the portfolio is exhausted: a study of the families that did best, which begins with what the
/// portfolio found.
struct CandidateTuner: Sendable {
  /// Where a candidate may be given up; the raw value is the step of its curve.
  enum Rung: Int {
    /// After a cheap fit on part of the rows.
    case firstLook = 1
    /// After whole fits on the first folds.
    case firstFolds = 2
  }

  /// Families that are tuned.
  private static let mostFamilies = 3
  /// A family is tuned if its best candidate loses at most this share more than the best of all.
  private static let tolerance = 0.1
  /// Candidates proposed before the results of earlier ones are waited for, where results must not depend on the number of
  /// workers.
  private static let lag = 4

  /// Whole folds after which a candidate may be given up: one says too little.
  static let foldsOfSecondLook = 2

  private static let prefix = "tuned-"

  private let space: CandidateSpace
  private let study: Study
  /// Whether proposals must depend on no clock and no number of workers.
  private let isReproducible: Bool
  private let looksFirst: Bool
  /// Proposals of an earlier run whose fits are on record, which are made again first.
  private var recorded: ArraySlice<(number: Int, assignment: [String: ParameterValue])> = []
  private var open: [String: Search.Trial] = [:]
  /// Ends that are not told yet, by the number of the proposal.
  private var ends: [Int: Double?] = [:]
  private var numbers: [String: Int] = [:]
  private var proposed = 0
  private var told = 0

  /// A tuner that begins with `trials`, and then with what is `recorded`; `nil` if none of the families of `trials` can be
  /// tuned.
  init?(
    beginningWith trials: [Trial], plan: TuningPlan, isReproducible: Bool, workers: Int,
    recorded: [RecordedCandidate] = []
  ) {
    let families = Self.families(trials)
    guard !families.isEmpty,
      let space = try? CandidateSpace(families: families, hasCategories: plan.hasCategories)
    else {
      return nil
    }
    // At each rung the better half goes on.
    let scheduler = AsynchronousSuccessiveHalving(.stopping, reductionFactor: 2)
    guard
      let study = try? Study(
        "candidates", space: space.space, scheduler: isReproducible ? nil : scheduler, seed: plan.seed)
    else { return nil }
    study.plan(trials: nil, parallelism: isReproducible ? 1 : workers)
    self.space = space
    self.study = study
    self.isReproducible = isReproducible
    looksFirst = plan.looksFirst && !isReproducible
    learn(trials)
    // Where proposals depend on no clock, the same ones are made again by themselves.
    if !isReproducible { recall(recorded) }
  }

  /// Takes the results of the portfolio for its own.
  func learn(_ trials: [Trial]) {
    let records = trials.compactMap { trial -> TrialRecord? in
      guard trial.loss.isFinite, let assignment = space.assignment(of: trial.candidate) else { return nil }
      var record = TrialRecord(number: 0, state: .complete)
      record.parameters = assignment
      record.values = [trial.loss]
      // Where there are first looks, a candidate without one would stand in their ranking with what whole fits gave.
      record.reports = looksFirst ? [] : Self.curve(trial.foldLosses)
      record.wasEnqueued = true
      record.finished = Date()
      return record
    }
    // A study in memory always takes them.
    try? study.storage.add(records, study: study.name)
  }

  private mutating func recall(_ candidates: [RecordedCandidate]) {
    recorded =
      candidates.compactMap { candidate in
        guard Self.isProposal(candidate.name), let number = Int(candidate.name.dropFirst(Self.prefix.count)),
          let assignment = candidate.assignment, space.candidate(assignment, name: "") != nil
        else { return nil }
        return (number, assignment)
      }.sorted { $0.number < $1.number }[...]
    proposed = recorded.last?.number ?? 0
  }

  /// Whether a candidate of this name is one that a tuner proposed.
  static func isProposal(_ name: String) -> Bool { name.hasPrefix(prefix) }

  /// The tunable families of the best trials, the best first.
  private static func families(_ trials: [Trial]) -> [CandidateSpace.Family] {
    var best: [CandidateSpace.Family: Double] = [:]
    for trial in trials {
      guard let family = CandidateSpace.family(of: trial.candidate), trial.loss.isFinite else { continue }
      best[family] = min(best[family] ?? .infinity, trial.loss)
    }
    guard let least = best.values.min() else { return [] }
    return best.filter { $0.value <= least + tolerance * abs(least) }
      .sorted { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }.prefix(mostFamilies).map(\.key)
  }

  /// The curve of a candidate that got all its folds.
  private static func curve(_ losses: [Double]) -> [IntermediateValue] {
    guard losses.count > foldsOfSecondLook else { return [] }
    let mean = losses.prefix(foldsOfSecondLook).reduce(0, +) / Double(foldsOfSecondLook)
    return [IntermediateValue(step: Rung.firstFolds.rawValue, value: mean)]
  }

  /// The last proposal whose result must be known when the next one is made.
  private var lastNeeded: Int { max(told, proposed + 1 - Self.lag) }

  /// Whether the next proposal must wait for results of earlier ones.
  var mustWait: Bool { isReproducible && (told..<lastNeeded).contains { ends[$0 + 1] == nil } }

  /// The next candidate; `nil` if there is none.
  mutating func next() -> Candidate? {
    // Not what is known, but what is known by then on any number of workers.
    while isReproducible, told < lastNeeded, let end = ends[told + 1] {
      tell(Self.prefix + "\(told + 1)", end)
      told += 1
    }
    var known = recorded.popFirst()
    // What the space no longer has is left out.
    while let proposal = known, (try? study.enqueue(proposal.assignment)) == nil {
      known = recorded.popFirst()
    }
    guard let trial = try? study.ask() else { return nil }
    if known == nil { proposed += 1 }
    let number = known?.number ?? proposed
    let name = Self.prefix + "\(number)"
    guard let candidate = space.candidate(trial.parameters, name: name) else { return nil }
    open[name] = trial
    numbers[name] = number
    return candidate
  }

  /// Takes note of a candidate's loss at a rung; whether it is to be given up.
  mutating func isHopeless(_ name: String, at rung: Rung, loss: Double) -> Bool {
    guard let trial = open[name], loss.isFinite else { return false }
    return (try? trial.report(loss, step: rung.rawValue)).map { $0 != .proceed } ?? false
  }

  /// Takes note of how a candidate ended: its loss, or `nil` if it failed or was given up.
  mutating func finish(_ name: String, loss: Double?) {
    guard let number = numbers[name] else { return }
    if isReproducible { ends[number] = .some(loss) } else { tell(name, loss) }
  }

  private mutating func tell(_ name: String, _ loss: Double?) {
    guard let trial = open.removeValue(forKey: name) else { return }
    // The study is in memory; the trial is this object's, so telling cannot fail.
    if let loss, loss.isFinite {
      try? study.tell(trial, loss)
    } else if trial.shouldStop {
      try? study.stop(trial)
    } else {
      try? study.fail(trial, reason: "it failed")
    }
  }
}
