import DataFrames
import LatheCore
import Metrics

/// The rows to learn from: labelled, with the columns sorted by their part in the fit.
struct TrainingTable: Sendable {
  /// What became of a column.
  enum Role: Sendable, Hashable {
    case feature
    case target
    case weight
    case group
    case time
    case dropped(String)
  }

  let problem: LearningProblem
  /// Why this task.
  let taskReason: String
  /// The columns to learn from.
  let inputs: DataFrame
  /// One target a row.
  let targets: [Double]
  /// Row weights as the user gave them, for training and for scores.
  let weights: [Double]?
  /// Row weights with the class weights, for training alone.
  let trainingWeights: [Double]?
  /// One group number a row.
  let groups: [Int]?
  /// One time a row.
  let times: [Double]?
  /// Every column of the file with its part.
  let roles: [(column: String, role: Role)]
  let diagnostics: [Diagnostic]

  /// The number of rows.
  var rowCount: Int { targets.count }

  /// Sorts `frame` into inputs, target and the rest, and drops what cannot be learnt from.
  init(_ frame: DataFrame, request: FitRequest) throws(AutoMLError) {
    func column(_ name: String, as role: String) throws(AutoMLError) -> Column {
      guard let column = frame[name] else {
        throw .missingColumn(name: name, role: role, available: frame.names)
      }
      return column
    }
    let target = try TargetColumn(
      try column(request.target, as: "target"), task: try request.statedTask(), loss: request.statedLoss)
    var diagnostics: [Diagnostic] = []
    let weightColumn: Column? =
      if let name = request.weightColumn { try column(name, as: "weight") } else { nil }
    let groupColumn: Column? =
      if let name = request.groupColumn { try column(name, as: "group") } else { nil }
    let timeColumn: Column? = if let name = request.timeColumn { try column(name, as: "time") } else { nil }
    for name in request.monotone.keys.sorted() { _ = try column(name, as: "monotone column") }
    for name in request.ignoredColumns.sorted() { _ = try column(name, as: "ignored column") }

    let allWeights = try weightColumn.map { column throws(AutoMLError) in try Self.weights(of: column) }
    let rows = (0..<frame.rowCount).filter { row in
      !target.targets[row].isNaN && (allWeights.map { $0[row] > 0 } ?? true)
    }
    let unlabelled = target.targets.count(where: \.isNaN)
    if unlabelled > 0 {
      diagnostics.append(
        Diagnostic(
          .warning, code: "target-missing",
          message: "\(unlabelled) of \(frame.rowCount) rows have no target and are left out",
          column: request.target))
    }
    let isWhole = rows.count == frame.rowCount
    targets = isWhole ? target.targets : rows.map { target.targets[$0] }
    problem = target.problem
    taskReason = target.reason
    guard rows.count >= 4 else {
      throw .data(
        reason: "only \(rows.count) rows have a target and a weight",
        remedy: "Add rows; at least 4 are needed.")
    }
    weights = allWeights.map { weights in rows.map { weights[$0] } }
    groups = groupColumn.map { column in
      let all = column.groups()
      return rows.map { all[$0] }
    }
    times = try timeColumn.map { column throws(AutoMLError) in
      let all = try Self.times(of: column)
      return rows.map { all[$0] }
    }

    var roles: [(String, Role)] = []
    var inputs: Set<String> = []
    for column in frame.columns {
      let role: Role =
        switch column.name {
        case request.target: .target
        case request.weightColumn: .weight
        case request.groupColumn: .group
        case _ where request.ignoredColumns.contains(column.name): .dropped("ignored as asked")
        case request.timeColumn where column.kind == .identifier: .time
        default:
          switch column.kind {
          case .identifier: .dropped("names its row: \(column.kind.rawValue)")
          case .constant: .dropped("the same value everywhere")
          default: .feature
          }
        }
      if role == .feature { inputs.insert(column.name) }
      roles.append((column.name, role))
    }
    for name in request.monotone.keys.sorted() {
      guard inputs.contains(name), let kind = frame[name]?.kind, [.integer, .float, .boolean].contains(kind)
      else {
        throw .setting(
          name: "--monotone", reason: "column \"\(name)\" is no number among the inputs",
          remedy: "Constrain columns of numbers that are learnt from, or set the column's kind with --schema."
        )
      }
    }
    guard !inputs.isEmpty else {
      throw .data(
        reason: "no column is left to learn from", remedy: "Add columns, or set their kinds with --schema.")
    }
    let kept = frame.selectingColumns { inputs.contains($0.name) }
    self.inputs = isWhole ? kept : kept.selecting(rows: rows)
    self.roles = roles
    self.diagnostics = diagnostics
    trainingWeights = try Self.trainingWeights(
      request.classWeights, base: weights, targets: targets, problem: problem)
  }

  private static func trainingWeights(
    _ classWeights: FitRequest.ClassWeights, base: [Double]?, targets: [Double], problem: LearningProblem
  ) throws(AutoMLError) -> [Double]? {
    guard classWeights != .none else { return base }
    guard problem.isClassification else {
      throw .setting(
        name: "--class-weight", reason: "the target is a number", remedy: "Leave it out for a regression.")
    }
    var total = [Double](repeating: 0, count: problem.classes.count)
    for (row, target) in targets.enumerated() { total[Int(target)] += base?[row] ?? 1 }
    let all = total.reduce(0, +)
    let factors: [Double]
    switch classWeights {
    case .none: return base
    case .balanced: factors = total.map { $0 > 0 ? all / (Double(total.count) * $0) : 0 }
    case .explicit(let weights):
      if let unknown = weights.keys.sorted().first(where: { !problem.classes.contains($0) }) {
        throw .setting(
          name: "--class-weight", reason: "there is no class \"\(unknown)\"",
          remedy: "The classes are: \(problem.classes.prefix(20).joined(separator: ", ")).")
      }
      factors = problem.classes.map { weights[$0] ?? 1 }
    }
    return targets.enumerated().map { row, target in (base?[row] ?? 1) * factors[Int(target)] }
  }

  static func weights(of column: Column) throws(AutoMLError) -> [Double] {
    guard case .numbers(let weights) = column.values else {
      throw .setting(
        name: "--weight", reason: "column \"\(column.name)\" does not hold numbers",
        remedy: "Choose a column of numbers at or above zero.")
    }
    if let row = weights.firstIndex(where: { $0 < 0 }) {
      throw .setting(
        name: "--weight", reason: "column \"\(column.name)\" holds \(weights[row]) in row \(row + 1)",
        remedy: "Weights must be at or above zero.")
    }
    return weights.map { $0.isNaN ? 0 : $0 }
  }

  private static func times(of column: Column) throws(AutoMLError) -> [Double] {
    switch column.values {
    case .numbers(let times), .instants(let times):
      if let row = times.firstIndex(where: \.isNaN) {
        throw .setting(
          name: "--time-column", reason: "column \"\(column.name)\" has no value in row \(row + 1)",
          remedy: "Every row needs a time; remove the rows without one.")
      }
      return times
    case .categories, .texts:
      throw .setting(
        name: "--time-column", reason: "column \"\(column.name)\" holds neither dates nor numbers",
        remedy: "Give its date format with --schema.")
    }
  }
}

extension TrainingTable {
  private init(_ other: TrainingTable, rows: [Int]) {
    problem = other.problem
    taskReason = other.taskReason
    inputs = other.inputs.selecting(rows: rows)
    targets = rows.map { other.targets[$0] }
    weights = other.weights.map { weights in rows.map { weights[$0] } }
    trainingWeights = other.trainingWeights.map { weights in rows.map { weights[$0] } }
    groups = other.groups.map { groups in rows.map { groups[$0] } }
    times = other.times.map { times in rows.map { times[$0] } }
    roles = other.roles
    diagnostics = other.diagnostics
  }

  /// A sample of `limit` rows in their order: of each class its share but at least two rows, of timed rows the latest.
  func sampled(rows limit: Int, seed: UInt64) -> TrainingTable {
    guard limit < rowCount else { return self }
    if let times {
      let latest = targets.indices.sorted { (times[$0], $0) < (times[$1], $1) }.suffix(limit)
      return TrainingTable(self, rows: latest.sorted())
    }
    var source = RandomSource(seed: seed, stream: "row-sample")
    let order = Array(targets.indices).shuffled(using: &source)
    guard problem.isClassification else { return TrainingTable(self, rows: order.prefix(limit).sorted()) }
    var taken = [Int](repeating: 0, count: problem.classes.count)
    var rows: [Int] = []
    var rest: [Int] = []
    for row in order {
      let label = Int(targets[row])
      if taken[label] < 2 {
        taken[label] += 1
        rows.append(row)
      } else {
        rest.append(row)
      }
    }
    rows.append(contentsOf: rest.prefix(max(0, limit - rows.count)))
    return TrainingTable(self, rows: rows.sorted())
  }
}
