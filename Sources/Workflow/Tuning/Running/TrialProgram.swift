import Foundation
import LatheCore
import Search

/// Why a trial has no result.
struct TrialFailure: Error, CustomStringConvertible {
  let description: String
}

/// Runs the program of a study for one trial after the other.
struct TrialProgram: Sendable {
  let file: StudyFile
  /// The seed of the study.
  let seed: UInt64
  let groups: ProcessGroups

  /// Runs a trial on a thread of its own, and gives its values, one an objective. Cancelling the task ends the program.
  func run(_ trial: Trial) async throws -> [Double] {
    let stop = StopSignal()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
          continuation.resume(with: Result { try run(trial, stop: stop) })
        }
      }
    } onCancel: {
      stop.request()
    }
  }

  private func run(_ trial: Trial, stop: StopSignal) throws -> [Double] {
    let folder = file.folder(ofTrial: trial.number)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw TuningError.file(
        path: folder.path, problem: "the folder cannot be made", remedy: "Check rights and space.")
    }
    if let name = file.passing.file { try write(trial.parameters, to: folder.appending(path: name)) }
    guard file.executions > 1 else {
      return try keep([execute(trial, 0, folder: folder, stop: stop)], of: trial)
    }
    return try runExecutions(trial, folder: folder, stop: stop)
  }

  /// Runs the program several times. Each execution is a report, by which hopeless trials are stopped early; a trial that
  /// is begun again keeps those it has made, where a report is all there is to keep of one.
  private func runExecutions(_ trial: Trial, folder: URL, stop: StopSignal) throws -> [Double] {
    let isReported = file.objectives.count == 1
    var outcomes: [Outcome] = []
    if isReported, file.constraints.isEmpty {
      outcomes = trial.earlierReports.map { Outcome(values: [$0.value], violations: []) }
    }
    let end = min(trial.until ?? file.executions, file.executions)
    for execution in outcomes.count..<max(end, outcomes.count) {
      let outcome = try execute(trial, execution, folder: folder, stop: stop)
      outcomes.append(outcome)
      guard isReported, let value = outcome.values.first else { continue }
      let decision = try trial.report(value, step: execution + 1)
      if decision != .proceed, execution + 1 < end { throw PrunedTrial() }
    }
    return try keep(outcomes, of: trial)
  }

  /// What one run of the program has found.
  private struct Outcome {
    var values: [Double]
    /// By how much the constraints are broken.
    var violations: [Double]
  }

  /// The means of the values; those of the constraints become the trial's.
  private func keep(_ outcomes: [Outcome], of trial: Trial) throws -> [Double] {
    func means(_ rows: [[Double]]) -> [Double] {
      guard let first = rows.first else { return [] }
      return first.indices.map { column in rows.reduce(0) { $0 + $1[column] } / Double(rows.count) }
    }
    let violations = means(outcomes.map(\.violations))
    if !violations.isEmpty { trial.setConstraints(violations) }
    return means(outcomes.map(\.values))
  }

  private func execute(
    _ trial: Trial, _ execution: Int, folder: URL, stop: StopSignal
  ) throws -> Outcome {
    let texts = places(of: trial, execution, folder: folder)
    let arguments = arguments(of: trial, texts)
    let log = try TrialLog(
      folder.appending(path: "log.txt"), heading: arguments.map(Self.quoted).joined(separator: " "))
    var results = TrialResults(file, places: texts)

    var lines = OutputLines()
    var failure: (any Error)?
    let start = ContinuousClock.now
    func take(_ line: String) {
      log.note(line)
      guard failure == nil, let report = results.read(line) else { return }
      // A trial that is to stop says nothing more; where there are executions, they are the steps.
      guard !trial.shouldStop, file.executions == 1 else { return }
      do { try trial.report(report.value, step: report.step) } catch { failure = error }
    }
    let ending = try ChildRun(
      arguments: arguments, environment: environment(texts),
      folder: file.folder.path, seconds: file.trialSeconds, graceSeconds: file.graceSeconds, groups: groups
    ).run(shouldStop: { stop.isRequested || trial.shouldStop || failure != nil }) { data in
      log.append(data)
      for line in lines.append(data) { take(line) }
    }
    if let line = lines.finish() { take(line) }
    let seconds = start.duration(to: .now) / .seconds(1)
    log.append("# \(Self.text(ending)) after \(String(format: "%.3f", seconds)) s\n")

    if let failure { throw failure }
    if trial.shouldStop { throw PrunedTrial() }
    if stop.isRequested { throw CancellationError() }
    guard ending == .exited(0) else {
      throw TrialFailure(
        description: "\(Self.text(ending))\(log.ending.isEmpty ? "" : "; its last lines: \(log.ending)")")
    }
    results.end(seconds: seconds, lastLines: log.ending)
    return Outcome(values: try results.values(), violations: try results.violations())
  }

  /// The command with values in its places; words with a place for a parameter that is not there are left out.
  private func arguments(of trial: Trial, _ texts: [String: String]) -> [String] {
    let words = file.command.compactMap { $0.text(texts) }
    let parameters = file.space.parameters.compactMap { parameter in
      texts[parameter.name].map { ["name": parameter.name, "value": $0] }
    }
    return words + parameters.flatMap { pair in file.passing.arguments.compactMap { $0.text(pair) } }
  }

  private func environment(_ texts: [String: String]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["LATHE_STUDY"] = file.name
    for place in StudyFile.trialPlaces {
      environment["LATHE_" + place.replacing(".", with: "_").uppercased()] = texts[place]
    }
    environment.merge(file.environment) { $1 }
    if let prefix = file.passing.variablePrefix {
      for parameter in file.space.parameters {
        environment[prefix + Self.variableName(parameter.name)] = texts[parameter.name]
      }
    }
    for (name, template) in file.passing.variables { environment[name] = template.text(texts) }
    return environment
  }

  private func places(of trial: Trial, _ execution: Int, folder: URL) -> [String: String] {
    var texts = trial.parameters.mapValues(\.description)
    let stream = "program \(trial.number)" + (execution == 0 ? "" : " execution \(execution)")
    var random = RandomSource(seed: seed, stream: stream)
    texts["trial.number"] = "\(trial.number)"
    texts["trial.folder"] = folder.path
    texts["trial.seed"] = "\(random.next() >> 33)"
    if file.executions > 1 {
      texts["trial.execution"] = "\(execution)"
    } else {
      texts["trial.until"] = (trial.until ?? file.maximumStep).map(String.init)
    }
    texts["trial.file"] = file.passing.file.map { folder.appending(path: $0).path }
    return texts
  }

  private func write(_ parameters: [String: ParameterValue], to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do { try encoder.encode(parameters).write(to: url, options: .atomic) } catch {
      throw TuningError.file(
        path: url.path, problem: "the parameters cannot be written", remedy: "Check rights and space.")
    }
  }

  private static func variableName(_ name: String) -> String {
    String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0)) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private static func text(_ ending: ChildRun.Ending) -> String {
    switch ending {
    case .exited(let status): "exit status \(status)"
    case .signalled(let signal): "ended by signal \(signal)"
    case .timedOut: "it took too long and was ended"
    case .stopped: "it was stopped"
    }
  }
}

extension StudyFile {
  /// The folder of one trial.
  func folder(ofTrial number: Int) -> URL {
    trialsFolder.appending(path: String(format: "%06d", number))
  }
}
