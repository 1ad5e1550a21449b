import Foundation
import LatheCore

/// What a worker knows of a study, in the forms in which samplers and schedulers want it.
struct StudyHistory: Sendable {
  private(set) var definition: StudyDefinition
  private(set) var space: EncodedSpace
  /// Changes with the space.
  private(set) var generation = 0
  /// All trials, by number.
  private(set) var trials: [TrialRecord] = []
  /// Those that have ended, in the order in which they did.
  private(set) var observations: [Observation] = []
  private(set) var curves: [Curve] = []
  /// Those that run or are paused.
  private var open: Set<Int> = []
  /// The numbers of those that were enqueued, in order.
  private(set) var enqueued: [Int] = []
  private var revision = 0
  /// The number of trials from which on it is worth looking for conditions again.
  private var nextInference = 0

  init(_ definition: StudyDefinition) {
    self.definition = definition
    space = EncodedSpace(definition.space)
  }

  /// Learns what has changed; the trials that have ended since, in the order in which they did.
  mutating func update(from storage: any StudyStorage) throws(SearchError) -> [TrialRecord] {
    let changes = try storage.changes(study: definition.name, since: revision)
    if let changed = changes.definition { replaceDefinition(changed) }
    let finalBefore = Set(
      changes.trials.lazy.map(\.number).filter { [trials] in $0 < trials.count && trials[$0].state.isFinal })
    for trial in changes.trials {
      guard trial.number <= trials.count else {
        throw .storage(place: storage.place, message: "trial \(trials.count) of the study is missing")
      }
      if trial.number == trials.count { append(trial) } else { replace(trial) }
      let isOpen = trial.state == .running || trial.state == .paused
      if isOpen { open.insert(trial.number) } else { open.remove(trial.number) }
    }
    revision = changes.revision
    let ended = changes.order.lazy.map { [trials] in trials[$0] }
      .filter { $0.state.isFinal && !finalBefore.contains($0.number) }
    observations += ended.map(observation(of:))
    learnConditions(from: Array(ended))
    return Array(ended)
  }

  private mutating func replaceDefinition(_ changed: StudyDefinition) {
    let isOther = changed.space != definition.space
    definition = changed
    guard isOther else { return }
    encode(changed.isSpaceDeclared ? changed.space : ConditionInference.space(changed.space, from: trials))
  }

  /// Looks for the tree of a space that was not declared, when trials contradict the one that is assumed.
  private mutating func learnConditions(from ended: [TrialRecord]) {
    guard !definition.isSpaceDeclared, trials.count >= nextInference,
      ended.contains(where: { !isExplained($0) })
    else { return }
    nextInference = trials.count + trials.count / 10 + 1
    encode(ConditionInference.space(definition.space, from: trials))
  }

  private mutating func append(_ trial: TrialRecord) {
    trials.append(trial)
    curves.append(
      Curve(number: trial.number, state: trial.state, losses: losses(trial.reports), until: trial.until))
    if trial.wasEnqueued { enqueued.append(trial.number) }
  }

  /// What comes has the new reports only.
  private mutating func replace(_ changed: TrialRecord) {
    let number = changed.number
    var reports: [IntermediateValue] = []
    swap(&reports, &trials[number].reports)
    for report in changed.reports { reports.insert(report) }
    trials[number] = changed
    trials[number].reports = reports
    for loss in losses(changed.reports) { curves[number].losses.insert(loss) }
    curves[number].state = changed.state
    curves[number].until = changed.until
  }

  /// Sees the trials in another space.
  private mutating func encode(_ searchSpace: SearchSpace) {
    guard searchSpace != space.space else { return }
    space = EncodedSpace(searchSpace)
    generation += 1
    observations = observations.map { observation(of: trials[$0.number]) }
  }

  /// Whether a trial had exactly the parameters that the space says are there.
  private func isExplained(_ trial: TrialRecord) -> Bool {
    let point = space.point(of: trial.parameters)
    return point.indices.allSatisfy { space.isActive($0, at: point) != point[$0].isNaN }
  }

  /// What a sampler is told for the trial `number`.
  func request(for number: Int, plannedTrials: Int?, parallelism: Int) -> SamplingRequest {
    var request = SamplingRequest(
      space: space, objectiveCount: definition.directions.count, observations: observations,
      pending: open.sorted().compactMap { other in
        guard other != number, !trials[other].parameters.isEmpty else { return nil }
        return PendingTrial(
          number: other, point: space.point(of: trials[other].parameters), curve: curves[other].losses,
          isPaused: trials[other].state == .paused)
      }, number: number, ordinal: number - enqueuedCount(before: number), plannedTrials: plannedTrials,
      parallelism: parallelism, generation: generation, seed: definition.seed)
    request.spaceMayGrow = !definition.isSpaceDeclared
    return request
  }

  private func enqueuedCount(before number: Int) -> Int {
    // A new trial comes after all of them; only a waiting one may not.
    guard let last = enqueued.last, last >= number else { return enqueued.count }
    return enqueued.prefix { $0 < number }.count
  }

  /// What a scheduler is told.
  func schedulingRequest(plannedTrials: Int?) -> SchedulingRequest {
    SchedulingRequest(
      curves: curves, maximumStep: definition.maximumStep, plannedTrials: plannedTrials, space: space,
      seed: definition.seed)
  }

  /// What a rule for the end of the study is told.
  var stoppingRequest: StoppingRequest {
    let start = trials.lazy.compactMap(\.started).min()
    return StoppingRequest(
      space: space, directions: definition.directions, observations: observations,
      seconds: start.map { Date().timeIntervalSince($0) } ?? 0, seed: definition.seed)
  }

  private var direction: Direction { definition.directions.first ?? .minimize }

  private func losses(_ reports: [IntermediateValue]) -> [IntermediateValue] {
    direction == .minimize ? reports : reports.map { IntermediateValue(step: $0.step, value: -$0.value) }
  }

  private func observation(of trial: TrialRecord) -> Observation {
    let curve = curves[trial.number].losses
    let ending: Observation.Ending
    var results: [Double] = []
    switch trial.state {
    case .complete:
      ending = .complete
      results = zip(definition.directions, trial.values).map { $0.loss($1) }
    case .pruned:
      ending = .pruned
      results = curve.last.map { [$0.value] } ?? []
    default: ending = .failed
    }
    return Observation(
      number: trial.number, point: space.point(of: trial.parameters), losses: results,
      violation: trial.violation,
      constraints: trial.constraints, ending: ending, curve: curve, note: trial.note,
      seconds: trial.started.flatMap { start in trial.finished.map { $0.timeIntervalSince(start) } })
  }
}
