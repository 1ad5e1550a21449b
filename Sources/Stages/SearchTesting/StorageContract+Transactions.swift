import Foundation
import Search

// What a transaction sees and leaves behind.
extension StorageContractRun {
  /// A trial that runs, with a lease.
  private func running(_ number: Int, until end: Date? = nil) -> TrialRecord {
    var trial = TrialRecord(number: number, state: .running)
    trial.worker = "a"
    trial.leaseEnd = end
    return trial
  }

  func seesOwnChanges() throws {
    try create()
    let (end, later) = (Date(timeIntervalSince1970: 1000), Date(timeIntervalSince1970: 2000))
    let runs = (running(1), running(2, until: end), running(0, until: end))
    let found = try storage.write(study: name) { (transaction) throws(SearchError) in
      var found: [String] = []
      try transaction.save(TrialRecord(number: 0, state: .waiting))
      try transaction.save(runs.0)
      found.append("\(try transaction.trialCount())")
      found.append("\(try transaction.firstWaiting()?.number ?? -1)")
      try transaction.save(IntermediateValue(step: 1, value: 1), of: 1)
      found.append("\(try transaction.trial(1)?.reports.count ?? -1)")
      try transaction.save(runs.1)
      try transaction.setLeaseEnd(later, of: 2)
      try transaction.save(runs.2)
      found.append("\(try transaction.firstWaiting()?.number ?? -1)")
      found.append("\(try transaction.running().map { $0.leaseEnd?.timeIntervalSince1970 ?? 0 })")
      found.append("\(try transaction.trial(3)?.number ?? -1)")
      var definition = try transaction.definition()
      definition.maximumStep = 12
      try transaction.save(definition)
      found.append("\(try transaction.definition().maximumStep ?? -1)")
      return found
    }
    try requireEqual(
      found, ["2", "0", "0", "-1", "[1000.0, 0.0, 2000.0]", "-1", "12"], "what a transaction sees")
    let after = try storage.write(study: name) { (transaction) throws(SearchError) in
      try transaction.running().map { $0.leaseEnd?.timeIntervalSince1970 ?? 0 }
    }
    try requireEqual(after, [1000, 0, 2000], "what the next transaction sees")
  }

  func rollsBack() throws {
    try create()
    _ = try storage.enqueue([["x": 1]], study: name)
    let before = try storage.changes(study: name, since: 0)
    let waiting = try trial(0)
    try requireRefusal(
      "a transaction whose body throws", { "\($0)" == "\(SearchError.value("no", remedy: nil))" }
    ) {
      try storage.write(study: name) { (transaction) throws(SearchError) in
        var definition = try transaction.definition()
        definition.attributes["a"] = "b"
        try transaction.save(definition)
        var trial = waiting
        trial.state = .failed
        try transaction.save(trial)
        try transaction.save(TrialRecord(number: 1, state: .complete))
        try transaction.save(IntermediateValue(step: 1, value: 1), of: 0)
        try transaction.setLeaseEnd(Date(), of: 0)
        throw .value("no", remedy: nil)
      }
    }
    let after = try storage.changes(study: name, since: 0)
    try requireEqual(after.revision, before.revision, "the revision")
    try requireEqual(after.trials.map(\.state), [.waiting], "the states of the trials")
    try requireEqual(after.trials.flatMap(\.reports), [], "the reports")
    try requireEqual(after.definition?.attributes, [:], "the attributes of the study")
    try requireEqual(
      try storage.write(study: name) { (transaction) throws(SearchError) in
        [try transaction.trialCount(), try transaction.firstWaiting()?.number ?? -1]
      }, [1, 0], "what the next transaction sees")
    try requireEqual(try storage.enqueue([[:]], study: name), [1], "the number of the next trial")
  }

  func tellsChanges() throws {
    try create()
    let beginning = try storage.changes(study: name, since: 0)
    try require(beginning.definition != nil, "the changes since 0 have no definition")
    let claims = try (0..<4).map { _ in Claim(try begin("a"), worker: "a") }
    let begun = try storage.changes(study: name, since: beginning.revision)
    try require(begun.definition == nil, "the definition has not changed")
    try requireEqual(begun.trials.map(\.number), [0, 1, 2, 3], "the trials that were begun")
    for number in [2, 0, 3] {
      try storage.finish(claims[number], TrialResult(state: .complete, values: [1]), study: name)
    }
    let ended = try storage.changes(study: name, since: begun.revision)
    try requireEqual(ended.trials.map(\.number), [0, 2, 3], "the trials that ended")
    try requireEqual(ended.order, [2, 0, 3], "the order in which they did")
    try requireEqual(
      try storage.changes(study: name, since: 0).order, [1, 2, 0, 3], "the order as seen later")
    try storage.renew([claims[1]], leaseSeconds: 600, study: name)
    let quiet = try storage.changes(study: name, since: ended.revision)
    try requireEqual(quiet.trials.count, 0, "the number of trials that a renewed lease changes")
    try requireEqual(quiet.revision, ended.revision, "the revision after a renewed lease")
    try storage.finish(
      claims[1], TrialResult(state: .complete, values: [1]),
      newParameters: [Parameter("x", .boolean)], study: name)
    let grown = try storage.changes(study: name, since: ended.revision)
    try requireEqual(grown.definition?.space.parameters.map(\.name), ["x"], "the parameters that were added")
    let last = try storage.changes(study: name, since: grown.revision)
    try require(last.definition == nil && last.trials.isEmpty, "nothing has changed at the end")
  }

  func refusesUnknownTrials() throws {
    try create()
    let lost = Claim(TrialRecord(number: 3, state: .running), worker: "a")
    try requireTrialRefusal("the end of a trial that does not exist") {
      try storage.finish(lost, TrialResult(state: .complete, values: [1]), study: name)
    }
    try requireTrialRefusal("a report to a trial that does not exist") {
      try storage.report(IntermediateValue(step: 1, value: 1), lost, study: name)
    }
    for number in [1, -1] {
      try requireTrialRefusal("saving a trial with a gap before it") {
        try storage.write(study: name) { (transaction) throws(SearchError) in
          try transaction.save(TrialRecord(number: number, state: .waiting))
        }
      }
    }
    try requireTrialRefusal("saving a report to a trial that does not exist") {
      try storage.write(study: name) { (transaction) throws(SearchError) in
        try transaction.save(IntermediateValue(step: 1, value: 1), of: 0)
      }
    }
    try require(
      try storage.resume(0, until: nil, study: name, worker: "a", leaseSeconds: 1) == nil,
      "a trial that does not exist was resumed")
    try requireEqual(try trials().count, 0, "the number of trials")
  }
}
