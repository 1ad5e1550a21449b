/// The trials of a study as if all had been stopped at one step.
struct FidelityView {
  /// The step; `nil` if trials have no reports.
  let step: Int?
  /// The trials with their losses at the step, known or predicted, by number; failed ones too.
  private(set) var observations: [Observation] = []
  /// The trials that run and have not got there.
  private(set) var pending: [PendingTrial] = []

  /// A trial that is at rest: ended, or paused.
  private struct Resting {
    var number: Int
    var point: Point
    var curve: Curve
    var observation: Observation?

    /// How far it got; a result without reports is one of the end.
    var reach: Int { observation?.isComplete == true ? .max : curve.lastStep ?? .min }
  }

  /// The view at the highest step that `needed` trials have reached, or at the lowest if there is none.
  init(_ request: SamplingRequest, needed: Int) {
    var resting = request.observations.map { observation in
      Resting(
        number: observation.number, point: observation.point,
        curve: Curve(number: observation.number, state: .complete, losses: observation.curve),
        observation: observation)
    }
    for trial in request.pending {
      let curve = Curve(number: trial.number, state: .paused, losses: trial.curve)
      resting.append(Resting(number: trial.number, point: trial.point, curve: curve))
    }
    resting.sort { $0.number < $1.number }
    let running = Set(request.pending.lazy.filter { !$0.isPaused }.map(\.number))
    let steps = resting.lazy.filter { !running.contains($0.number) && $0.reach > .min }.map { trial in
      trial.curve.lastStep ?? .max
    }.sorted(by: >)
    // Running trials pass steps at which nobody is compared.
    step = steps.isEmpty ? nil : steps[min(max(needed, 1), steps.count) - 1]
    guard let step else {
      observations = request.observations
      pending = request.pending
      return
    }
    var changes: [Int: Double] = [:]
    for trial in resting {
      if let observation = trial.observation, observation.ending == .failed {
        observations.append(observation)
      } else if let loss = Self.loss(of: trial, at: step) {
        observations.append(Self.observation(trial, loss))
      } else if running.contains(trial.number) {
        pending.append(PendingTrial(number: trial.number, point: trial.point, curve: trial.curve.losses))
      } else if let last = trial.curve.losses.last {
        let change = changes[last.step] ?? Self.medianChange(resting, from: last.step, to: step)
        changes[last.step] = change
        observations.append(Self.observation(trial, last.value + change))
      }
    }
  }

  private static func loss(of trial: Resting, at step: Int) -> Double? {
    trial.curve.loss(from: step) ?? (trial.reach == .max ? trial.observation?.losses.first : nil)
  }

  private static func observation(_ trial: Resting, _ loss: Double) -> Observation {
    Observation(
      number: trial.number, point: trial.point, losses: [loss],
      violation: trial.observation?.violation ?? 0, ending: loss.isNaN ? .failed : .complete,
      curve: trial.curve.losses, note: trial.observation?.note)
  }

  /// By how much the loss of trials that have reached `end` has changed since `start`; 0 if there is none.
  private static func medianChange(_ resting: [Resting], from start: Int, to end: Int) -> Double {
    let changes = resting.compactMap { trial -> Double? in
      guard let before = trial.curve.loss(from: start), let after = loss(of: trial, at: end) else {
        return nil
      }
      let change = after - before
      return change.isNaN ? nil : change
    }.sorted()
    return changes.isEmpty ? 0 : changes[changes.count / 2]
  }
}
