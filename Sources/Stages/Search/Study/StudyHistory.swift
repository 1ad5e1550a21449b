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
  private var open: Set<Int> = []
  private var enqueued: [Int] = []
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
    revision = changes.revision
    if let changed = changes.definition {
      let isOther = changed.space != definition.space
      definition = changed
      if isOther {
        encode(
          changed.isSpaceDeclared ? changed.space : ConditionInference.space(changed.space, from: trials))
      }
    }
    var ended: [TrialRecord] = []
    for trial in changes.trials {
      if trial.number < trials.count {
        guard !trials[trial.number].state.isFinal else {
          trials[trial.number] = trial
          continue
        }
        trials[trial.number] = trial
        curves[trial.number] = curve(of: trial)
      } else {
        trials.append(trial)
        curves.append(curve(of: trial))
        if trial.wasEnqueued { enqueued.append(trial.number) }
      }
      if trial.state.isFinal {
        open.remove(trial.number)
        ended.append(trial)
      } else {
        open.insert(trial.number)
      }
    }
    ended.sort { ($0.finished ?? .distantPast, $0.number) < ($1.finished ?? .distantPast, $1.number) }
    observations += ended.map(observation(of:))
    if !definition.isSpaceDeclared, trials.count >= nextInference, ended.contains(where: { !isExplained($0) })
    {
      nextInference = trials.count + trials.count / 10 + 1
      encode(ConditionInference.space(definition.space, from: trials))
    }
    return ended
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
    SamplingRequest(
      space: space, objectiveCount: definition.directions.count, observations: observations,
      pending: open.sorted().compactMap { other in
        guard other != number, trials[other].state != .waiting, !trials[other].parameters.isEmpty else {
          return nil
        }
        return PendingTrial(
          number: other, point: space.point(of: trials[other].parameters), curve: curves[other].losses,
          isPaused: trials[other].state == .paused)
      }, number: number, ordinal: number - enqueued.count { $0 < number }, plannedTrials: plannedTrials,
      parallelism: parallelism, generation: generation, seed: definition.seed)
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

  private func curve(of trial: TrialRecord) -> Curve {
    Curve(
      number: trial.number, state: trial.state, losses: losses(trial.reports), until: trial.until,
      parameters: trial.parameters, parentStep: trial.parentStep)
  }

  private func observation(of trial: TrialRecord) -> Observation {
    let curve = losses(trial.reports)
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
      ending: ending, curve: curve, note: trial.note)
  }
}
