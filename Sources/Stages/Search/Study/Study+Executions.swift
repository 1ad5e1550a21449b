import LatheCore
import Synchronization

extension Study {
  /// Runs trials whose objective is noisy or has folds: each is executed several times, and its value is the mean.
  ///
  /// ```swift
  /// try await study.run(trials: 100, executions: 5) { trial, execution in
  ///   try await accuracy(trial.suggestFloat("rate", in: 0...1), seed: execution)
  /// }
  /// ```
  ///
  /// In a study without a scheduler, ``ExecutionStopping`` ends trials that are hopeless after a few executions; they are
  /// pruned then. ``RepeatedObjective`` has the details, and ``run(trials:parallel:deadline:stopping:onFinish:objective:)``
  /// the other parameters.
  ///
  /// - Parameters:
  ///   - executions: The executions of a trial; 1 at least.
  ///   - objective: The value of one execution; it is told which one this is, from 0.
  public func run(
    trials: Int? = nil, parallel: Int = 1, executions: Int, deadline: Deadline = .never,
    stopping: (any StudyStopping)? = nil,
    onFinish: @escaping @Sendable (TrialRecord) async -> Continuation = { _ in .goOn },
    objective: @escaping @Sendable (Trial, Int) async throws -> Double
  ) async throws {
    rejectHopeless(executions: executions)
    let repeated = RepeatedObjective(executions: executions, objective)
    try await run(
      trials: trials, parallel: parallel, deadline: deadline, stopping: stopping, onFinish: onFinish
    ) { try await repeated.value(of: $0) }
  }
}
