import ArgumentParser
import AutoML
import DataFrames
import Foundation
import LatheCore
import Metrics

/// `lathe fit`: finds and trains the best model.
struct FitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Find and train the best model for a table.",
    discussion: """
      Reads CSV, TSV, Parquet or JSON lines, plain or compressed; several files or a folder are one table.
      Writes a bundle (a folder) with the models, everything needed to use them, and report.html.
      Ctrl-C keeps the best model so far; --resume goes on where a run was stopped.
      """)

  @Argument(help: "Files or folders with the training rows.", completion: .file())
  var data: [String]

  @Option(help: "The column to predict.")
  var target: String

  @Option(help: "Wall time for everything, loading and saving included: 90, 60s, 5m, 1h.")
  var time: Seconds?

  @Option(
    help: "Try this many candidates instead of filling a time; the same seed then gives the same model.")
  var trials: Int?

  @Option(help: "Objective, by default that of the task. One of: \(Metric.names.joined(separator: ", ")).")
  var metric: String?

  @Option(
    help: "How much model to make: \(FitRequest.Preset.allCases.map(\.rawValue).joined(separator: ", ")).")
  var preset: FitRequest.Preset = .balanced

  @Option(help: "The task, where it should not be inferred: binary, multiclass, regression.")
  var task: PredictionTask?

  @Option(help: "What a regression minimises: squared, absolute, quantile:0.9, poisson, tweedie:1.5.")
  var loss: RegressionLoss?

  @Option(
    help: "Rows with known answers to score the finished model on; never learnt from.", completion: .file())
  var test: [String] = []

  @Option(name: .shortAndLong, help: "The bundle to write; by default DATA.lathe in the current folder.")
  var output: String?

  @Option(help: "Seed of every random choice.")
  var seed: UInt64 = 0

  @Option(help: "Threads to use; by default one a processor.")
  var threads: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "Memory for the table and its features: 4GB, 500MB. Rows or folds are left out to fit.")
  var memory: ByteCount?

  @Option(help: "A column of row weights.")
  var weight: String?

  @Option(help: "Keep rows with the same value in this column on one side of every split.")
  var group: String?

  @Option(help: "Validate on the latest rows by this column.")
  var timeColumn: String?

  @Option(
    help: "A column the prediction must rise (+) or fall (-) with, as COLUMN:+ or COLUMN:-; may be repeated.")
  var monotone: [MonotoneConstraint] = []

  @Option(help: "Weights of the classes in training: balanced, or LABEL=WEIGHT; may be repeated.")
  var classWeight: [String] = []

  @Option(help: "A column not to learn from; may be repeated.")
  var ignore: [String] = []

  @Option(help: "Kinds of columns, as JSON or YAML.", completion: .file())
  var schema: String?

  @Option(help: "Learn from a random sample of this many rows.")
  var rows: Int?

  @Option(
    help: "Most microseconds that one row may take inside a process; chooses what goes into the bundle.")
  var latency: Double?

  @Flag(help: "Go on from the record of an earlier run with the same data and settings.")
  var resume = false

  @Flag(help: "Keep the record of the run beside the bundle, to resume with more time later.")
  var keepRecord = false

  @Flag(help: "Say what the planner decides, and why.")
  var explainPlan = false

  @Flag(help: "Print one JSON document instead of a table.")
  var json = false

  func validate() throws {
    if time != nil && trials != nil { throw ValidationError("Give --time or --trials, not both.") }
    if let trials, trials < 1 { throw ValidationError("--trials must be at least 1.") }
    if let rows, rows < 1 { throw ValidationError("--rows must be at least 1.") }
    if let latency, !(latency > 0 && latency <= 1e9) {
      throw ValidationError("--latency must be above 0 and at most 1e9 microseconds.")
    }
    if latency != nil, trials != nil || preset == .best {
      throw ValidationError(
        "--latency needs measured times: leave it out with --trials, whose result depends on no clock, and with "
          + "--preset best, which has no limit.")
    }
    if !(1...1_024).contains(threads) { throw ValidationError("--threads must be from 1 to 1024.") }
  }

  func run() async throws {
    let clock = RunClock()
    let request = try request()
    var secondsAllowed: Double?
    if case .seconds(let seconds) = request.budget { secondsAllowed = seconds }
    let display = ProgressDisplay(clock: clock, secondsAllowed: secondsAllowed, showsDecisions: explainPlan)
    let stop = StopSignal()
    let interrupts = InterruptWatch(stop: stop)
    defer { interrupts.cancel() }

    let (data, test, schema, rows) = (data, test, schema, rows)
    let (bundle, resume, keepRecord) = (bundle, resume, keepRecord)
    let summary = try await display.during {
      display.show(.phase("reading"))
      let input = try await FitInput(
        paths: data, test: test, schema: schema, rows: rows, request: request, stop: stop)
      return try await FitRun(
        request: request, input: input, output: bundle, resume: resume, keepsRecord: keepRecord,
        command: CommandLine.arguments, clock: clock, stop: stop, emit: { display.show($0) }
      ).run()
    }
    print(json ? try summary.json() : summary.text())
  }

  private var bundle: URL {
    if let output { return URL(filePath: output) }
    let name = URL(filePath: data.first ?? "model").lastPathComponent
    return URL(filePath: "\(name.prefix(while: { $0 != "." })).lathe")
  }

  private func request() throws -> FitRequest {
    var request = FitRequest(target: target)
    if let trials { request.budget = .trials(trials) } else { request.budget = .seconds(time?.value ?? 60) }
    request.metric = try metric.map { try Metric(parsing: $0) }
    request.task = task
    request.regressionLoss = loss
    request.preset = preset
    request.seed = seed
    request.threads = threads
    request.memoryBytes = memory?.value
    request.weightColumn = weight
    request.groupColumn = group
    request.timeColumn = timeColumn
    request.monotone = Dictionary(monotone.map { ($0.column, $0.direction) }, uniquingKeysWith: { $1 })
    request.ignoredColumns = Set(ignore)
    request.classWeights = try classWeights()
    if let latency { request.singleRowMicroseconds = latency }
    return request
  }

  private func classWeights() throws -> FitRequest.ClassWeights {
    if classWeight.isEmpty { return .none }
    if classWeight == ["balanced"] { return .balanced }
    var weights: [String: Double] = [:]
    for entry in classWeight {
      guard let sign = entry.lastIndex(of: "="), let weight = Double(entry[entry.index(after: sign)...]),
        weight >= 0, weight.isFinite
      else { throw ValidationError("--class-weight takes balanced or LABEL=WEIGHT, not \"\(entry)\".") }
      weights[String(entry[..<sign])] = weight
    }
    return .explicit(weights)
  }
}
