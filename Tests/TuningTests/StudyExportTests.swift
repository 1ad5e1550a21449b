import Foundation
import Search
import Testing

@testable import Tuning

@Suite struct StudyExportTests {
  /// A study with everything that can be hard to write.
  private func results() throws -> StudyResults {
    let space = try SearchSpace([
      Parameter("kind", .categorical(["tree", "a,b\"c\nd", 3, true])),
      Parameter("rate", .float(low: 0, high: 1)),
      Parameter("on", .boolean), Parameter("size", .integer(low: 1, high: 9)),
    ])
    var definition = StudyDefinition(
      name: "all", directions: [.minimize, .maximize], space: space, seed: 1 << 63,
      attributes: ["note": "ä\u{1F600}"])
    definition.objectiveNames = ["loss", "gain"]
    var trial = TrialRecord(number: 0, state: .complete)
    trial.parameters = ["kind": "a,b\"c\nd", "rate": .number(0.1 + 0.2), "on": true]
    trial.values = [1e-300, -.infinity]
    trial.constraints = [-0.5, .infinity]
    trial.reports = [IntermediateValue(step: 1, value: .nan), IntermediateValue(step: 3, value: 2)]
    trial.started = Date(timeIntervalSince1970: 1_800_000_000.25)
    trial.finished = Date(timeIntervalSince1970: 1_800_000_001.5)
    trial.attributes = ["who": "me, \"you\""]
    trial.worker = "w"
    var failed = TrialRecord(number: 1, state: .failed)
    failed.parameters = ["kind": "tree", "rate": 0.5, "size": 4]
    failed.failure = "line 1\r\nline 2"
    return StudyResults(definition: definition, trials: [trial, failed])
  }

  private func imported(_ text: String, _ name: String) throws -> StudyResults {
    let study = try TemporaryStudy()
    let studies = try StudyImport(contentsOf: study.write(text, to: name)).studies
    #expect(studies.count == 1)
    return try #require(studies.first)
  }

  @Test func `JSON lines keep everything`() throws {
    let results = try results()
    let text = try StudyExport.text(results, .jsonLines)
    #expect(text.split(separator: "\n").count == 3)
    let read = try imported(text, "s.jsonl")
    #expect(read.definition.space == results.definition.space && read.definition.seed == 1 << 63)
    #expect(read.definition.attributes == results.definition.attributes)
    #expect(read.trials[0].parameters == results.trials[0].parameters)
    #expect(
      read.trials[0].values == [1e-300, -.infinity] && read.trials[0].constraints == [-0.5, .infinity])
    #expect(read.trials[0].reports.map(\.step) == [1, 3] && read.trials[0].reports[0].value.isNaN)
    #expect(read.trials[0].seconds == 1.25 && read.trials[0].attributes == results.trials[0].attributes)
    #expect(read.trials[1].failure == "line 1\r\nline 2" && read.trials[1].state == .failed)
    #expect(try StudyExport.text(read, .jsonLines) == text)
  }

  @Test func `CSV keeps parameters, results and times, and is read again`() throws {
    let results = try results()
    let text = try StudyExport.text(results, .csv)
    let read = try imported(text, "table.csv")
    #expect(read.definition.name == "table" && read.definition.objectiveNames == ["loss", "gain"])
    #expect(read.definition.directions == [.minimize, .maximize] && !read.definition.isSpaceDeclared)
    #expect(read.trials[0].parameters["rate"] == .number(0.1 + 0.2))
    #expect(read.trials[0].parameters["kind"] == "a,b\"c\nd" && read.trials[0].parameters["on"] == true)
    #expect(
      read.trials[0].values == [1e-300, -.infinity] && read.trials[0].constraints == [-0.5, .infinity])
    #expect(read.trials[0].seconds == 1.25 && read.trials[0].attributes == ["who": "me, \"you\""])
    #expect(read.trials[1].parameters["size"] == 4 && read.trials[1].parameters["on"] == nil)
    #expect(read.trials[1].failure == "line 1\r\nline 2")
  }

  @Test func `an imported study stands in the storage under a name that is free`() throws {
    let study = try TemporaryStudy()
    let file = try study.write(try StudyExport.text(try results(), .jsonLines), to: "s.jsonl")
    let source = try StudyImport(contentsOf: file)
    #expect(try source.save(only: nil, as: nil, in: study.storage) == ["all"])
    #expect(throws: TuningError.self) { try source.save(only: nil, as: nil, in: study.storage) }
    #expect(try source.save(only: "all", as: "other", in: study.storage) == ["other"])
    let stored = try study.storage.results(of: "other")
    #expect(stored.trials.count == 2 && stored.trials[0].reports.count == 2)
    let error = #expect(throws: TuningError.self) { try source.save(only: "al", as: nil, in: study.storage) }
    #expect(error?.description.contains("Did you mean \"all\"?") == true)
  }

  @Test(arguments: [
    ("{}", "line 1"), ("", "empty"), ("a,b\n1,2\n", "this heading is not known"),
    ("minimize:x,state\n1,complete\n2\n", "line 3"), ("minimize:x\none\n", "\"one\" is not a number"),
    ("minimize:x,state\n1,done\n", "no state \"done\""), ("minimize:x\n\"1\n", "a quote has no end"),
    ("parameter:x\n1\n", "no column with results"),
  ])
  func `what cannot be understood is said with its line`(text: String, message: String) throws {
    let study = try TemporaryStudy()
    let url = try study.write(text, to: "file.txt")
    let error = #expect(throws: TuningError.self) { try StudyImport(contentsOf: url) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
