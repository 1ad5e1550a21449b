import LatheCore

/// A target column read as a learning problem: what is predicted, why, and the target of each labelled row.
struct TargetColumn: Sendable {
  let problem: LearningProblem
  /// Why this task, for a person.
  let reason: String
  /// One target a row of the file; NaN where the target is missing.
  let targets: [Double]

  /// At most this many distinct whole numbers are taken for classes.
  static let mostNumericClasses = 20
  /// More classes than this are refused.
  static let mostClasses = 1_000

  /// Reads `column`, with the task inferred unless `task` is given.
  init(_ column: Column, task: PredictionTask?, loss: RegressionLoss?) throws(AutoMLError) {
    let loss = loss ?? .squaredError
    switch column.values {
    case .categories(let categories):
      if task == .regression {
        guard let numbers = Self.numbers(categories) else {
          throw .target(
            column: column.name, reason: "its values are labels, not numbers",
            remedy:
              "Leave out --task, --loss and metrics of numbers, or clean the column so that every value is a number."
          )
        }
        try self.init(numbers: numbers, name: column.name, loss: loss, reason: "as asked for")
        return
      }
      try self.init(
        labels: column.name, codes: categories.codes.map(Int.init), levels: categories.levels, task: task,
        reason: "holds labels")
    case .texts(let texts):
      if task == .regression {
        throw .target(
          column: column.name, reason: "its values are texts, not numbers",
          remedy: "Clean the column so that every value is a number.")
      }
      let categories = CategoricalValues((0..<texts.count).lazy.map { texts[$0] })
      try self.init(
        labels: column.name, codes: categories.codes.map(Int.init), levels: categories.levels, task: task,
        reason: "holds texts")
    case .instants(let seconds):
      guard task == .regression else {
        throw .target(
          column: column.name, reason: "its values are dates",
          remedy: "Predict a number (--task regression predicts seconds since 1970), or a column of labels.")
      }
      try self.init(numbers: seconds, name: column.name, loss: loss, reason: "as asked for")
    case .numbers(let numbers):
      try self.init(numbers: numbers, column: column, task: task, loss: loss)
    }
  }

  /// The values of labels that all spell numbers, such as 0 and 1; `nil` for other labels.
  private static func numbers(_ categories: CategoricalValues) -> [Double]? {
    let values = categories.levels.map(Double.init)
    guard values.allSatisfy({ $0?.isFinite == true }) else { return nil }
    return categories.codes.map { $0 < 0 ? .nan : values[Int($0)] ?? .nan }
  }

  private init(numbers: [Double], column: Column, task: PredictionTask?, loss: RegressionLoss)
    throws(AutoMLError)
  {
    let distinct = Self.distinctValues(numbers, atMost: Self.mostClasses + 1)
    let whole = distinct.allSatisfy { $0 == $0.rounded() && abs($0) < 1e15 }
    let present = numbers.count(where: { !$0.isNaN })
    let looksLikeClasses =
      whole
      && (distinct.count <= 2
        || (distinct.count <= Self.mostNumericClasses && present >= 10 * distinct.count
          && (distinct.last ?? 0) - (distinct.first ?? 0) < Double(2 * Self.mostNumericClasses)))
    let classify = task.map { $0 != .regression } ?? looksLikeClasses
    guard classify else {
      let count = distinct.count > Self.mostClasses ? "more than \(Self.mostClasses)" : "\(distinct.count)"
      try self.init(
        numbers: numbers, name: column.name, loss: loss,
        reason: task != nil
          ? "as asked for"
          : whole
            ? "holds \(count) distinct whole numbers, too many or too spread for classes"
            : "holds numbers with fractions")
      return
    }
    let levels = distinct.compactMap { LearningProblem.label(of: $0) }
    let code = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
    try self.init(
      labels: column.name, codes: numbers.map { code[$0] ?? -1 }, levels: levels, task: task,
      reason: "holds \(distinct.count) distinct whole numbers")
  }

  private init(numbers: [Double], name: String, loss: RegressionLoss, reason: String) throws(AutoMLError) {
    let present = numbers.lazy.filter { !$0.isNaN }
    guard let first = present.first else {
      throw .target(column: name, reason: "it has no value", remedy: "Choose another column with --target.")
    }
    guard present.contains(where: { $0 != first }) else {
      throw .target(
        column: name, reason: "target has a single value, \(first)", remedy: "Add rows with other values.")
    }
    if loss.isNonNegative, let negative = present.first(where: { $0 < 0 }) {
      throw .target(
        column: name, reason: "it holds \(negative), and this loss needs values at or above zero",
        remedy: "Choose another --loss, or clean the column.")
    }
    problem = .regression(loss: loss)
    self.reason = reason
    targets = numbers
  }

  private init(labels name: String, codes: [Int], levels: [String], task: PredictionTask?, reason: String)
    throws(AutoMLError)
  {
    var counts = [Int](repeating: 0, count: levels.count)
    for code in codes where code >= 0 { counts[code] += 1 }
    let used = levels.indices.filter { counts[$0] > 0 }.sorted { Self.precedes(levels[$0], levels[$1]) }
    let labelled = counts.reduce(0, +)
    switch used.count {
    case 0:
      throw .target(column: name, reason: "it has no value", remedy: "Choose another column with --target.")
    case 1:
      throw .target(
        column: name, reason: "target has a single value, \"\(levels[used[0]])\"",
        remedy: "Add rows of the other class, or choose another column with --target.")
    case 2...Self.mostClasses where task == nil && used.count > 50 && labelled < 5 * used.count:
      throw .target(
        column: name,
        reason: "it has \(used.count) distinct labels in \(labelled) rows, too few rows a class",
        remedy: "If the values are numbers, clean them; if they are classes, merge the rare ones.")
    case 2...Self.mostClasses: break
    default:
      throw .target(
        column: name, reason: "it has \(used.count) distinct labels, more than \(Self.mostClasses)",
        remedy: "If the values are numbers, clean them; if they are classes, merge the rare ones.")
    }
    if task == .binary, used.count != 2 {
      throw .target(
        column: name, reason: "it has \(used.count) classes, not two", remedy: "Use --task multiclass.")
    }
    var rank = [Double](repeating: .nan, count: levels.count)
    for (position, level) in used.enumerated() { rank[level] = Double(position) }
    problem = .classification(classes: used.map { levels[$0] })
    self.reason = task != nil ? "as asked for" : "\(reason), \(used.count) classes"
    targets = codes.map { $0 < 0 ? .nan : rank[$0] }
  }

  /// Numbers in order of size before labels in alphabetical order; false before true.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    switch (Double(left), Double(right)) {
    case (let left?, let right?): left < right
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): left < right
    }
  }

  private static func distinctValues(_ numbers: [Double], atMost limit: Int) -> [Double] {
    var seen: Set<Double> = []
    for number in numbers where !number.isNaN {
      seen.insert(number)
      if seen.count >= limit { break }
    }
    return seen.sorted()
  }
}
