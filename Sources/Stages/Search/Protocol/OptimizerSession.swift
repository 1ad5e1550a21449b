import Foundation
import LatheCore

/// An optimizer that speaks JSON lines: one request, one reply. Any program in any language can drive it.
///
/// `Documentation/optimizer-protocol.md` describes the lines. The session never fails as a whole: what cannot be done is
/// answered with `{"error": …}`.
public struct OptimizerSession {
  /// The longest line that is read, in bytes.
  public static let longestLine = 16 << 20

  /// One study, from `start` to `end`.
  private struct Run {
    let study: Study
    let budget: Int?
    let maximumStep: Int?
    var lastIdentifier = 0
    /// The trials that were asked for and not told of.
    var open: [Int: Trial] = [:]
    /// The identifier under which each trial was asked for first.
    var firstIdentifier: [Int: Int] = [:]
  }

  /// Whether the other side has said that it is done.
  public private(set) var hasEnded = false
  private let sampler: StrategyChoice
  private let scheduler: StrategyChoice
  private let seed: UInt64?
  private var run: Run?

  /// A session.
  ///
  /// - Parameters:
  ///   - sampler: The sampler, unless `start` says another.
  ///   - scheduler: The scheduler for studies with steps, unless `start` says another.
  ///   - seed: The seed; `nil` to take the one of `start`.
  /// - Throws: ``SearchError/setting(_:remedy:)`` for a name or a setting that does not exist.
  public init(
    sampler: StrategyChoice = "auto", scheduler: StrategyChoice = "none", seed: UInt64? = nil
  ) throws(SearchError) {
    _ = try SamplerCatalog.sampler(sampler)
    _ = try SchedulerCatalog.scheduler(scheduler)
    self.sampler = sampler
    self.scheduler = scheduler
    self.seed = seed
  }

  /// The reply to a line, without the end of the line.
  public mutating func reply(to line: String) -> String {
    var reply: OptimizerReply
    do {
      guard line.utf8.count <= Self.longestLine else {
        throw SearchError.value(
          "the line is longer than \(Self.longestLine) bytes", remedy: "Send shorter lines.")
      }
      reply = try answer(JSONDecoder().decode(OptimizerRequest.self, from: Data(line.utf8)))
    } catch let error as DecodingError {
      reply = OptimizerReply(error: error.explanation)
    } catch {
      reply = OptimizerReply(error: "\(error)")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(reply) else { return #"{"error":"the reply could not be written"}"# }
    return String(decoding: data, as: UTF8.self)
  }

  private mutating func answer(_ request: OptimizerRequest) throws(SearchError) -> OptimizerReply {
    switch request.command {
    case .hello: return OptimizerReply(ok: true, name: "lathe \(sampler.name)", version: LatheVersion.current)
    case .quit:
      hasEnded = true
      run = nil
      return .done
    case .start:
      run = try start(request)
      return .done
    case .end:
      run = nil
      return .done
    case .ask: return try ask()
    case .report: return try report(request)
    case .tell: return try tell(request)
    case .enqueue:
      try current().study.enqueue(required(request.parameters, "params"))
      return .done
    case .best:
      guard let best = try current().study.best else {
        throw .value("no trial has ended yet that keeps the constraints", remedy: "Tell a result first.")
      }
      return OptimizerReply(parameters: best.parameters, values: best.values)
    }
  }

  private func start(_ request: OptimizerRequest) throws(SearchError) -> Run {
    if let version = request.version, version != 1 {
      throw .value("version \(version) of the protocol is unknown", remedy: "Speak version 1.")
    }
    let scheduler =
      try request.maximumStep == nil
      ? nil : SchedulerCatalog.scheduler(request.scheduler ?? scheduler)
    let study = try Study(
      space: required(request.space, "space"), directions: request.directions ?? [.minimize],
      sampler: SamplerCatalog.sampler(request.sampler ?? sampler), scheduler: scheduler,
      seed: seed ?? UInt64(bitPattern: request.seed ?? 0), maximumStep: request.maximumStep)
    // With steps, the budget counts whole trials, of which stopped ones are parts: there will be more of them.
    study.plan(trials: scheduler == nil ? request.budget : nil, parallelism: request.parallelism ?? 1)
    return Run(study: study, budget: request.budget, maximumStep: request.maximumStep)
  }

  private mutating func ask() throws(SearchError) -> OptimizerReply {
    var run = try current()
    let trial = try run.study.ask()
    run.lastIdentifier += 1
    let identifier = run.lastIdentifier
    let first = run.firstIdentifier[trial.number]
    run.firstIdentifier[trial.number] = first ?? identifier
    run.open[identifier] = trial
    self.run = run
    return OptimizerReply(
      identifier: identifier, parameters: trial.parameters, until: run.maximumStep == nil ? nil : trial.until,
      continues: first)
  }

  private func report(_ request: OptimizerRequest) throws(SearchError) -> OptimizerReply {
    let decision = try openTrial(request).report(
      request.value ?? .nan, step: required(request.step, "step"))
    return OptimizerReply(prune: decision != .proceed)
  }

  private mutating func tell(_ request: OptimizerRequest) throws(SearchError) -> OptimizerReply {
    let trial = try openTrial(request)
    let study = try current().study
    // A number that JSON cannot write arrives as null.
    if let constraints = request.constraints { trial.setConstraints(constraints.map { $0 ?? .infinity }) }
    switch request.state ?? .ok {
    case .ok:
      let values = (request.values ?? []).map { $0 ?? .nan }
      if study.goesOnLater(trial) { try study.pause(trial, values) } else { try study.tell(trial, values) }
    case .pruned: try study.stop(trial)
    case .fail: try study.fail(trial, reason: "the program said so")
    }
    run?.open[request.identifier ?? 0] = nil
    return .done
  }

  private func current() throws(SearchError) -> Run {
    guard let run else { throw .value("no study has been started", remedy: "Send start first.") }
    return run
  }

  private func openTrial(_ request: OptimizerRequest) throws(SearchError) -> Trial {
    let identifier = try required(request.identifier, "id")
    guard let trial = try current().open[identifier] else {
      throw .value(
        "no trial \(identifier) runs", remedy: "Use an id that ask gave and that was not told yet.")
    }
    return trial
  }

  private func required<Value>(_ value: Value?, _ key: String) throws(SearchError) -> Value {
    guard let value else { throw .value("\"\(key)\" is missing", remedy: "Send it.") }
    return value
  }
}

extension DecodingError {
  /// What was wrong and where, without Swift's names.
  fileprivate var explanation: String {
    func path(_ context: Context) -> String {
      context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch self {
    case .keyNotFound(let key, let context):
      return "\"\(key.stringValue)\" is missing\(context.codingPath.isEmpty ? "" : " in \(path(context))")"
    case .valueNotFound(_, let context), .typeMismatch(_, let context):
      return "\(path(context)): the value is of the wrong kind"
    case .dataCorrupted(let context):
      let underlying = context.underlyingError.map { "\($0)" } ?? context.debugDescription
      return context.codingPath.isEmpty
        ? "not JSON: \(underlying)" : "\(path(context)): \(context.debugDescription)"
    @unknown default: return "\(self)"
    }
  }
}
