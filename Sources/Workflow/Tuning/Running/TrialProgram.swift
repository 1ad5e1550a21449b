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
    let texts = places(of: trial, folder: folder)
    if let name = file.passing.file { try write(trial.parameters, to: folder.appending(path: name)) }
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
      // A trial that is to stop says nothing more.
      guard !trial.shouldStop else { return }
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
    let constraints = try results.violations()
    if !constraints.isEmpty { trial.setConstraints(constraints) }
    return try results.values()
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

  private func places(of trial: Trial, folder: URL) -> [String: String] {
    var texts = trial.parameters.mapValues(\.description)
    var random = RandomSource(seed: seed, stream: "program \(trial.number)")
    texts["trial.number"] = "\(trial.number)"
    texts["trial.folder"] = folder.path
    texts["trial.seed"] = "\(random.next() >> 33)"
    texts["trial.until"] = (trial.until ?? file.maximumStep).map(String.init)
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
