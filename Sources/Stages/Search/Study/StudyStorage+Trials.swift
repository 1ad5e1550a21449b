import Foundation

/// A worker's right to one trial.
public struct Claim: Sendable, Hashable {
  /// A name that no other worker has.
  public let worker: String
  /// The trial.
  public let number: Int
}

/// How a trial is to end.
public struct TrialResult: Sendable {
  /// The state it ends in; ``TrialState/paused`` and ``TrialState/waiting`` give it back.
  public var state: TrialState
  /// The results, one an objective.
  public var values: [Double]
  /// The constraints on the result.
  public var constraints: [Double]
  /// What it ran with, if that was not known when it began.
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
      var trial = try transaction.claimed(claim)
      change(&trial)
      try transaction.save(trial)
    }
  }

  /// Keeps a value that a running trial has reported.
  public func report(_ report: IntermediateValue, _ claim: Claim, study: String) throws(SearchError) {
    try write(study: study) { (transaction) throws(SearchError) in
      _ = try transaction.claimed(claim)
      try transaction.save(report, of: claim.number)
    }
  }

  /// Ends a trial, pauses it or gives it back.
  ///
  /// - Parameter newParameters: Parameters that the space did not have yet; they become part of it.
  public func finish(
    _ claim: Claim, _ result: TrialResult, newParameters: [Parameter] = [], study: String
  ) throws(SearchError) {
    try write(study: study) { (transaction) throws(SearchError) in
      var trial = try transaction.claimed(claim)
      trial.state = result.state
      trial.values = result.values
      trial.constraints = result.constraints
      trial.parameters = result.parameters ?? trial.parameters
      trial.attributes.merge(result.attributes) { $1 }
      trial.failure = result.failure
      trial.leaseEnd = nil
      if result.state.isFinal { trial.finished = transaction.now }
      try transaction.save(trial)
      if !newParameters.isEmpty {
        var definition = try transaction.definition()
        definition.space = try definition.space.merging(newParameters)
        try transaction.save(definition)
      }
    }
  }

  /// Says that a worker is alive: its trials are its own for `leaseSeconds` from now. Those that it has lost are left out.
  public func renew(
    _ numbers: [Int], worker: String, leaseSeconds: Double, study: String
  ) throws(SearchError) {
    try write(study: study) { (transaction) throws(SearchError) in
      for number in numbers {
        guard var trial = try transaction.trial(number), trial.state == .running, trial.worker == worker
        else { continue }
        trial.leaseEnd = transaction.now.addingTimeInterval(leaseSeconds)
        try transaction.save(trial)
      }
    }
  }

  /// Takes trials from workers that have not said for too long that they are alive: they wait to be begun again, or have
  /// failed if they were begun more than `retries` times before. Their numbers.
  public func releaseAbandoned(study: String, retries: Int) throws(SearchError) -> [Int] {
    try write(study: study) { (transaction) throws(SearchError) in
      let abandoned = try transaction.abandoned()
      for var trial in abandoned {
        trial.leaseEnd = nil
        if trial.attempts > retries {
          trial.state = .failed
          trial.failure = "its worker \(trial.worker ?? "") died"
          trial.finished = transaction.now
        } else {
          trial.state = .waiting
        }
        try transaction.save(trial)
      }
      return abandoned.map(\.number)
    }
  }
}

extension StudyTransaction {
  /// The trial of a claim.
  fileprivate func claimed(_ claim: Claim) throws(SearchError) -> TrialRecord {
    guard let trial = try trial(claim.number) else {
      throw .trial(number: claim.number, problem: "there is no such trial")
    }
    guard trial.state == .running else {
      throw .trial(number: claim.number, problem: "it is \(trial.state.rawValue), not running")
    }
    guard trial.worker == claim.worker else {
      throw .trial(
        number: claim.number, problem: "another worker runs it, because this one was taken for dead")
    }
    return trial
  }
}

extension TrialRecord {
  fileprivate mutating func begin(worker: String, now: Date, leaseSeconds: Double) {
    state = .running
    self.worker = worker
    leaseEnd = now.addingTimeInterval(leaseSeconds)
    attempts += 1
    started = started ?? now
  }
}
