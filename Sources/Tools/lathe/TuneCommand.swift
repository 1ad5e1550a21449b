import ArgumentParser
import Foundation
import LatheCore
import Search
import Tuning

/// `lathe tune`: finds the best parameters of a program.
struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Find the best parameters of any program.",
    discussion: """
      Runs the command of a study file once a trial; Documentation/study-file.md describes the file.
      Logs lie in STUDY.trials, the study in STUDY.db and the report in STUDY.html, beside the file.
      Ctrl-C ends the programs and gives their trials back; --resume goes on where a run was stopped.
      """)

  @Argument(help: "The study file, YAML or JSON.", completion: .file(extensions: ["yaml", "yml", "json"]))
  var study: String

  @Flag(help: "Go on with a study that exists.")
  var resume = false

  @Option(help: "How many trials the study is to have, those of earlier runs included.")
  var trials: Int?

  @Option(help: "How long this run may last: 90, 60s, 5m, 1h.")
  var time: Seconds?

  @Option(help: "How many trials run at a time.")
  var parallel: Int?

  @OptionGroup var strategies: StrategyOptions

  @Option(help: "The seed of every random choice in a new study.")
  var seed: UInt64?

  @Option(help: "Where the study lives: a file, memory, or postgresql://…")
  var storage: String?

  @Option(help: "The study's name in its storage.")
  var name: String?

  @Flag(help: "Print one JSON document instead of a table.")
  var json = false

  func validate() throws {
    if let trials, trials < 1 { throw ValidationError("--trials must be at least 1.") }
    if let parallel, !(1...1_024).contains(parallel) {
      throw ValidationError("--parallel must be from 1 to 1024.")
    }
  }

  func run() async throws {
    let file = try file()
    let stop = StopSignal()
    let groups = ProcessGroups()
    let interrupts = InterruptWatch(stop: stop) { groups.kill() }
    defer { interrupts.cancel() }
    let display = TuneDisplay(file: file)
    let run = TuneRun(
      file: file, storage: try StudyPlaces.open(file.storage), resumes: resume,
      command: CommandLine.arguments, groups: groups, stop: stop, emit: { display.show($0) })
    let summary = try await display.during { try await run.run() }
    print(json ? try summary.json() : StudyText.summary(summary))
  }

  /// The file, with what the command line says in place of what it says.
  private func file() throws -> StudyFile {
    var file = try StudyFile(contentsOf: URL(filePath: study))
    file.trials = trials ?? file.trials
    file.seconds = time?.value ?? file.seconds
    file.parallel = parallel ?? file.parallel
    file.sampler = try strategies.sampler(replacing: file.sampler)
    file.scheduler = try strategies.scheduler(replacing: file.scheduler)
    file.seed = seed ?? file.seed
    file.storage = storage ?? file.storage
    file.name = name ?? file.name
    return file
  }
}
