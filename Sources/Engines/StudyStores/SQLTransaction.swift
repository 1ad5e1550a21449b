import Foundation
import Search

/// Exclusive access to one study in a database.
struct SQLTransaction<Connection: SQLConnection>: StudyTransaction {
  let connection: Connection
  let now: Date
  private let study: SQLValue
  private let revisionBefore: Int
  private var revision: Int
  private var count: Int

  /// Begins with the row of the study, which nobody else can change meanwhile.
  init(_ connection: Connection, now: Date, study row: [SQLValue]) throws(SearchError) {
    guard row.count >= 3, let revision = row[1].integer, let count = row[2].integer else {
      throw connection.damaged("study")
    }
    self.connection = connection
    self.now = now
    study = row[0]
    revisionBefore = revision
    self.revision = revision
    self.count = count
  }

  /// Notes what has been changed; to be called before the transaction is committed.
  func finish() throws(SearchError) {
    guard revision > revisionBefore else { return }
    try run(SQLStatements.saveCounts, [SQLValue(revision), SQLValue(count), study])
  }

  func definition() throws(SearchError) -> StudyDefinition {
    guard let text = try connection.query(SQLStatements.definition, [study]).first?.first?.text else {
      throw connection.damaged("study")
    }
    return try DefinitionText.definition(text, place: connection.place)
  }

  mutating func save(_ definition: StudyDefinition) throws(SearchError) {
    revision += 1
    let text = try DefinitionText.text(definition, place: connection.place)
    try run(SQLStatements.saveDefinition, [.text(text), SQLValue(revision), study])
  }

  func trialCount() -> Int { count }

  func trial(_ number: Int) throws(SearchError) -> TrialRecord? {
    try connection.trials(SQLStatements.trial, [study, SQLValue(number)]).first
  }

  func firstWaiting() throws(SearchError) -> TrialRecord? {
    try connection.trials(SQLStatements.firstWaiting, [study]).first
  }

  func running() throws(SearchError) -> [TrialRecord] {
    try connection.trials(SQLStatements.running, [study])
  }

  mutating func save(_ trial: TrialRecord) throws(SearchError) {
    try check(trial.number, isBelow: count + 1)
    revision += 1
    try run(
      SQLStatements.saveTrial,
      [study, SQLValue(trial.number), SQLValue(revision)] + TrialRow.values(trial))
    count = max(count, trial.number + 1)
  }

  mutating func save(_ report: IntermediateValue, of number: Int) throws(SearchError) {
    try check(number, isBelow: count)
    revision += 1
    // SQLite has no "not a number": an absent value stands for it.
    let value = report.value.isNaN ? SQLValue.null : .real(report.value)
    try run(
      SQLStatements.saveReport,
      [study, SQLValue(number), SQLValue(report.step), value, SQLValue(revision)])
    try run(SQLStatements.markTrial, [SQLValue(revision), study, SQLValue(number)])
  }

  mutating func setLeaseEnd(_ end: Date, of number: Int) throws(SearchError) {
    try run(SQLStatements.moveLease, [.real(end.timeIntervalSince1970), study, SQLValue(number)])
  }

  private func check(_ number: Int, isBelow bound: Int) throws(SearchError) {
    guard (0..<bound).contains(number) else {
      throw .trial(number: number, problem: "there is no such trial")
    }
  }

  private func run(_ statement: String, _ arguments: [SQLValue]) throws(SearchError) {
    try connection.run(SQLRequest(statement, arguments))
  }
}

extension SQLConnection {
  func damaged(_ table: String) -> SearchError {
    .storage(
      place: place, message: "a row of the table \(table) makes no sense; restore the database from a copy")
  }

  func trials(_ statement: String, _ arguments: [SQLValue]) throws(SearchError) -> [TrialRecord] {
    try trials(query(statement, arguments))
  }

  private func trials(_ rows: [[SQLValue]]) throws(SearchError) -> [TrialRecord] {
    var trials: [TrialRecord] = []
    for row in rows {
      guard let trial = TrialRow.trial(row) else { throw damaged("trial") }
      trials.append(trial)
    }
    return trials
  }

  /// What has changed in a study, in a transaction that sees one state of the database.
  func changes(study name: String, since: Int) throws(SearchError) -> StudyChanges {
    // All at once, for a server may be far away.
    let found = try rows(of: SQLStatements.changes.map { SQLRequest($0, [SQLValue(since), SQLValue(name)]) })
    guard found.count == 3, let row = found[0].first else { throw .noStudy(name, in: place) }
    guard row.count == 2, let revision = row[0].integer else { throw damaged("study") }
    var changes = StudyChanges(definition: nil, trials: [], order: [], revision: revision)
    if let text = row[1].text { changes.definition = try DefinitionText.definition(text, place: place) }
    changes.trials = try trials(found[1])
    changes.order = changes.trials.map(\.number)
    changes.trials.sort { $0.number < $1.number }
    try addReports(found[2], to: &changes)
    return changes
  }

  private func addReports(_ rows: [[SQLValue]], to changes: inout StudyChanges) throws(SearchError) {
    var place = 0
    for row in rows {
      guard row.count == 3, let number = row[0].integer, let step = row[1].integer else {
        throw damaged("report")
      }
      // Both are in the order of numbers, and a trial with new reports has changed.
      while place < changes.trials.count, changes.trials[place].number < number { place += 1 }
      guard place < changes.trials.count, changes.trials[place].number == number else {
        throw damaged("report")
      }
      changes.trials[place].reports.append(IntermediateValue(step: step, value: row[2].real ?? .nan))
    }
  }
}
