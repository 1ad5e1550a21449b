import Foundation

/// A worker's right to one attempt at a trial.
public struct Claim: Sendable, Hashable {
  /// A name that no other worker has.
  public let worker: String
  /// The trial.
  public let number: Int
  /// The attempt: a worker that slept may have lost a trial and begun it again.
  public let attempt: Int

  /// The right that a worker has to a trial which it has just begun or resumed.
  public init(_ trial: TrialRecord, worker: String) {
    self.worker = worker
    number = trial.number
    attempt = trial.attempts
  }
}

/// How a trial is to end.
public struct TrialResult: Sendable {
  /// The state it ends in; ``TrialState/paused`` and ``TrialState/waiting`` give it back.
  public var state: TrialState
  /// The results, one an objective.
  public var values: [Double]
  /// The constraints on the result.
  public var constraints: [Double]
  /// What it ran with, if that was not known when it began. A trial that does not end here keeps what else was proposed.
  public var parameters: [String: ParameterValue]?
  /// Notes of the user, added to those there are.
  public var attributes: [String: String]
  /// Why it failed.
  public var failure: String?

  /// A result.
  public init(
    state: TrialState, values: [Double] = [], constraints: [Double] = [],
    parameters: [String: ParameterValue]? = nil,
    attributes: [String: String] = [:], failure: String? = nil
  ) {
    self.state = state
    self.values = values
    self.constraints = constraints
    self.parameters = parameters
    self.attributes = attributes
    self.failure = failure
  }
}

extension StudyStorage {
  /// Adds trials that wait to be run, with some or all of their parameters fixed; the numbers they got.
  public func enqueue(
    _ assignments: [[String: ParameterValue]], study: String
  ) throws(SearchError) -> [Int] {
    try write(study: study) { (transaction) throws(SearchError) in
      var numbers: [Int] = []
      for assignment in assignments {
        var trial = TrialRecord(number: try transaction.trialCount(), state: .waiting)
        trial.parameters = assignment
        trial.wasEnqueued = true
        try transaction.save(trial)
        numbers.append(trial.number)
      }
      return numbers
    }
  }

  /// Adds trials that have ended elsewhere; their numbers are given anew.
  public func add(_ trials: [TrialRecord], study: String) throws(SearchError) {
    try write(study: study) { (transaction) throws(SearchError) in
      for var trial in trials {
        trial.number = try transaction.trialCount()
        try transaction.save(trial)
        for report in trial.reports { try transaction.save(report, of: trial.number) }
      }
    }
  }

  /// Gives a worker the first trial that waits, or a new one unless there are `limit` trials already.
  ///
  /// - Parameter leaseSeconds: Infinite if the worker cannot die alone.
  public func begin(
    study: String, worker: String, leaseSeconds: Double, limit: Int?
  ) throws(SearchError) -> TrialRecord? {
    try write(study: study) { (transaction) throws(SearchError) in
      var trial: TrialRecord
      if let waiting = try transaction.firstWaiting() {
        trial = waiting
      } else {
        let count = try transaction.trialCount()
        if let limit, count >= limit { return nil }
        trial = TrialRecord(number: count, state: .running)
      }
      trial.begin(worker: worker, now: transaction.now, leaseSeconds: leaseSeconds)
      try transaction.save(trial)
      return trial
    }
  }

  /// Gives a worker a paused trial to go on with, up to step `until`; `nil` if another worker was faster.
  public func resume(
    _ number: Int, until: Int?, study: String, worker: String, leaseSeconds: Double
  ) throws(SearchError) -> TrialRecord? {
    try write(study: study) { (transaction) throws(SearchError) in
      guard var trial = try transaction.trial(number), trial.state == .paused else { return nil }
      trial.begin(worker: worker, now: transaction.now, leaseSeconds: leaseSeconds)
      trial.until = until
      try transaction.save(trial)
      return trial
    }
  }

  /// Gives a worker a new trial that begins with the state of another one, and ends the one whose place it takes; `nil` if
  /// that is no longer paused, or there are `limit` trials already.
  public func branch(
    _ branch: TrialBranch, study: String, worker: String, leaseSeconds: Double, limit: Int?
  ) throws(SearchError) -> TrialRecord? {
    try write(study: study) { (transaction) throws(SearchError) in
      let count = try transaction.trialCount()
      if let limit, count >= limit { return nil }
      if let number = branch.replaced {
        guard var replaced = try transaction.trial(number), replaced.state == .paused else { return nil }
        replaced.state = .pruned
        replaced.finished = transaction.now
        try transaction.save(replaced)
      }
      var trial = TrialRecord(number: count, state: .running)
      trial.parameters = branch.parameters
      trial.isProposed = true
      trial.parent = branch.parent
      trial.parentStep = branch.step
      trial.until = branch.until
      trial.begin(worker: worker, now: transaction.now, leaseSeconds: leaseSeconds)
      try transaction.save(trial)
      return trial
    }
  }

  /// Changes a trial that a worker runs.
  public func update(
    _ claim: Claim, study: String, _ change: (inout TrialRecord) -> Void
  ) throws(SearchError) {
    try write(study: study) { (transaction) throws(SearchError) in
      var trial = try claim.checked(transaction.trial(claim.number))
      change(&trial)
      try transaction.save(trial)
    }
  }

  /// Keeps a value that a running trial has reported.
  public func report(_ report: IntermediateValue, _ claim: Claim, study: String) throws(SearchError) {
    try write(study: study) { (transaction) throws(SearchError) in
      _ = try claim.checked(transaction.trial(claim.number))
      try transaction.save(report, of: claim.number)
    }
  }

  /// Ends a trial, pauses it or gives it back. To do so twice with the same result is the same as once, so that it can be
  /// repeated when a connection was lost.
  ///
  /// - Parameters:
  ///   - retries: A trial that failed waits to be begun again unless it has failed more often.
  ///   - newParameters: Parameters that the space did not have yet; they become part of it. If they contradict it, because
  ///     another worker was faster, the trial has failed.
  public func finish(
    _ claim: Claim, _ result: TrialResult, retries: Int = 0, newParameters: [Parameter] = [], study: String
  ) throws(SearchError) {
    try write(study: study) { (transaction) throws(SearchError) in
      let found = try transaction.trial(claim.number)
      if let found, found.hasEnded(claim, result) { return }
      var trial = try claim.checked(found)
      var result = result
      if !newParameters.isEmpty {
        var definition = try transaction.definition()
        do throws(SearchError) {
          let space = try definition.space.merging(newParameters)
          if space != definition.space {
            definition.space = space
            try transaction.save(definition)
          }
        } catch {
          guard case .space = error else { throw error }
          result = TrialResult(
            state: .failed, parameters: result.parameters, attributes: result.attributes,
            failure: error.description)
        }
      }
      trial.end(result, retries: retries, now: transaction.now)
      try transaction.save(trial)
    }
  }

  /// Says that a worker is alive: its trials are its own for `leaseSeconds` from now. Those that it has lost are left out.
  public func renew(_ claims: [Claim], leaseSeconds: Double, study: String) throws(SearchError) {
    try write(study: study) { (transaction) throws(SearchError) in
      let end = transaction.now.addingTimeInterval(leaseSeconds)
      // All of them at once: to ask for one after the other takes long where the storage is far away.
      let running = Dictionary(try transaction.running().map { ($0.number, $0) }) { $1 }
      for claim in claims where running[claim.number]?.isHeld(by: claim) == true {
        try transaction.setLeaseEnd(end, of: claim.number)
      }
    }
  }

  /// Takes trials from workers that have not said for too long that they are alive: they wait to be begun again, or have
  /// failed if that happened more than `retries` times. Their numbers.
  ///
  /// - Parameter isDead: Whether a worker is known to be dead, although its lease has not ended.
  @discardableResult
  public func releaseAbandoned(
    study: String, retries: Int, isDead: (String) -> Bool = { _ in false }
  ) throws(SearchError) -> [Int] {
    try write(study: study) { (transaction) throws(SearchError) in
      let now = transaction.now
      let abandoned = try transaction.running().filter { trial in
        guard let end = trial.leaseEnd else { return false }
        return end < now || trial.worker.map(isDead) == true
      }
      for var trial in abandoned {
        let failure = "its worker \(trial.worker ?? "") died"
        trial.end(TrialResult(state: .failed, failure: failure), retries: retries, now: now)
        try transaction.save(trial)
      }
      return abandoned.map(\.number)
    }
  }

  /// When the leases of the trials that are running end: of those that have one.
  public func leases(study: String) throws(SearchError) -> [Int: Date] {
    try write(study: study) { (transaction) throws(SearchError) in
      let leases = try transaction.running().compactMap { trial in trial.leaseEnd.map { (trial.number, $0) } }
      return Dictionary(leases) { $1 }
    }
  }
}

extension Claim {
  /// The trial of its number, if the claim still holds.
  fileprivate func checked(_ trial: TrialRecord?) throws(SearchError) -> TrialRecord {
    guard let trial else { throw .trial(number: number, problem: "there is no such trial") }
    guard trial.state == .running else {
      throw .trial(number: number, problem: "it is \(trial.state.rawValue), not running")
    }
    guard trial.isHeld(by: self) else {
      throw .trial(number: number, problem: "another worker runs it, because this one was taken for dead")
    }
    return trial
  }
}

extension TrialRecord {
  fileprivate func isHeld(by claim: Claim) -> Bool {
    state == .running && worker == claim.worker && attempts == claim.attempt
  }

  /// Whether the attempt of a claim has ended it with this very result.
  fileprivate func hasEnded(_ claim: Claim, _ result: TrialResult) -> Bool {
    state.isFinal && state == result.state && worker == claim.worker && attempts == claim.attempt
      && values.map(\.bitPattern) == result.values.map(\.bitPattern)
  }

  fileprivate mutating func begin(worker: String, now: Date, leaseSeconds: Double) {
    state = .running
    self.worker = worker
    leaseEnd = leaseSeconds.isFinite ? now.addingTimeInterval(leaseSeconds) : nil
    attempts += 1
    started = started ?? now
  }

  fileprivate mutating func end(_ result: TrialResult, retries: Int, now: Date) {
    state = result.state
    if state == .failed {
      failedAttempts += 1
      if failedAttempts <= retries { state = .waiting }
    }
    values = result.values
    constraints = result.constraints
    if let ran = result.parameters {
      parameters = state.isFinal ? ran : parameters.merging(ran) { $1 }
    }
    attributes.merge(result.attributes) { $1 }
    failure = result.failure
    leaseEnd = nil
    if state.isFinal { finished = now }
  }
}
