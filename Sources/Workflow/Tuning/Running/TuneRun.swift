import Foundation
import LatheCore
import Reports
import Search

/// One run of `lathe tune`: trials of a program until there are enough, or time is up.
public struct TuneRun: Sendable {
  /// Trials of a study file that says neither how many nor how long.
  public static let defaultTrials = 100
  /// How often a trial is begun again whose run of `lathe tune` was killed.
  static let recoveries = 3

  private let file: StudyFile
  private let storage: any StudyStorage
  private let resumes: Bool
  private let command: [String]
  private let groups: ProcessGroups
  private let stop: StopSignal
  private let emit: @Sendable (TuneEvent) -> Void

  /// A run.
  ///
  /// - Parameters:
  ///   - file: What to tune and how.
  ///   - storage: Where the study lives.
  ///   - resumes: Whether it may go on with a study that exists.
  ///   - command: The command line, for the report.
  ///   - groups: Gets the processes that run.
  ///   - stop: Ends the run: running trials are given back.
  ///   - emit: Is told what happens, from several threads.
  public init(
    file: StudyFile, storage: any StudyStorage, resumes: Bool = false, command: [String] = [],
    groups: ProcessGroups = ProcessGroups(), stop: StopSignal = StopSignal(),
    emit: @escaping @Sendable (TuneEvent) -> Void = { _ in }
  ) {
    self.file = file
    self.storage = storage
    self.resumes = resumes
    self.command = command
    self.groups = groups
    self.stop = stop
    self.emit = emit
  }

  /// Runs the trials and writes the report.
  ///
  /// - Throws: ``TuningError`` if there is a study of the name that is not to be resumed, or no such program, and
  ///   `SearchError` from the study.
  public func run() async throws -> TuneSummary {
    let clock = ContinuousClock.now
    try checkProgram()
    let sampler = file.sampler ?? Self.defaultSampler
    let study = try await BlockingWork.run { try open(sampler) }
    let planned = file.trials ?? (file.seconds == nil ? Self.defaultTrials : nil)
    let ended = study.trials.count { $0.state.isFinal }
    emit(.started(trials: ended, planned: planned, sampler: sampler.description))
    let deadline = file.seconds.map(Deadline.after(seconds:)) ?? .never

    let outcome = await runTrials(study, planned: planned, deadline: deadline)
    try await BlockingWork.run { try study.refresh() }
    let results = StudyResults(definition: study.definition, trials: study.trials)
    let report = try writeReport(results)
    try outcome.get()

    let names = results.definition.objectiveNames
    let isComplete = planned.map { planned in
      results.trials.count { $0.state.isFinal } >= planned
    }
    return TuneSummary(
      study: file.name, storage: storage.place, sampler: sampler.description, explanation: study.explanation,
      ending: stop.isRequested
        ? .interrupted : isComplete ?? false || !deadline.hasPassed ? .complete : .time,
      counts: results.countByState, objectives: names,
      best: results.best.map { TrialDocument($0, objectives: names) },
      front: names.count > 1
        ? results.paretoFront.map { TrialDocument($0, objectives: names) } : nil,
      seconds: clock.duration(to: .now) / .seconds(1), report: report.path)
  }

  private static let defaultSampler: StrategyChoice = "auto"

  /// A program that is not there would fail in every trial.
  private func checkProgram() throws(TuningError) {
    guard let program = file.command.first?.text([:]) else { return }
    let search = (file.environment["PATH"] ?? ProcessInfo.processInfo.environment["PATH"] ?? "")
    let candidates =
      program.contains("/")
      ? [URL(filePath: program, relativeTo: file.folder)]
      : search.split(separator: ":").map { URL(filePath: String($0)).appending(path: program) }
    guard candidates.contains(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
      let isThere = candidates.contains { FileManager.default.fileExists(atPath: $0.path) }
      throw .program(
        name: program,
        problem: isThere
          ? "it is not a program that may be run"
          : program.contains("/") ? "there is no such program" : "it is not on the PATH")
    }
  }

  private func open(_ choice: StrategyChoice) throws -> Study {
    // Before the study is created: what cannot be must leave nothing behind. A command line may have changed the file.
    try file.checkScheduler()
    let sampler = try SamplerCatalog.sampler(choice)
    let scheduler = try file.chosenScheduler.flatMap { (choice) throws(SearchError) in
      try SchedulerCatalog.scheduler(choice)
    }
    let exists = try storage.studyNames().contains(file.name)
    if exists, !resumes {
      let count = try storage.changes(study: file.name, since: 0).trials.count
      throw TuningError.studyExists(name: file.name, place: storage.place, trials: count)
    }
    if !exists {
      // Created here, so that the names of the objectives and the command stay with the study.
      var definition = StudyDefinition(
        name: file.name, directions: file.objectives.map(\.direction), space: file.space, seed: file.seed,
        maximumStep: file.lastStep)
      definition.objectiveNames = file.objectives.map(\.name)
      if !command.isEmpty {
        definition.attributes["command"] = command.map(Self.withoutPassword).joined(separator: " ")
      }
      definition.attributes["sampler"] = choice.description
      definition.attributes["scheduler"] = file.chosenScheduler?.description
      _ = try storage.create(definition)
    }
    let study = try Study(
      file.name, space: file.space, directions: file.objectives.map(\.direction),
      sampler: sampler, scheduler: scheduler, storage: storage, seed: file.seed, maximumStep: file.lastStep,
      tolerance: Study.Tolerance(
        leaseSeconds: 30, retries: file.retries, recoveries: max(file.retries, Self.recoveries),
        consecutiveFailures: file.failures))
    if !exists, !file.enqueued.isEmpty { _ = try storage.enqueue(file.enqueued, study: file.name) }
    return study
  }

  /// A word of a command line as it may be kept and shown.
  static func withoutPassword(_ word: String) -> String {
    word.replacing(/:\/\/([^:\/@\s]*):[^\/\s]*@/) { "://\($0.1)@" }
      .replacing(/([?&]password=)[^&\s]*/) { "\($0.1)…" }
  }

  private func runTrials(
    _ study: Study, planned: Int?, deadline: Deadline
  ) async -> Result<Void, any Error> {
    let program = TrialProgram(file: file, seed: study.definition.seed, groups: groups)
    return await withTaskGroup(of: Result<Void, any Error>?.self) { group in
      group.addTask {
        do {
          try await study.run(
            trials: planned, parallel: file.parallel, deadline: deadline,
            onFinish: { trial in
              let results = StudyResults(definition: study.definition, trials: study.trials)
              let isBest =
                study.definition.directions.count == 1
                ? results.best?.number == trial.number
                : results.paretoFront.contains { $0.number == trial.number }
              emit(.ended(trial, isBest: isBest))
              return stop.isRequested ? .end : .goOn
            },
            objectives: { trial in
              emit(.began(trial: trial.number))
              defer { emit(.left(trial: trial.number)) }
              return try await program.run(trial)
            })
          return .success(())
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        // Signals arrive outside of Swift's tasks, so the wish to stop is looked for.
        while !stop.isRequested, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(50)) }
        return nil
      }
      var outcome: Result<Void, any Error> = .success(())
      while let result = await group.next() {
        if let result { outcome = result }
        group.cancelAll()
      }
      return outcome
    }
  }

  private func writeReport(_ results: StudyResults) throws(TuningError) -> URL {
    let url = file.reportFile
    let html = StudyReport(StudyReportAssembler(results, place: storage.place).content).html()
    do { try Data(html.utf8).write(to: url, options: .atomic) } catch {
      throw .file(path: url.path, problem: "the report cannot be written", remedy: "Check rights and space.")
    }
    return url
  }
}
