import Foundation
import Search

/// A trial as a row of the table `trial`.
enum TrialRow {
  /// The columns, without those that say where the row belongs.
  static let columns = [
    "state", "parameters", "results", "constraints", "attributes", "note", "failure", "enqueued", "proposed",
    "parent", "until", "worker", "lease_end", "attempts", "failed_attempts", "started", "finished",
    "parent_step",
  ]

  static func values(_ trial: TrialRecord) -> [SQLValue] {
    [
      .text(trial.state.rawValue), .text(ExactJSON.text(trial.parameters)),
      .text(ExactJSON.text(trial.values)),
      .text(ExactJSON.text(trial.constraints)), .text(ExactJSON.text(trial.attributes)),
      SQLValue(trial.note), SQLValue(trial.failure), SQLValue(trial.wasEnqueued ? 1 : 0),
      SQLValue(trial.isProposed ? 1 : 0), SQLValue(trial.parent), SQLValue(trial.until),
      SQLValue(trial.worker), SQLValue(trial.leaseEnd?.timeIntervalSince1970), SQLValue(trial.attempts),
      SQLValue(trial.failedAttempts), SQLValue(trial.started?.timeIntervalSince1970),
      SQLValue(trial.finished?.timeIntervalSince1970), SQLValue(trial.parentStep),
    ]
  }

  /// The trial in a row of its number and `columns`; `nil` if the row makes no sense.
  static func trial(_ row: [SQLValue]) -> TrialRecord? {
    guard row.count == columns.count + 1, let number = row[0].integer,
      let state = row[1].text.flatMap(TrialState.init(rawValue:)),
      let parameters = row[2].text.flatMap(ExactJSON.parameters),
      let values = row[3].text.flatMap(ExactJSON.numbers),
      let constraints = row[4].text.flatMap(ExactJSON.numbers),
      let attributes = row[5].text.flatMap(ExactJSON.notes), let attempts = row[14].integer,
      let failedAttempts = row[15].integer
    else { return nil }
    var trial = TrialRecord(number: number, state: state)
    trial.parameters = parameters
    trial.values = values
    trial.constraints = constraints
    trial.attributes = attributes
    trial.note = row[6].text
    trial.failure = row[7].text
    trial.wasEnqueued = row[8].integer == 1
    trial.isProposed = row[9].integer == 1
    trial.parent = row[10].integer
    trial.until = row[11].integer
    trial.worker = row[12].text
    trial.leaseEnd = row[13].real.map(Date.init(timeIntervalSince1970:))
    trial.attempts = attempts
    trial.failedAttempts = failedAttempts
    trial.started = row[16].real.map(Date.init(timeIntervalSince1970:))
    trial.finished = row[17].real.map(Date.init(timeIntervalSince1970:))
    trial.parentStep = row[18].integer
    return trial
  }
}

/// A definition as a text.
enum DefinitionText {
  static func text(_ definition: StudyDefinition, place: String) throws(SearchError) -> String {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .secondsSince1970
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if let key = CodingUserInfoKey.exactNumbers { encoder.userInfo[key] = true }
    do { return String(decoding: try encoder.encode(definition), as: UTF8.self) } catch {
      throw .storage(place: place, message: "the study cannot be written: \(error)")
    }
  }

  static func definition(_ text: String, place: String) throws(SearchError) -> StudyDefinition {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    do { return try decoder.decode(StudyDefinition.self, from: Data(text.utf8)) } catch {
      throw .storage(place: place, message: "a study's definition cannot be read: \(error)")
    }
  }
}

extension StudyDefinition {
  /// The definition as a text, if it can be kept.
  func checkedText(place: String) throws(SearchError) -> String {
    guard !name.contains("\0") else {
      throw .study(name: name, problem: "its name has a zero character", remedy: "Use another name.")
    }
    return try DefinitionText.text(self, place: place)
  }
}
