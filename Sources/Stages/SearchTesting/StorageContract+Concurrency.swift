import Foundation
import Search

// Many workers at once.
extension StorageContractRun {
  func givesTrialsOnce() throws {
    try create()
    let enqueued = try storage.enqueue(Array(repeating: [:], count: 10), study: name)
    let name = name
    let numbers = try inParallel(6) { worker, storage in
      var numbers: [Int] = []
      while let trial = try storage.begin(
        study: name, worker: "worker \(worker)", leaseSeconds: 60, limit: 40)
      {
        numbers.append(trial.number)
        let values = [Double(trial.number)]
        try storage.finish(
          Claim(trial, worker: "worker \(worker)"), TrialResult(state: .complete, values: values), study: name
        )
      }
      return numbers
    }
    try requireEqual(numbers.flatMap(\.self).sorted(), Array(0..<40), "the trials that were given")
    let trials = try trials()
    try requireEqual(trials.map(\.attempts), Array(repeating: 1, count: 40), "the attempts")
    try requireEqual(trials.map(\.values), (0..<40).map { [Double($0)] }, "the results")
    try requireEqual(trials.count { $0.wasEnqueued }, enqueued.count, "the number of enqueued trials")
  }

  func resumesOnce() throws {
    try create()
    for number in 0..<5 {
      let claim = Claim(try begin("a", limit: number + 1), worker: "a")
      try storage.finish(claim, TrialResult(state: .paused), study: name)
    }
    let name = name
    let resumed = try inParallel(5) { worker, storage in
      try (0..<5).filter {
        try storage.resume($0, until: 2, study: name, worker: "worker \(worker)", leaseSeconds: 60) != nil
      }
    }
    try requireEqual(resumed.flatMap(\.self).sorted(), [0, 1, 2, 3, 4], "the trials that were resumed")
    try requireEqual(try trials().map(\.attempts), [2, 2, 2, 2, 2], "the attempts")
  }

  func tellsChangesUnderConcurrency() throws {
    try create()
    let name = name
    let histories = try inParallel(5) { worker, storage -> [String]? in
      guard worker < 3 else { return try follow(storage, until: 45) }
      while let trial = try storage.begin(study: name, worker: "\(worker)", leaseSeconds: 60, limit: 45) {
        let claim = Claim(trial, worker: "\(worker)")
        for step in 0..<3 {
          try storage.report(
            IntermediateValue(step: step, value: Double(trial.number + step)), claim, study: name)
        }
        try storage.finish(claim, TrialResult(state: .complete, values: [Double(worker)]), study: name)
      }
      return nil
    }.compactMap(\.self)
    let changes = try storage.changes(study: name, since: 0)
    let expected = changes.trials.map { "\($0.number) \($0.state) \($0.values) \($0.reports)" }
    try requireEqual(expected.count, 45, "the number of trials")
    for history in histories {
      try requireEqual(history.dropLast(), expected[...], "what was pieced together from changes")
      try requireEqual(history.last, "\(changes.order)", "the order in which trials ended")
    }
  }

  /// Asks for changes until so many trials have ended; all that was learnt.
  private func follow(_ storage: any StudyStorage, until count: Int) throws -> [String] {
    var trials: [Int: TrialRecord] = [:]
    var (order, revision): ([Int], Int) = ([], 0)
    let deadline = ContinuousClock.now + .seconds(60)
    while order.count < count {
      let changes = try storage.changes(study: name, since: revision)
      try require(changes.revision >= revision, "the revision has gone back")
      revision = changes.revision
      for trial in changes.trials {
        var reports = trials[trial.number]?.reports ?? []
        reports.removeAll { old in trial.reports.contains { $0.step == old.step } }
        trials[trial.number] = trial
        trials[trial.number]?.reports = (reports + trial.reports).sorted { $0.step < $1.step }
      }
      order += changes.order.filter { trials[$0]?.state == .complete }
      try require(ContinuousClock.now < deadline, "only \(order.count) of \(count) trials were seen to end")
    }
    return trials.values.sorted { $0.number < $1.number }
      .map { "\($0.number) \($0.state) \($0.values) \($0.reports)" } + ["\(order)"]
  }

  func growsSpaces() throws {
    try create()
    let name = name
    _ = try inParallel(4) { worker, storage in
      for index in 0..<4 {
        guard let trial = try storage.begin(study: name, worker: "\(worker)", leaseSeconds: 60, limit: nil)
        else { continue }
        let parameters = [
          Parameter("own \(worker) \(index)", .boolean),
          Parameter("shared", .integer(low: -worker, high: index, scale: .linear, step: 1)),
        ]
        try storage.finish(
          Claim(trial, worker: "\(worker)"), TrialResult(state: .complete, values: [0]),
          newParameters: parameters, study: name)
      }
    }
    guard let space = try storage.changes(study: name, since: 0).definition?.space else {
      throw violation("the study has no definition")
    }
    let expected = ["shared"] + (0..<4).flatMap { worker in (0..<4).map { "own \(worker) \($0)" } }
    try requireEqual(space.parameters.map(\.name).sorted(), expected.sorted(), "the parameters")
    try requireEqual(
      space.parameters.first { $0.name == "shared" }?.domain,
      .integer(low: -3, high: 3, scale: .linear, step: 1), "the domain of the shared parameter")
    let contradiction = try begin("late")
    try storage.finish(
      Claim(contradiction, worker: "late"),
      TrialResult(state: .complete, values: [0], parameters: ["shared": "text"]),
      newParameters: [Parameter("shared", .boolean)], study: name)
    let failed = try trial(contradiction.number)
    try requireEqual(failed.state, .failed, "the state of a trial whose parameters contradict the space")
    try require(failed.failure?.contains("shared") == true, "the failure does not name the parameter")
  }
}
