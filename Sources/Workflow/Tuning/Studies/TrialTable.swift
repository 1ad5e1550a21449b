import Foundation
import Search

/// A table of trials in comma-separated values: what each column is stands before a colon in its heading.
struct TrialTable {
  private enum Column {
    case number, state, started, finished, worker, failure, seconds
    case value(Direction, String)
    case parameter(String)
    case constraint
    case attribute(String)
  }

  private let path: String
  private let columns: [Column]
  private let rows: [[String]]

  /// Reads a table.
  init(_ text: String, path: String) throws(TuningError) {
    guard let rows = CommaSeparated.rows(text) else {
      throw .file(path: path, problem: "a quote has no end", remedy: nil)
    }
    guard let header = rows.first else { throw .file(path: path, problem: "it is empty", remedy: nil) }
    self.path = path
    var columns: [Column] = []
    for heading in header {
      guard let column = Self.column(heading) else {
        throw .studyFile(
          path: path, line: 1, key: heading, problem: "this heading is not known",
          remedy: "Write minimize:NAME or maximize:NAME for results and parameter:NAME for parameters.")
      }
      columns.append(column)
    }
    self.columns = columns
    self.rows = Array(rows.dropFirst())
    guard columns.contains(where: { if case .value = $0 { true } else { false } }) else {
      throw .studyFile(
        path: path, line: 1, key: nil, problem: "there is no column with results",
        remedy: "Write minimize:NAME or maximize:NAME above one.")
    }
    if let index = self.rows.firstIndex(where: { $0.count != columns.count }) {
      throw .studyFile(
        path: path, line: index + 2, key: nil,
        problem: "there are \(self.rows[index].count) cells where the heading has \(columns.count)",
        remedy: nil)
    }
  }

  private static func column(_ heading: String) -> Column? {
    switch heading {
    case "number": return .number
    case "state": return .state
    case "started": return .started
    case "finished": return .finished
    case "worker": return .worker
    case "failure": return .failure
    case "seconds": return .seconds
    default: break
    }
    let parts = heading.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "parameter": return .parameter(parts[1])
    case "constraint": return .constraint
    case "attribute": return .attribute(parts[1])
    default: return Direction(rawValue: parts[0]).map { .value($0, parts[1]) }
    }
  }

  /// The study with the trials of the table. Its space is what the trials say: bounds are the values that occur.
  func results(name: String) throws -> StudyResults {
    var directions: [Direction] = []
    var names: [String] = []
    var parameters: [Parameter] = []
    for (index, column) in columns.enumerated() {
      switch column {
      case .value(let direction, let name):
        directions.append(direction)
        names.append(name)
      case .parameter(let name):
        if let domain = Self.domain(of: rows.map { $0[index] }.filter { !$0.isEmpty }) {
          parameters.append(Parameter(name, domain))
        }
      default: break
      }
    }
    var definition = StudyDefinition(name: name, directions: directions, space: nil)
    definition.space = try SearchSpace(parameters)
    definition.objectiveNames = names
    let axes = EncodedSpace(definition.space)
    return StudyResults(
      definition: definition,
      trials: try rows.enumerated().map { try trial(number: $0, cells: $1, axes) })
  }

  private func trial(number: Int, cells: [String], _ space: EncodedSpace) throws(TuningError) -> TrialRecord {
    func error(_ problem: String) -> TuningError {
      .studyFile(path: path, line: number + 2, key: nil, problem: problem, remedy: nil)
    }
    var trial = TrialRecord(number: number, state: .complete)
    for (cell, column) in zip(cells, columns) where !cell.isEmpty {
      switch column {
      case .number, .seconds: break
      case .state:
        guard let state = TrialState(rawValue: cell) else { throw error("there is no state \"\(cell)\"") }
        trial.state = state
      case .started: trial.started = try? Date(cell, strategy: .iso8601WithFraction)
      case .finished: trial.finished = try? Date(cell, strategy: .iso8601WithFraction)
      case .worker: trial.worker = cell
      case .failure: trial.failure = cell
      case .attribute(let name): trial.attributes[name] = cell
      case .value, .constraint:
        guard let value = Double(cell) else { throw error("\"\(cell)\" is not a number") }
        if case .constraint = column { trial.constraints.append(value) } else { trial.values.append(value) }
      case .parameter(let name):
        guard let axis = space.axisIndex(named: name).map({ space.axes[$0] }) else { continue }
        let value = Self.value(cell, in: axis.domain)
        guard axis.position(of: value) != nil else { throw error("\"\(cell)\" is not a value of \(name)") }
        trial.parameters[name] = value
      }
    }
    return trial
  }

  private static func domain(of cells: [String]) -> ParameterDomain? {
    guard !cells.isEmpty else { return nil }
    let integers = cells.compactMap { Int($0) }
    if integers.count == cells.count, let low = integers.min(), let high = integers.max() {
      return .integer(low: low, high: high)
    }
    let numbers = cells.compactMap { Double($0) }.filter(\.isFinite)
    if numbers.count == cells.count, let low = numbers.min(), let high = numbers.max() {
      return .float(low: low, high: high)
    }
    if cells.allSatisfy({ $0 == "true" || $0 == "false" }) { return .boolean }
    return .categorical(Set(cells).sorted().map(ParameterValue.text))
  }

  private static func value(_ cell: String, in domain: ParameterDomain) -> ParameterValue {
    switch domain {
    case .float: Double(cell).map(ParameterValue.number) ?? .text(cell)
    case .integer: Int(cell).map(ParameterValue.integer) ?? .text(cell)
    case .boolean: .boolean(cell == "true")
    case .categorical, .ordinal: .text(cell)
    }
  }
}
