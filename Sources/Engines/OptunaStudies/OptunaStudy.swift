import Foundation
import GRDB
import Search

/// One study in a database of Optuna.
struct OptunaStudy {
  private let path: String
  private let name: String
  private let directions: [Direction]
  private var parameters: [Parameter] = []
  private var trials: [TrialRecord] = []
  private var attributes: [String: String] = [:]

  /// The study and its trials.
  var results: StudyResults {
    get throws {
      var definition = StudyDefinition(name: name, directions: directions, attributes: attributes)
      definition.space = try SearchSpace(parameters)
      definition.created = trials.compactMap(\.started).min() ?? definition.created
      return StudyResults(definition: definition, trials: trials)
    }
  }

  init(_ database: Database, _ row: CheckedRow, path: String) throws {
    let identifier: Int64 = try row.needed("study_id")
    self.path = path
    name = try row.needed("study_name")
    directions = try CheckedRow.fetch(
      database, "SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective", identifier,
      path: path
    ).map { $0.optional("direction") == "MAXIMIZE" ? .maximize : .minimize }
    guard !directions.isEmpty else {
      throw OptunaError(path: path, problem: "study \"\(name)\" has no direction")
    }
    attributes =
      try Self.attributes(
        path, database,
        sql: "SELECT study_id AS owner, key, value_json FROM study_user_attributes WHERE study_id = ?",
        identifier)[identifier] ?? [:]
    try readTrials(database, identifier)
  }

  private mutating func readTrials(_ database: Database, _ study: Int64) throws {
    let join = "JOIN trials USING (trial_id) WHERE study_id = ?"
    let values = try numbers(
      database, "SELECT trial_id, objective AS place, value, value_type FROM trial_values \(join)", study)
    let reports = try numbers(
      database,
      "SELECT trial_id, step AS place, intermediate_value AS value, intermediate_value_type AS value_type "
        + "FROM trial_intermediate_values \(join)", study)
    let notes = try Self.attributes(
      path, database, sql: "SELECT trial_id AS owner, key, value_json FROM trial_user_attributes \(join)",
      study)
    let systemNotes = try Self.attributes(
      path, database, sql: "SELECT trial_id AS owner, key, value_json FROM trial_system_attributes \(join)",
      study)
    let assignments = try readParameters(database, join, study)
    let rows = try CheckedRow.fetch(
      database,
      "SELECT trial_id, state, datetime_start, datetime_complete FROM trials WHERE study_id = ? "
        + "ORDER BY number", study, path: path)
    for row in rows {
      let identifier: Int64 = try row.needed("trial_id")
      let state: String = try row.needed("state")
      var trial = TrialRecord(number: trials.count, state: Self.state(state))
      trial.parameters = assignments[identifier] ?? [:]
      trial.reports = (reports[identifier] ?? []).map { IntermediateValue(step: $0.place, value: $0.value) }
      if trial.state == .complete {
        trial.values = (values[identifier] ?? []).map(\.value)
        guard trial.values.count == directions.count else {
          throw OptunaError(
            path: path,
            problem: "trial \(trial.number) of \"\(name)\" has \(trial.values.count) values for "
              + "\(directions.count) objectives")
        }
      }
      trial.attributes = notes[identifier] ?? [:]
      if let constraints = systemNotes[identifier]?["constraints"] {
        trial.constraints = (try? JSONDecoder().decode([Double].self, from: Data(constraints.utf8))) ?? []
      }
      trial.started = Self.date(row.optional("datetime_start"))
      trial.finished = trial.state.isFinal ? Self.date(row.optional("datetime_complete")) : nil
      trial.attempts = trial.started == nil ? 0 : 1
      if trial.state == .failed { trial.failure = "it failed in Optuna" }
      trials.append(trial)
    }
  }

  /// What each trial ran with; learns the space.
  private mutating func readParameters(
    _ database: Database, _ join: String, _ study: Int64
  ) throws -> [Int64: [String: ParameterValue]] {
    var assignments: [Int64: [String: ParameterValue]] = [:]
    var space = SearchSpace.empty
    // Trials repeat the few distributions there are, word for word.
    var known: [String: OptunaDistribution] = [:]
    let rows = try CheckedRow.fetch(
      database,
      "SELECT trial_id, param_name, param_value, distribution_json FROM trial_params \(join) "
        + "ORDER BY number, param_id", study, path: path)
    for row in rows {
      let name: String = try row.needed("param_name")
      let json: String = try row.needed("distribution_json")
      let key = "\(name)\n\(json)"
      let distribution: OptunaDistribution
      if let earlier = known[key] {
        distribution = earlier
      } else {
        guard let read = OptunaDistribution(json) else {
          throw OptunaError(
            path: path, problem: "parameter \"\(name)\" has a distribution that is not known: \(json)")
        }
        distribution = read
        known[key] = read
        space = try space.merging([Parameter(name, read.domain)])
      }
      guard let value = distribution.value(try row.needed("param_value")) else {
        throw OptunaError(
          path: path, problem: "parameter \"\(name)\" has a value outside of its distribution")
      }
      assignments[try row.needed("trial_id"), default: [:]][name] = value
    }
    parameters = space.parameters
    return assignments
  }

  private func numbers(
    _ database: Database, _ sql: String, _ study: Int64
  ) throws -> [Int64: [(place: Int, value: Double)]] {
    var numbers: [Int64: [(Int, Double)]] = [:]
    for row in try CheckedRow.fetch(database, sql + " ORDER BY place", study, path: path) {
      let value: Double =
        switch row.optional("value_type") as String? {
        case "INF_POS": .infinity
        case "INF_NEG": -.infinity
        default: row.optional("value") ?? .nan
        }
      numbers[try row.needed("trial_id"), default: []].append((try row.needed("place"), value))
    }
    return numbers
  }

  private static func attributes(
    _ path: String, _ database: Database, sql: String, _ study: Int64
  ) throws -> [Int64: [String: String]] {
    var attributes: [Int64: [String: String]] = [:]
    for row in try CheckedRow.fetch(database, sql, study, path: path) {
      let json: String = row.optional("value_json") ?? ""
      // A text is kept as it is, anything else as its JSON.
      let text = try? JSONDecoder().decode(String.self, from: Data(json.utf8))
      attributes[try row.needed("owner"), default: [:]][try row.needed("key")] = text ?? json
    }
    return attributes
  }

  private static func state(_ name: String) -> TrialState {
    switch name {
    case "COMPLETE": .complete
    case "PRUNED": .pruned
    case "RUNNING": .running
    case "WAITING": .waiting
    default: .failed
    }
  }

  /// Optuna writes local time without saying which; it is taken for this machine's.
  private static func date(_ text: String?) -> Date? {
    guard let text else { return nil }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    for format in ["yyyy-MM-dd HH:mm:ss.SSSSSS", "yyyy-MM-dd HH:mm:ss"] {
      formatter.dateFormat = format
      if let date = formatter.date(from: text) { return date }
    }
    return nil
  }
}
