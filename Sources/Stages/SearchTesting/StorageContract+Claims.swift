import Foundation
import Search

// To whom a trial belongs, and how it ends.
extension StorageContractRun {
  private var complete: TrialResult { TrialResult(state: .complete, values: [1]) }

  func beginsWaitingTrialsFirst() throws {
    try create()
    try requireEqual(
      try storage.enqueue([["x": 1], ["x": 2], ["x": 3]], study: name), [0, 1, 2], "the numbers")
    let first = try begin("a", limit: 0)
    try requireEqual(first.number, 0, "the first trial")
    try requireEqual(first.parameters, ["x": 1], "its parameters")
    try requireEqual(try begin("a").number, 1, "the second trial")
    try storage.finish(Claim(first, worker: "a"), TrialResult(state: .waiting), study: name)
    try requireEqual(try begin("b").number, 0, "the trial that was given back")
    try requireEqual(try begin("b").number, 2, "the third trial")
    try requireEqual(try begin("b", limit: 4).number, 3, "a new trial")
    try require(
      try storage.begin(study: name, worker: "b", leaseSeconds: 60, limit: 4) == nil,
      "a trial beyond the limit was begun")
    try requireEqual(try trials().map(\.wasEnqueued), [true, true, true, false], "what was enqueued")
    try require(try trials().allSatisfy { $0.started != nil && $0.leaseEnd != nil }, "times are missing")
    try requireEqual(try begin("b", leaseSeconds: .infinity).leaseEnd, nil, "the end of a lease without end")
  }

  func refusesLateResults() throws {
    try create()
    let late = Claim(try begin("a", leaseSeconds: -1), worker: "a")
    try storage.finish(Claim(try begin("b", leaseSeconds: 60), worker: "b"), complete, study: name)
    let living = Claim(try begin("b", leaseSeconds: 60), worker: "b")
    try requireEqual(
      try storage.releaseAbandoned(study: name, retries: 5), [0], "the trials that were released")
    try requireLate(late, "after its release")
    let again = try begin("a")
    try requireEqual([again.number, again.attempts], [0, 2], "the trial and its attempt")
    try requireLate(late, "of an earlier attempt")
    try storage.finish(
      Claim(again, worker: "a"), TrialResult(state: .complete, values: [2]), study: name)
    try requireLate(late, "after the end")
    try requireEqual(try trial(0).values, [2], "the result")
    try storage.finish(living, complete, study: name)
    try requireEqual(try trials().map(\.state), [.complete, .complete, .complete], "the states")
  }

  private func requireLate(_ claim: Claim, _ when: String) throws {
    try requireTrialRefusal("a late result \(when)") { try storage.finish(claim, complete, study: name) }
    try requireTrialRefusal("a late report \(when)") {
      try storage.report(IntermediateValue(step: 1, value: 1), claim, study: name)
    }
    try requireTrialRefusal("a late change \(when)") {
      try storage.update(claim, study: name) { $0.note = "no" }
    }
    let before = try storage.leases(study: name)
    try storage.renew([claim], leaseSeconds: 1000, study: name)
    try requireEqual(try storage.leases(study: name), before, "the leases after a late renewal \(when)")
  }

  func renewsLeases() throws {
    try create()
    let claims = try (0..<2).map { _ in Claim(try begin("a", leaseSeconds: -1), worker: "a") }
    try storage.renew([claims[1]], leaseSeconds: 60, study: name)
    try requireEqual(
      try storage.releaseAbandoned(study: name, retries: 1), [0], "the trials that were released")
    try requireEqual(Array(try storage.leases(study: name).keys), [1], "the trials with a lease")
    try storage.update(claims[1], study: name) { $0.note = "mine" }
    try requireEqual(try trial(1).note, "mine", "the note")
  }

  func endsOnce() throws {
    try create()
    let claim = Claim(try begin("a"), worker: "a")
    let result = TrialResult(
      state: .complete, values: [.infinity], constraints: [0.5], parameters: ["x": 1], attributes: ["k": "v"])
    try storage.finish(claim, result, study: name)
    let revision = try storage.changes(study: name, since: 0).revision
    try storage.finish(claim, result, study: name)
    try requireEqual(
      try storage.changes(study: name, since: 0).revision, revision, "the revision after a second time")
    try requireTrialRefusal("another result") {
      try storage.finish(claim, TrialResult(state: .complete, values: [2]), study: name)
    }
    try requireTrialRefusal("another end") {
      try storage.finish(claim, TrialResult(state: .failed, failure: "no"), study: name)
    }
    let trial = try trial(0)
    try requireEqual(trial.values, [.infinity], "the result")
    try requireEqual(trial.constraints, [0.5], "the constraints")
    try requireEqual(trial.parameters, ["x": 1], "the parameters")
    try requireEqual(trial.attributes, ["k": "v"], "the notes")
    try require(trial.finished != nil && trial.leaseEnd == nil, "the trial has not been closed")
  }

  func retries() throws {
    try create()
    func fail(retries: Int) throws {
      let failed = TrialResult(state: .failed, failure: "no")
      try storage.finish(Claim(try begin("a", limit: 1), worker: "a"), failed, retries: retries, study: name)
    }
    try fail(retries: 2)
    try requireEqual(try trial(0).state, .waiting, "the state after one failure")
    for _ in 0..<5 {
      let claim = Claim(try begin("a", limit: 1), worker: "a")
      try storage.finish(claim, TrialResult(state: .waiting), study: name)
    }
    _ = try begin("dead", leaseSeconds: -1, limit: 1)
    try storage.releaseAbandoned(study: name, retries: 2)
    try requireEqual(try trial(0).state, .waiting, "the state after two failures")
    try fail(retries: 2)
    let failed = try trial(0)
    try requireEqual(failed.state, .failed, "the state after three failures")
    try requireEqual([failed.failedAttempts, failed.attempts], [3, 8], "the attempts that failed, and all")
    try requireEqual(failed.failure, "no", "the reason")
    _ = try begin("dead", leaseSeconds: -1)
    try storage.releaseAbandoned(study: name, retries: 0)
    let abandoned = try trial(1)
    try requireEqual(abandoned.state, .failed, "the state of a trial whose worker died")
    try require(
      abandoned.finished != nil && abandoned.failure?.contains("dead") == true,
      "a trial whose worker died does not say so: \(abandoned)")
  }

  func keepsParametersOfOpenTrials() throws {
    try create()
    for (number, state) in [TrialState.waiting, .paused].enumerated() {
      let claim = Claim(try begin("a", limit: number + 1), worker: "a")
      try storage.update(claim, study: name) { $0.parameters = ["x": 1, "y": 2] }
      try storage.finish(claim, TrialResult(state: state, parameters: ["x": 3, "z": 4]), study: name)
      try requireEqual(
        try trial(number).parameters, ["x": 3, "y": 2, "z": 4], "the parameters of a \(state) trial")
      let again =
        try state == .waiting
        ? begin("b")
        : storage.resume(number, until: 9, study: name, worker: "b", leaseSeconds: 60) ?? begin("b", limit: 0)
      try storage.finish(
        Claim(again, worker: "b"), TrialResult(state: .complete, values: [0], parameters: ["x": 5]),
        study: name)
      try requireEqual(try trial(number).parameters, ["x": 5], "the parameters with which it ran")
    }
    try requireEqual(try trial(1).until, 9, "the step up to which it was resumed")
  }
}
