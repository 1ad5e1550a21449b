import Foundation
import Search

// What is kept, and how it comes back.
extension StorageContractRun {
  static let unusualText = "a\"b\\c\n\t\u{1}\u{7f} {é} 'x'; DROP TABLE trial; -- 漢字 🧪 \u{2028}$1 %s"

  func keepsStudiesApart() throws {
    let names = [name, name + " " + Self.unusualText, name + " 2"]
    for name in names { try create(StudyDefinition(name: name, seed: UInt64(name.utf8.count))) }
    try require(
      try !storage.create(StudyDefinition(name: name, seed: 9)), "a study was created a second time")
    try requireEqual(
      try open().studyNames().filter { $0.hasPrefix(name) }, names, "the list of studies")
    _ = try storage.enqueue([["x": 1], ["x": 2]], study: names[1])
    _ = try storage.enqueue([["x": 3]], study: names[2])
    try requireEqual(
      try names.map { try storage.changes(study: $0, since: 0).trials.count }, [0, 2, 1], "trials")
    try storage.remove(study: names[1])
    try storage.remove(study: names[1])
    try requireEqual(
      try storage.studyNames().filter { $0.hasPrefix(name) }, [names[0], names[2]], "what is left")
    let isStudyError = { (error: SearchError) in if case .study = error { true } else { false } }
    try requireRefusal("a change of a study that was removed", isStudyError) {
      _ = try storage.enqueue([[:]], study: names[1])
    }
    try requireRefusal("reading a study that was removed", isStudyError) {
      _ = try storage.changes(study: names[1], since: 0)
    }
    try create(StudyDefinition(name: names[1]))
    try requireEqual(try storage.changes(study: names[1], since: 0).trials.count, 0, "trials of a new study")
  }

  func keepsDefinitionsExactly() throws {
    let space = try SearchSpace([
      Parameter("whole", .categorical([.number(1), .number(2.5), .integer(2), .text("1"), .boolean(true)])),
      Parameter("large", .ordinal([.number(1e300), .number(-0.1), .integer(.max), .integer(.min)])),
      Parameter(Self.unusualText, .categorical([.text(Self.unusualText), .text("")])),
      Parameter(
        "rate",
        .float(low: .leastNonzeroMagnitude, high: 1.7976931348623157e308, scale: .logarithmic, step: nil)),
      Parameter(
        "depth", .integer(low: -(1 << 53), high: 1 << 53, scale: .linear, step: 3),
        if: .init("whole", isOneOf: [.number(2.5)])),
    ])
    var definition = StudyDefinition(
      name: name, directions: [.maximize, .minimize], space: space, seed: .max, maximumStep: 81,
      created: Date(timeIntervalSince1970: 1_700_000_000.125), attributes: [Self.unusualText: "\0", "": ""])
    try create(definition)
    try requireSame(definition)
    definition.attributes["later"] = "yes"
    definition.space = try space.merging([Parameter("more", .boolean)])
    try storage.write(study: name) { (transaction) throws(SearchError) in try transaction.save(definition) }
    try requireSame(definition)
  }

  private func requireSame(_ definition: StudyDefinition) throws {
    guard let found = try open().changes(study: name, since: 0).definition else {
      throw violation("the changes since 0 have no definition")
    }
    let inside = try storage.write(study: name) { (transaction) throws(SearchError) in
      try transaction.definition()
    }
    for found in [found, inside] {
      try requireEqual(found.name, definition.name, "the name")
      try requireEqual(found.directions, definition.directions, "the directions")
      try requireEqual(found.space, definition.space, "the space")
      try requireEqual(found.isSpaceDeclared, definition.isSpaceDeclared, "whether the space is declared")
      try requireEqual(found.seed, definition.seed, "the seed")
      try requireEqual(found.maximumStep, definition.maximumStep, "the last step")
      try requireEqual(found.attributes, definition.attributes, "the attributes")
      try requireEqual(found.created, definition.created, "the date")
    }
  }

  func keepsTrialsExactly() throws {
    try create()
    var trial = TrialRecord(number: 0, state: .pruned)
    trial.parameters = [
      "real": .number(0.1 + 0.2), "whole": .number(3), "zero": .number(-0.0),
      "tiny": .number(.leastNonzeroMagnitude),
      "infinite": .number(-.infinity), "none": .number(.nan), "integer": .integer(.min),
      "yes": .boolean(true), "no": .boolean(false), "digits": .text("3"), "empty": .text(""),
      Self.unusualText: .text(Self.unusualText + "\0"), "": .text("{\"number\": \"inf\"}"),
    ]
    trial.values = [.infinity, -.infinity, .nan, .leastNormalMagnitude / 4, 3, .greatestFiniteMagnitude]
    trial.constraints = [-1.5, .nan]
    trial.attributes = [Self.unusualText: Self.unusualText, "zero\0": "\0", "": ""]
    trial.note = Self.unusualText
    trial.failure = Self.unusualText
    trial.wasEnqueued = true
    trial.isProposed = true
    trial.parent = 7
    trial.until = 27
    trial.worker = Self.unusualText
    trial.leaseEnd = Date(timeIntervalSince1970: 1_700_000_000.5)
    trial.attempts = 3
    trial.failedAttempts = 2
    trial.started = Date(timeIntervalSince1970: 1_700_000_001.25)
    trial.finished = Date(timeIntervalSince1970: 1_700_000_002.75)
    let (first, plain) = (trial, TrialRecord(number: 1, state: .waiting))
    try storage.write(study: name) { (transaction) throws(SearchError) in
      try transaction.save(first)
      try transaction.save(plain)
    }
    // All of it is there in two numbers that are not equal to themselves, hence texts are compared.
    try requireEqual("\(try self.trial(0).sorted)", "\(first.sorted)", "the trial")
    try requireEqual("\(try self.trial(1).sorted)", "\(plain.sorted)", "the plain trial")
    let inside = try storage.write(study: name) { (transaction) throws(SearchError) in
      try transaction.trial(0)
    }
    try requireEqual(inside.map { "\($0.sorted)" }, "\(first.sorted)", "the trial inside a transaction")
    let bits = try self.trial(0).values.map(\.bitPattern)
    try requireEqual(
      bits.filter { !Double(bitPattern: $0).isNaN },
      first.values.filter { !$0.isNaN }.map(\.bitPattern), "the bits of the results")
  }

  func keepsReports() throws {
    try create()
    let claim = Claim(try begin("a"), worker: "a")
    let reports = [(5, 0.5), (1, 0.1), (9, -.infinity), (5, 5.5), (7, .nan), (Int.max, 3), (-4, .infinity)]
    var before = try storage.changes(study: name, since: 0).revision
    for (step, value) in reports {
      let report = IntermediateValue(step: step, value: value)
      try storage.report(report, claim, study: name)
      let changes = try storage.changes(study: name, since: before)
      before = changes.revision
      try requireEqual(
        changes.trials.map { "\($0.number) \($0.reports)" }, ["0 \([report])"], "what a report changes")
    }
    let expected = [(-4, .infinity), (1, 0.1), (5, 5.5), (7, .nan), (9, -.infinity), (Int.max, 3)]
      .map { IntermediateValue(step: $0, value: $1) }
    try requireEqual("\(try trial(0).reports)", "\(expected)", "the reports")
    try storage.finish(claim, TrialResult(state: .complete, values: [1]), study: name)
    try requireEqual(try trial(0).reports.count, 6, "the number of reports after the end")
    try requireEqual(
      try storage.changes(study: name, since: before).trials.map(\.reports), [[]], "new reports")
    try storage.add([try trial(0)], study: name)
    try requireEqual("\(try trial(1).reports)", "\(expected)", "the reports of a trial that was added")
  }
}

extension TrialRecord {
  /// The trial with everything in an order, as a text in which equal trials are equal.
  fileprivate var sorted: [String] {
    Mirror(reflecting: self).children.map { child in
      let value =
        switch child.value {
        case let parameters as [String: ParameterValue]:
          "\(parameters.sorted { $0.key < $1.key }.map { "\($0.key): \(String(reflecting: $0.value))" })"
        case let notes as [String: String]: "\(notes.sorted { $0.key < $1.key })"
        case let date as Date?: "\(date?.timeIntervalSince1970 ?? .nan)"
        default: "\(child.value)"
        }
      return "\(child.label ?? ""): \(value)"
    }
  }
}
