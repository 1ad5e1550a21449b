import ArgumentParser
import Foundation
import Reports
import Search
import Tuning

/// `lathe studies`: what has been tried, and what came of it.
struct StudiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "studies",
    abstract: "List, show, export, import, compare and remove studies.",
    discussion: """
      A study is named as STORAGE#NAME, as STORAGE if it is the only one there, or by its study file; STORAGE is a
      file such as study.db, or postgresql://…
      """,
    subcommands: [
      List.self, Show.self, Export.self, Import.self, Compare.self, Remove.self,
    ])

  /// `lathe studies list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the studies of a storage.")

    @Argument(help: "The storage, or a study file.", completion: .file())
    var storage: String

    @Flag(help: "Print one JSON document instead of a table.")
    var json = false

    func run() throws {
      let place = try StudyLocation(storage).openExisting(StudyPlaces.open)
      let entries = try place.studyNames().map { StudyEntry(try place.results(of: $0)) }
      print(json ? try StudyDocuments.json(entries) : StudyText.list(entries))
    }
  }

  /// `lathe studies show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a study: its best trials, and which parameters matter.")

    @Argument(help: "The study: STORAGE, STORAGE#NAME or a study file.", completion: .file())
    var study: String

    @Option(help: "How many of the best trials to show.")
    var trials = 10

    @Option(help: "Write the report, an HTML file, here.", completion: .file())
    var report: String?

    @Flag(help: "Print one JSON document instead of tables.")
    var json = false

    func run() throws {
      let (results, place) = try StudyLocation(study).results(StudyPlaces.open)
      if let report {
        try Output.write(
          StudyReport(StudyReportAssembler(results, place: place).content).html(), to: report)
      }
      print(
        json
          ? try StudyDocuments.json(StudyDocument(results, limit: trials))
          : StudyText.study(results, place: place, limit: trials))
    }
  }

  /// `lathe studies export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a study as JSON lines, with everything there is, or as CSV, a row a trial.")

    @Argument(help: "The study: STORAGE, STORAGE#NAME or a study file.", completion: .file())
    var study: String

    @Option(help: "jsonl or csv; by default what the name of the output says.")
    var format: StudyExport.Format?

    @Option(name: .shortAndLong, help: "The file to write; standard output if left out.", completion: .file())
    var output: String?

    func run() throws {
      let named = output.map { URL(filePath: $0).pathExtension }.flatMap(StudyExport.Format.init(rawValue:))
      let text = try StudyExport.text(
        StudyLocation(study).results(StudyPlaces.open).study, format ?? named ?? .jsonLines)
      if let output { try Output.write(text, to: output) } else { print(text, terminator: "") }
    }
  }

  /// `lathe studies import`.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add studies from what export wrote, or from an SQLite file of Optuna.")

    @Argument(help: "The file to read.", completion: .file())
    var file: String

    @Argument(help: "The storage to add to; a file is made if there is none.", completion: .file())
    var storage: String

    @Option(help: "The study to take, where the file has several.")
    var study: String?

    @Option(help: "What to call it; by default its own name.")
    var name: String?

    func run() throws {
      let names = try StudyImport(contentsOf: URL(filePath: file)).save(
        only: study, as: name, in: StudyPlaces.open(StudyLocation(storage).storage))
      for name in names { print("imported \(name)") }
    }
  }

  /// `lathe studies compare`.
  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare how quickly studies have found good values.",
      discussion: "Studies with one label, LABEL=STUDY, are repetitions, of which medians are shown.")

    @Argument(help: "Studies: STUDY or LABEL=STUDY.", completion: .file())
    var studies: [String]

    @Option(help: "Write a page with charts, an HTML file, here.", completion: .file())
    var report: String?

    @Flag(help: "Print one JSON document instead of tables.")
    var json = false

    func run() throws {
      let comparison = try StudyComparison(StudyGroups.read(studies, open: StudyPlaces.open))
      if let report {
        try Output.write(ComparisonReport(comparison.reportContent, date: Date()).html(), to: report)
      }
      print(json ? try StudyDocuments.json(comparison) : StudyText.comparison(comparison))
    }
  }

  /// `lathe studies remove`.
  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a study and its trials for good.")

    @Argument(help: "The study: STORAGE#NAME or a study file.", completion: .file())
    var study: String

    func run() throws {
      let location = try StudyLocation(study)
      guard location.name != nil else {
        throw ValidationError("Name the study to remove: \(study)#NAME.")
      }
      let storage = try location.openExisting(StudyPlaces.open)
      let name = try StudyLocation.choose(location.name, in: storage)
      try storage.remove(study: name)
      print("removed \(name)")
    }
  }
}

extension StudyExport.Format: ExpressibleByArgument {}

/// Files that commands write.
private enum Output {
  static func write(_ text: String, to path: String) throws {
    do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
      throw TuningError.file(
        path: path, problem: "the file cannot be written", remedy: "Check folder and rights.")
    }
  }
}
