import Foundation
import LatheCore

extension Study {
  /// Whether a run goes on.
  public enum Continuation: Sendable {
    /// It does.
    case goOn
    /// No trial is begun any more; those that run end by themselves.
    case end
  }

  /// Runs trials until the study has `trials` of them, over all workers and earlier runs, or time is up.
  ///
  /// An objective ends early by throwing ``PrunedTrial`` when ``Trial/shouldStop`` says so. Any other error makes the trial
  /// a failed one, which is begun again as often as the ``Tolerance`` allows. Cancelling the task gives the running trials
  /// back, so that a later run goes on with them. Trials that are left to other workers are seen to be in living hands, or
  /// taken over, before the run ends: that can last as long as a lease.
  ///
  /// - Parameters:
  ///   - trials: The trials that the study is to have; without end if `nil`.
  ///   - parallel: How many run at a time.
  ///   - deadline: When no other trial is begun, and the objectives' tasks are cancelled.
  ///   - stopping: When no other trial is begun because the study has reached what it can.
  ///   - onFinish: Called after each trial of this run, one at a time.
  ///   - objective: The value of the first objective for a trial.
  /// - Throws: ``SearchError/failures(count:last:)`` when too many trials fail one after the other, or the storage's error.
  public func run(
    trials: Int? = nil, parallel: Int = 1, deadline: Deadline = .never,
    stopping: (any StudyStopping)? = nil,
    onFinish: @escaping @Sendable (TrialRecord) async -> Continuation = { _ in .goOn },
    objective: @escaping @Sendable (Trial) async throws -> Double
  ) async throws {
    try await run(
      trials: trials, parallel: parallel, deadline: deadline, stopping: stopping, onFinish: onFinish
    ) { [try await objective($0)] }
  }

  /// The same for several objectives: their values, one for each direction.
  public func run(
    trials: Int? = nil, parallel: Int = 1, deadline: Deadline = .never,
    stopping: (any StudyStopping)? = nil,
    onFinish: @escaping @Sendable (TrialRecord) async -> Continuation = { _ in .goOn },
    objectives: @escaping @Sendable (Trial) async throws -> [Double]
  ) async throws {
    plan(trials: trials, parallelism: parallel)
    let progress = RunProgress(limit: tolerance.consecutiveFailures)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<max(parallel, 1) {
        group.addTask { [self] in
          var others = OtherWorkers(study: self, deadline: deadline)
          while !deadline.hasPassed, !Task.isCancelled, await progress.goesOn,
            stopping?.reason(self.stoppingRequest) == nil
          {
            let trial = try await BlockingWork.run { () throws(SearchError) in try self.next(limit: trials) }
            guard let trial else {
              if try await others.mayLeaveTrials() { continue }
              return
            }
            let record = try await execute(trial, deadline: deadline, objectives)
            if let record { try await progress.note(record, onFinish) }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Runs one trial and tells how it ended; `nil` if it was given back or paused.
  private func execute(
    _ trial: Trial, deadline: Deadline, _ objectives: @escaping @Sendable (Trial) async throws -> [Double]
  ) async throws -> TrialRecord? {
    let outcome: Result<[Double], any Error>
    do {
      outcome = .success(try await withDeadline(deadline) { try await objectives(trial) })
    } catch {
      outcome = .failure(error)
    }
    let isCancelled = Task.isCancelled || deadline.hasPassed
    do {
      try await BlockingWork.run { () throws(SearchError) in
        switch outcome {
        case .success(let values):
          if self.goesOnLater(trial) { try self.pause(trial, values) } else { try self.tell(trial, values) }
        case .failure(is PrunedTrial): try self.stop(trial)
        // An objective may throw this error for reasons of its own; then giving back would have no end.
        case .failure(is CancellationError) where isCancelled: try self.giveBack(trial)
        case .failure(let error):
          try self.end(trial, .failed, failure: "\(error)", retries: self.tolerance.retries)
        }
      }
    } catch {
      // It was taken from this worker, which had been taken for dead; another has it.
      if case .trial = error { return nil }
      throw error
    }
    let record = self.trials[trial.number]
    return record.state.isFinal ? record : nil
  }
}

/// The trials that other workers run while this one has nothing to do.
private struct OtherWorkers {
  let study: Study
  let deadline: Deadline
  /// The ends of leases that have not been renewed since they were first seen.
  private var leases: [Int: Date]?

  init(study: Study, deadline: Deadline) {
    self.study = study
    self.deadline = deadline
  }

  /// Waits a little, and says whether some of them may still turn out to be abandoned: those of which nothing was heard.
  mutating func mayLeaveTrials() async throws -> Bool {
    guard study.leaseSeconds.isFinite else { return false }
    let (study, held) = (study, study.heartbeat.numbers)
    let now = try await BlockingWork.run { () throws(SearchError) in
      try study.storage.leases(study: study.name).filter { !held.contains($0.key) }
    }
    let silent = leases?.filter { now[$0.key] == $0.value } ?? now
    leases = silent
    guard !silent.isEmpty else { return false }
    // Cancellation is seen by the loop that calls.
    try? await Task.sleep(for: .seconds(min(study.leaseSeconds / 8, 1, max(deadline.remainingSeconds, 0))))
    return true
  }
}

/// Cancels `body` when a deadline comes.
private func withDeadline<Value: Sendable>(
  _ deadline: Deadline, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  guard !deadline.isNever else { return try await body() }
  return try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: .seconds(max(deadline.remainingSeconds, 0)))
      return nil
    }
    defer { group.cancelAll() }
    while let value = try await group.next() {
      if let value { return value }
      group.cancelAll()
    }
    throw CancellationError()
  }
}

/// What the tasks of a run share.
private actor RunProgress {
  private let limit: Int
  private var failures = 0
  private(set) var goesOn = true

  init(limit: Int) { self.limit = limit }

  func note(_ trial: TrialRecord, _ onFinish: @Sendable (TrialRecord) async -> Study.Continuation)
    async throws
  {
    if case .end = await onFinish(trial) { goesOn = false }
    guard trial.state == .failed else {
      failures = 0
      return
    }
    failures += 1
    if failures >= limit {
      throw SearchError.failures(count: failures, last: trial.failure ?? "an unknown error")
    }
  }
}
