/// An objective that is executed several times a trial, because its results are noisy or it has folds; its value is the
/// mean.
///
/// Each execution is reported as one step, from 1. So ``ExecutionStopping`` ends a trial that is hopeless after a few of
/// them, and ``WilcoxonStopping`` one that is worse on the same folds; successive halving gives more executions to the
/// better trials. A trial that is begun again keeps the executions it has made.
///
/// ```swift
/// let study = try Study(scheduler: ExecutionStopping(executions: 5))
/// let objective = RepeatedObjective(executions: 5) { trial, execution in
///   try await accuracy(trial.suggestFloat("rate", in: 0...1), seed: execution)
/// }
/// try await study.run(trials: 100) { trial in try await objective.value(of: trial) }
/// ```
public struct RepeatedObjective: Sendable {
  /// The executions of a trial.
  public let executions: Int
  private let execute: @Sendable (Trial, Int) async throws -> Double

  /// An objective that is executed `executions` times; it is told which one this is, from 0.
  public init(executions: Int, _ execute: @escaping @Sendable (Trial, Int) async throws -> Double) {
    self.executions = max(executions, 1)
    self.execute = execute
  }

  /// The mean of the executions.
  ///
  /// - Throws: ``PrunedTrial`` when the scheduler stops the trial, or what an execution throws.
  public func value(of trial: Trial) async throws -> Double {
    var values = trial.earlierReports.map(\.value)
    let end = min(trial.until ?? executions, executions)
    for execution in values.count..<max(end, values.count) {
      values.append(try await execute(trial, execution))
      let decision = try trial.report(values[execution], step: execution + 1)
      if decision != .proceed, execution + 1 < end { throw PrunedTrial() }
    }
    return values.reduce(0, +) / Double(values.count)
  }
}
