import Bundles
import DataFrames
import Features
import Foundation
import LatheCore
import Learners
import Metrics
import RunStore
import Synchronization

/// One run from a table to a bundle: plan, search, choose, write.
///
/// ```swift
/// let input = try await FitInput(paths: ["train.csv"], request: FitRequest(target: "income"))
/// let summary = try await FitRun(request: request, input: input, output: bundle).run()
/// ```
public struct FitRun: Sendable {
  private let request: FitRequest
  private let input: FitInput
  private let output: URL
  private let resume: Bool
  private let keepsRecord: Bool
  private let command: [String]
  private let clock: RunClock
  private let stop: StopSignal
  private let emit: @Sendable (FitEvent) -> Void

  /// A run that writes its bundle to `output`.
  ///
  /// - Parameters:
  ///   - resume: Whether to go on from the record of an earlier run beside `output`.
  ///   - keepsRecord: Whether the record stays after a finished run, to resume with more time.
  ///   - command: The command line, for the report.
  ///   - clock: Started when the budget began to run: before the data were read.
  ///   - stop: When given, the run ends soon and keeps the best so far.
  ///   - emit: Receives what happens, from any thread.
  public init(
    request: FitRequest, input: FitInput, output: URL, resume: Bool = false, keepsRecord: Bool = false,
    command: [String] = [], clock: RunClock = RunClock(), stop: StopSignal = StopSignal(),
    emit: @escaping @Sendable (FitEvent) -> Void = { _ in }
  ) {
    self.request = request
    self.input = input
    self.output = output
    self.resume = resume
    self.keepsRecord = keepsRecord
    self.command = command
    self.clock = clock
    self.stop = stop
    self.emit = emit
  }

  /// Where the record of a run lies whose bundle is `output`.
  public static func recordFile(for output: URL) -> URL {
    output.deletingLastPathComponent().appending(path: ".\(output.lastPathComponent).run")
  }

  /// Runs to the end of the budget and writes the bundle.
  ///
  /// - Throws: ``AutoMLError``; a bundle that was already written stays.
  public func run() async throws(AutoMLError) -> FitSummary {
    if stop.isRequested { throw .interrupted }
    let end = totalDeadline
    emit(.phase("checking the data"))
    try checkOutput()
    for diagnostic in input.diagnostics { emit(.diagnostic(diagnostic)) }
    let whole = try TrainingTable(input.frame, request: request)
    for diagnostic in whole.diagnostics { emit(.diagnostic(diagnostic)) }
    let metric = try objective(for: whole)
    try checkMonotone(whole.problem)
    try checkTest(whole.problem)
    emit(
      .decision(
        PlanDecision("\(whole.problem.task.rawValue) on \"\(request.target)\"", because: whole.taskReason)))
    emit(.objective(metric))

    emit(.phase("planning"))
    let timing = Timing(
      end: end, rows: whole.rowCount, columns: whole.inputs.columns.count, testRows: input.test?.rowCount ?? 0
    )
    let (record, plan) = try await recordAndPlan(whole, end: end, searchSeconds: timing.searchSeconds)
    for decision in plan.decisions { emit(.decision(decision)) }
    let table = plan.rowLimit.map { whole.sampled(rows: $0, seed: request.seed) } ?? whole
    let folds = try folds(plan.split, table: table)
    let transform = Self.transform(for: metric, table: table)
    let cache = FeatureCache(
      table: table, folds: folds, monotone: request.monotone, transform: transform, seed: request.seed)
    let context = BundleAssembler.Context(
      request: request, input: input, whole: whole, table: table, folds: folds, metric: metric, cache: cache,
      command: command, clock: clock, startedAt: Date(timeIntervalSinceNow: -clock.seconds))
    let assembler = BundleAssembler(context)

    emit(.phase("fitting"))
    let facts = DataFacts(table)
    let search = ModelSearch(
      table: table, folds: folds, evaluation: Evaluation(table: table, folds: folds, metric: metric),
      transform: transform, cache: cache,
      portfolio: Portfolio(
        facts: facts, preset: request.preset, honouringMonotone: !request.monotone.isEmpty),
      tuning: request.preset == .fast
        ? nil : TuningPlan(facts: facts, preset: request.preset, seed: request.seed),
      budget: SearchBudget(
        deadline: timing.searchEnd(refits: folds.count == 1 || expectsRefit(table)),
        choiceDeadline: timing.finishEnd, seconds: timing.searchSeconds, trials: trials
      ),
      threads: request.threads, threadsPerFit: plan.threadsPerFit, seed: request.seed, stop: stop,
      clock: clock,
      expectedSecondsPerFit: plan.secondsPerFit, record: record, emit: emit)
    let interim = InterimBundles(
      assembler: assembler, output: output, decisions: plan.decisions, end: end, emit: emit)
    let state = try await search.run { await interim.write($0) }

    emit(.phase("finishing"))
    let gain = await BlockingWork.run(stop: stop) {
      SearchGain(state, seed: request.seed, deadline: timing.refitEnd)?.decision(metric)
    }
    if let gain { emit(.decision(gain)) }
    let decisions = plan.decisions + (gain.map { [$0] } ?? [])
    let deployer = Deployer(
      state: state, cache: cache, request: request, threads: request.threads,
      isTimeOrdered: table.times != nil,
      isHoldout: folds.count == 1, deadline: timing.refitEnd, stop: stop)
    let deployment = await BlockingWork.run(stop: stop) { deployer.deploy() }
    for decision in deployment.decisions { emit(.decision(decision)) }
    let notice =
      stop.isRequested ? "The run was stopped before its end; this is the best model until then." : nil
    let finishLimits = FitLimits(
      deadline: timing.finishEnd, stop: stop, threads: request.threads, seed: request.seed)
    let result = await BlockingWork.run(stop: stop) {
      Result { () throws(AutoMLError) in
        try assembler.write(
          deployment, decisions: decisions, notice: notice, limits: finishLimits, to: output)
      }
    }
    let summary = try result.get()
    emit(.saved)
    if !stop.isRequested, !keepsRecord { RunStore.remove(file: Self.recordFile(for: output)) }
    return summary
  }

  private var trials: Int? {
    if case .trials(let count) = request.budget { count } else { nil }
  }

  private var totalDeadline: Deadline {
    if case .seconds(let seconds) = request.budget { clock.deadline(seconds: seconds) } else { .never }
  }

  // MARK: - Checks before any time is spent

  private func checkOutput() throws(AutoMLError) {
    do { try BundleContents.checkPlace(output) } catch { throw .stage(error) }
  }

  private func objective(for table: TrainingTable) throws(AutoMLError) -> Metric {
    let problem = table.problem
    let metric = request.metric ?? .standard(for: problem)
    guard metric.supports(problem) else {
      throw .setting(
        name: "--metric", reason: "\(metric.name) is not defined for a \(problem.task.rawValue) target",
        remedy: "Leave it out to use \(Metric.standard(for: problem).name).")
    }
    do {
      _ = try MetricEvaluator(metric, targets: table.targets, weights: table.weights, problem: problem)
    } catch {
      throw .setting(
        name: "--metric", reason: error.explanation.what,
        remedy: "Choose another metric; the standard is \(Metric.standard(for: problem).name).")
    }
    return metric
  }

  private func checkMonotone(_ problem: LearningProblem) throws(AutoMLError) {
    guard !request.monotone.isEmpty, !BoostedTreesLearner(name: "").honoursMonotone(problem) else { return }
    throw .setting(
      name: "--monotone", reason: "no learner keeps it under the loss \(problem.loss)",
      remedy: "Leave out --loss and the metric, or the constraint.")
  }

  /// A test file without answers would be found out only after the whole search.
  private func checkTest(_ problem: LearningProblem) throws(AutoMLError) {
    guard let test = input.test else { return }
    guard let column = test[request.target] else {
      throw .missingColumn(name: request.target, role: "target of the test file", available: test.names)
    }
    guard problem.targets(of: column).contains(where: { !$0.isNaN }) else {
      throw .data(
        reason: "no row of the test file has a known target",
        remedy: "Give a file with labels, or leave out --test.")
    }
  }

  // MARK: - Parts of the run

  private func folds(_ split: SplitPlan, table: TrainingTable) throws(AutoMLError) -> [Fold] {
    do {
      return try split.folds(
        rowCount: table.rowCount, targets: table.targets, problem: table.problem, groups: table.groups,
        times: table.times, seed: request.seed)
    } catch { throw .stage(error) }
  }

  /// Texts take so long to become features that one row is answered in time by one model a candidate at most.
  private func expectsRefit(_ table: TrainingTable) -> Bool {
    request.preset == .balanced && request.singleRowMicroseconds < Self.microsecondsOfTextFeatures
      && DataFacts(table).hasText
  }

  /// What features of texts take on five folds, roughly.
  private static let microsecondsOfTextFeatures = 500.0

  /// A logarithmic error is learnt on a logarithmic scale.
  private static func transform(for metric: Metric, table: TrainingTable) -> TargetTransform {
    guard metric == .rmsle, let lowest = table.targets.min(), let highest = table.targets.max(), lowest > -1
    else {
      return .identity
    }
    return .log1p(lower: min(0, lowest), upper: highest + (highest - lowest))
  }

  /// The record of the run with the plan its fits belong to: that of the run to resume, else a new one.
  private func recordAndPlan(_ whole: TrainingTable, end: Deadline, searchSeconds: Double)
    async throws(AutoMLError) -> (RunStore, Planner.Plan)
  {
    do {
      let file = Self.recordFile(for: output)
      if !resume { RunStore.remove(file: file) }
      let record = try RunStore(file: file)
      let identity = RunIdentity(data: dataIdentity, settings: request.fingerprint)
      let earlier = try record.identity()
      if resume, earlier == identity, let stored = try record.plan(),
        let plan = try? JSONDecoder().decode(Planner.Plan.self, from: stored)
      {
        return (record, plan)
      }
      if resume, earlier != nil {
        emit(
          .diagnostic(
            Diagnostic(
              .warning, code: "record-does-not-fit",
              message: "the record to resume from belongs to other data or settings; starting anew")))
      }
      let limits = FitLimits(deadline: end, stop: stop, threads: 1, seed: request.seed)
      let planner = Planner(
        facts: DataFacts(whole), request: request, threads: request.threads, secondsLeft: searchSeconds)
      let plan = await BlockingWork.run(stop: stop) { planner.plan(whole, limits: limits) }
      try record.begin(identity, plan: (try? JSONEncoder().encode(plan)) ?? Data())
      return (record, plan)
    } catch { throw .stage(error) }
  }

  /// What the fits depend on beside the settings: the contents of the files, the kinds their columns were read in,
  /// and the program.
  private var dataIdentity: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let schema = (try? encoder.encode(input.schema)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return [input.digest, "\(input.frame.rowCount)", LatheVersion.current, schema].joined(separator: "/")
  }
}
