import Foundation
import Search

/// What the program of one trial has found, in its output and in files.
struct TrialResults {
  private let file: StudyFile
  /// The files that values are read from.
  private let places: [ValueSource: URL]
  /// How those files were before the program ran.
  private let before: [ValueSource: FileStamp]
  private var reading: OutputReading
  private var reports: [Double] = []
  private var seconds = 0.0
  private var lastLines = ""

  /// The results of a program that is about to run, with texts for the places in names of files.
  init(_ file: StudyFile, places texts: [String: String]) {
    let sources = file.objectives.map(\.source) + file.constraints.map(\.source)
    var places: [ValueSource: URL] = [:]
    for source in sources {
      if case .json(let template, _) = source, let path = template.text(texts) {
        places[source] = URL(filePath: path, relativeTo: file.folder)
      }
    }
    self.file = file
    self.places = places
    before = places.compactMapValues(FileStamp.init)
    reading = OutputReading(sources, reports: file.reports)
  }

  /// Reads a line of output; the value on the way that it has, if it has one.
  mutating func read(_ line: String) -> IntermediateValue? {
    let report = reading.read(line)
    if let report { reports.append(report.value) }
    return report
  }

  /// The program has ended after `seconds`.
  mutating func end(seconds: Double, lastLines: String) {
    self.seconds = seconds
    self.lastLines = lastLines
  }

  /// The values, one an objective.
  func values() throws(TrialFailure) -> [Double] {
    var values: [Double] = []
    for objective in file.objectives { values.append(try value(objective.source, objective.name)) }
    return values
  }

  /// By how much the constraints are broken.
  func violations() throws(TrialFailure) -> [Double] {
    var violations: [Double] = []
    for constraint in file.constraints {
      violations.append(constraint.violation(try value(constraint.source, constraint.name)))
    }
    return violations
  }

  private func value(_ source: ValueSource, _ name: String) throws(TrialFailure) -> Double {
    switch source {
    case .seconds: return seconds
    case .lastReport, .bestReport:
      let best = file.objectives.first?.direction == .maximize ? reports.max() : reports.min()
      guard let value = source == .lastReport ? reports.last : best else {
        throw TrialFailure(description: "the program reported no values on the way")
      }
      return value
    case .json(_, let keys): return try number(keys, source, name)
    case .lastNumber, .line, .pattern:
      if let value = reading.values[source] { return value }
      if let text = reading.unreadable[source] {
        throw TrialFailure(description: "\(name): \"\(text.prefix(60))\" is not a number")
      }
      let output = lastLines.isEmpty ? "which is empty" : "which ends with: \(lastLines)"
      throw TrialFailure(description: "\(name) is not in the output, \(output)")
    }
  }

  private func number(
    _ keys: [String], _ source: ValueSource, _ name: String
  ) throws(TrialFailure) -> Double {
    guard let url = places[source], let data = try? Data(contentsOf: url) else {
      throw TrialFailure(
        description: "\(name): there is no file \(places[source]?.path ?? "") to read it from")
    }
    if let stamp = before[source], stamp == FileStamp(url) {
      throw TrialFailure(description: "\(name): \(url.path) is older than the trial")
    }
    guard let document = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) else {
      throw TrialFailure(description: "\(name): \(url.path) is not JSON")
    }
    guard let number = JSONNumber.find(keys, in: document) else {
      throw TrialFailure(
        description: "\(name): \(url.path) has no number at \(keys.joined(separator: "."))")
    }
    return number
  }
}

/// What tells that a file has been written anew.
private struct FileStamp: Equatable {
  let modified: Date?
  let size: Int?
  let number: Int?

  init?(_ url: URL) {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path) else { return nil }
    modified = attributes[.modificationDate] as? Date
    size = (attributes[.size] as? NSNumber)?.intValue
    number = (attributes[.systemFileNumber] as? NSNumber)?.intValue
  }
}
