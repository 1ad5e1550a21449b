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
    let end = totalDeadline
    emit(.phase("checking the data"))
    for diagnostic in input.diagnostics { emit(.diagnostic(diagnostic)) }
    let whole = try TrainingTable(input.frame, request: request)
    for diagnostic in whole.diagnostics { emit(.diagnostic(diagnostic)) }
    let metric = try objective(for: whole.problem)
    emit(
      .decision(
        PlanDecision("\(whole.problem.task.rawValue) on \"\(request.target)\"", because: whole.taskReason)))
    emit(.objective(metric))

    emit(.phase("planning"))
    let timing = Timing(
      end: end, rows: whole.rowCount, columns: whole.inputs.columns.count, testRows: input.test?.rowCount ?? 0
    )
    let planLimits = FitLimits(deadline: end, stop: stop, threads: 1, seed: request.seed)
    let facts = DataFacts(whole)
    let plan = await BlockingWork.run(stop: stop) {
      Planner(facts: facts, request: request, threads: request.threads, secondsLeft: timing.searchSeconds)
        .plan(whole, limits: planLimits)
    }
    for decision in plan.decisions { emit(.decision(decision)) }
    let table = plan.rowLimit.map { whole.sampled(rows: $0, seed: request.seed) } ?? whole
    let folds = try folds(plan.split, table: table)
    let transform = Self.transform(for: metric, table: table)
    let cache = FeatureCache(
      table: table, folds: folds, monotone: request.monotone, transform: transform, seed: request.seed)
    let record = try openRecord(folds: folds.count, rows: table.rowCount)
    let context = BundleAssembler.Context(
      request: request, input: input, whole: whole, table: table, folds: folds, metric: metric, cache: cache,
      command: command, clock: clock, startedAt: Date(timeIntervalSinceNow: -clock.seconds))
    let assembler = BundleAssembler(context)

    emit(.phase("fitting"))
    let search = ModelSearch(
      table: table, folds: folds, evaluation: Evaluation(table: table, folds: folds, metric: metric),
      transform: transform, cache: cache,
      portfolio: Portfolio(
        facts: DataFacts(table), preset: request.preset, honouringMonotone: !request.monotone.isEmpty,
        seed: request.seed),
      budget: SearchBudget(
        deadline: timing.searchEnd(isHoldout: folds.count == 1), seconds: timing.searchSeconds, trials: trials
      ),
      threads: request.threads, threadsPerFit: plan.threadsPerFit, seed: request.seed, stop: stop,
      clock: clock,
      expectedSecondsPerFit: plan.secondsPerFit, record: record, emit: emit)
    let interim = InterimBundles(
      assembler: assembler, output: output, decisions: plan.decisions, end: end, emit: emit)
    let state = try await search.run { await interim.write($0) }

    emit(.phase("finishing"))
    let deployer = Deployer(
      state: state, cache: cache, request: request, threads: request.threads,
      isTimeOrdered: table.times != nil,
      isHoldout: folds.count == 1, deadline: timing.refitEnd, stop: stop)
    let deployment = await BlockingWork.run(stop: stop) { deployer.deploy() }
    for decision in deployment.decisions { emit(.decision(decision)) }
    let notice =
      stop.isRequested ? "The run was stopped before its end; this is the best model until then." : nil
    let finishLimits = FitLimits(deadline: timing.finishEnd, threads: request.threads, seed: request.seed)
    let result = await BlockingWork.run(stop: stop) {
      Result { () throws(AutoMLError) in
        try assembler.write(
          state: state, deployment: deployment, decisions: plan.decisions, notice: notice,
          limits: finishLimits,
          to: output)
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

  private func objective(for problem: LearningProblem) throws(AutoMLError) -> Metric {
    guard let metric = request.metric else { return .standard(for: problem) }
    guard metric.supports(problem) else {
      throw .setting(
        name: "--metric", reason: "\(metric.name) is not defined for a \(problem.task.rawValue) target",
        remedy: "Leave it out to use \(Metric.standard(for: problem).name).")
    }
    return metric
  }

  private func folds(_ split: SplitPlan, table: TrainingTable) throws(AutoMLError) -> [Fold] {
    do {
      return try split.folds(
        rowCount: table.rowCount, targets: table.targets, problem: table.problem, groups: table.groups,
        times: table.times, seed: request.seed)
    } catch { throw .stage(error) }
  }

  /// A logarithmic error is learnt on a logarithmic scale.
  private static func transform(for metric: Metric, table: TrainingTable) -> TargetTransform {
    guard metric == .rmsle, let lowest = table.targets.min(), let highest = table.targets.max(), lowest > -1
    else {
      return .identity
    }
    return .log1p(lower: min(0, lowest), upper: highest + (highest - lowest))
  }

  private func openRecord(folds: Int, rows: Int) throws(AutoMLError) -> RunStore {
    do {
      let file = Self.recordFile(for: output)
      if !resume { RunStore.remove(file: file) }
      let record = try RunStore(file: file)
      let identity = RunIdentity(data: "\(input.digest)/\(rows)", settings: request.fingerprint, folds: folds)
      let earlier = try record.identity()
      if earlier != identity {
        if resume, earlier != nil {
          emit(
            .diagnostic(
              Diagnostic(
                .warning, code: "record-does-not-fit",
                message: "the record to resume from belongs to other data, settings or folds; starting anew"))
          )
        }
        try record.begin(identity)
      }
      return record
    } catch { throw .stage(error) }
  }
}

extension FitRequest {
  /// The settings that change a fit, in a canonical form: what a record must agree with to be resumed.
  var fingerprint: String {
    var relevant = self
    relevant.budget = .trials(0)
    relevant.threads = 0
    relevant.singleRowMicroseconds = 0
    relevant.memoryBytes = nil
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(relevant)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// How a time budget is divided: search, refit, finishing, saving.
struct Timing: Sendable {
  private let end: Deadline
  /// Seconds kept back for what follows the fits: choosing, scoring, importance, report, writing.
  private let reserve: Double

  init(end: Deadline, rows: Int, columns: Int, testRows: Int) {
    self.end = end
    let left = end.remainingSeconds
    // The last fits overrun their deadline a little; columns are described in three files; rows are scored.
    let expected = 0.9 + 0.035 * left + 7e-7 * Double(rows) + 4e-4 * Double(columns) + 5e-6 * Double(testRows)
    reserve = left.isFinite ? min(0.4 * left, expected) : 0
  }

  /// Seconds for the search from now; infinite without a deadline.
  var searchSeconds: Double { max(0.1, refitEnd.remainingSeconds) }

  /// When the last candidate must be done; with one split, a quarter of the time is kept for a refit on all rows.
  func searchEnd(isHoldout: Bool) -> Deadline {
    guard isHoldout, !end.isNever else { return refitEnd }
    return refitEnd.earlier(bySeconds: 0.25 * max(0, refitEnd.remainingSeconds))
  }

  /// When the refit must be done.
  var refitEnd: Deadline { end.earlier(bySeconds: reserve) }

  /// When everything but writing must be done.
  var finishEnd: Deadline { end.earlier(bySeconds: reserve * 0.5) }
}

/// Writes a usable bundle while the search goes on, so that a kill leaves the best so far.
actor InterimBundles {
  private let assembler: BundleAssembler
  private let output: URL
  private let decisions: [PlanDecision]
  private let end: Deadline
  private let emit: @Sendable (FitEvent) -> Void
  private var nextWrite = Deadline.after(seconds: 0)

  /// Least seconds between two writes.
  static let interval = 5.0

  init(
    assembler: BundleAssembler, output: URL, decisions: [PlanDecision], end: Deadline,
    emit: @escaping @Sendable (FitEvent) -> Void
  ) {
    self.assembler = assembler
    self.output = output
    self.decisions = decisions
    self.end = end
    self.emit = emit
  }

  /// Writes the state of the search if the last write is long enough ago and there is time for it.
  func write(_ state: SearchState) async {
    guard nextWrite.hasPassed, end.remainingSeconds > Self.interval else { return }
    nextWrite = .after(seconds: Self.interval)
    let assembler = assembler
    let output = output
    let decisions = decisions
    let written = await BlockingWork.run(stop: StopSignal()) {
      (try? assembler.writeInterim(state: state, decisions: decisions, to: output)) != nil
    }
    if written { emit(.saved) }
  }
}
