import Foundation
import LatheCore

/// Finds columns that know the answer: one that alone predicts the target almost perfectly is more often a copy of
/// it, or recorded after the fact, than a lucky measurement.
public enum LeakageCheck {
  /// Rows looked at, drawn at random.
  private static let rowLimit = 10_000
  /// Labelled rows below which the check says nothing: by chance, one of many columns separates a few rows.
  private static let fewestRows = 200
  /// The score from which a column is suspect.
  private static let threshold = 0.98
  private static let neighbours = 5
  /// Classes of the target beyond which the check says nothing: it counts each class for each value of a column.
  private static let mostClasses = 1000

  /// One warning, `leakage-suspect`, for each column whose value alone predicts the target with a balanced accuracy,
  /// or for numbers a coefficient of determination, of 0.98 or more.
  ///
  /// One half of a sample of at most 10,000 labelled rows predicts the other: by the rows of equal category, or by
  /// the five nearest in value; that a value is missing counts as a category. Identifiers, constants, texts and moments
  /// are not looked at, nor is anything where the target has more than 1,000 classes.
  /// O(columns × sample × (log sample + classes)).
  public static func suspects(in frame: DataFrame, target: String, seed: UInt64 = 0) -> [Diagnostic] {
    guard let targetColumn = frame[target] else { return [] }
    var random = RandomSource(seed: seed, stream: "leakage")
    var rows = (0..<frame.rowCount).filter { !targetColumn.values.isMissing($0) }
    guard rows.count >= fewestRows else { return [] }
    rows.shuffle(using: &random)
    rows = Array(rows.prefix(rowLimit))
    let half = rows.count / 2
    let answers = Answers(targetColumn.values, rows: rows)
    guard answers.hasSpread, answers.classCount <= mostClasses else { return [] }
    return frame.columns.compactMap { column -> Diagnostic? in
      guard column.name != target, let inputs = inputs(of: column, rows: rows) else { return nil }
      let score = score(inputs, answers, half: half)
      guard score >= threshold else { return nil }
      let measure = answers.classCount > 0 ? "balanced accuracy" : "R²"
      return Diagnostic(
        .warning, code: "leakage-suspect",
        message: "Column \"\(column.name)\" alone predicts \"\(target)\" almost perfectly (\(measure) "
          + "\(String(format: "%.3f", score)) on \(rows.count - half) rows). If it is not known before the answer is, leave it out.",
        column: column.name)
    }
  }

  /// The target of the sampled rows, as classes or as numbers.
  private struct Answers {
    let values: [Double]
    /// The number of classes, 0 for numbers.
    let classCount: Int

    init(_ column: Column.Values, rows: [Int]) {
      switch column {
      case .categories(let categories):
        values = rows.map { Double(categories.codes[$0]) }
        classCount = categories.levels.count
      case .numbers(let numbers), .instants(let numbers):
        let found = rows.map { numbers[$0] }
        let distinct = Set(found).sorted()
        // Few distinct numbers are classes in all but name.
        if distinct.count <= 10 {
          let codes = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, Double($0)) })
          values = found.map { codes[$0] ?? 0 }
          classCount = distinct.count
        } else {
          values = found
          classCount = 0
        }
      case .texts:
        values = []
        classCount = 0
      }
    }

    var hasSpread: Bool { values.contains { $0 != values[0] } }
  }

  private static func inputs(of column: Column, rows: [Int]) -> [Double]? {
    switch (column.kind, column.values) {
    case (.identifier, _), (.constant, _), (_, .texts), (_, .instants): nil
    case (_, .numbers(let numbers)): rows.map { numbers[$0] }
    case (_, .categories(let categories)):
      rows.map { Double(categories.codes[$0]) }
    }
  }

  /// Rows of one half with equal input, and the sum of their answers by class.
  fileprivate struct Group {
    let input: Double
    var count = 0
    var sums: [Double]
  }

  private static func score(_ inputs: [Double], _ answers: Answers, half: Int) -> Double {
    let width = max(answers.classCount, 1)
    func add(_ row: Int, to group: inout Group) {
      group.count += 1
      if answers.classCount > 0 {
        group.sums[Int(answers.values[row])] += 1
      } else {
        group.sums[0] += answers.values[row]
      }
    }
    var missing = Group(input: .nan, sums: [Double](repeating: 0, count: width))
    var groups: [Group] = []
    for row in (0..<half).sorted(by: { inputs[$0] < inputs[$1] || inputs[$1].isNaN && !inputs[$0].isNaN }) {
      if inputs[row].isNaN {
        add(row, to: &missing)
        continue
      }
      if groups.last?.input != inputs[row] {
        groups.append(Group(input: inputs[row], sums: [Double](repeating: 0, count: width)))
      }
      add(row, to: &groups[groups.count - 1])
    }
    let predictions = (half..<inputs.count).map { row in
      inputs[row].isNaN
        ? missing.prediction(answers.classCount) : predict(inputs[row], groups, answers.classCount)
    }
    return answers.classCount > 0
      ? balancedAccuracy(predictions, answers.values[half...], classes: answers.classCount)
      : determination(predictions, answers.values[half...])
  }

  /// The answer of the rows with this input, or of those nearest to it.
  private static func predict(_ input: Double, _ groups: [Group], _ classCount: Int) -> Double? {
    guard let first = groups.first else { return nil }
    var low = 0
    var high = groups.count
    while low < high {
      let middle = (low + high) / 2
      if groups[middle].input < input { low = middle + 1 } else { high = middle }
    }
    if low < groups.count, groups[low].input == input { return groups[low].prediction(classCount) }
    var pool = Group(input: input, sums: [Double](repeating: 0, count: first.sums.count))
    var below = low - 1
    var above = low
    while pool.count < neighbours, below >= 0 || above < groups.count {
      let takesBelow =
        above >= groups.count || below >= 0 && input - groups[below].input <= groups[above].input - input
      let group = takesBelow ? groups[below] : groups[above]
      pool.count += group.count
      for index in pool.sums.indices { pool.sums[index] += group.sums[index] }
      if takesBelow { below -= 1 } else { above += 1 }
    }
    return pool.prediction(classCount)
  }

  private static func balancedAccuracy(_ predictions: [Double?], _ truth: ArraySlice<Double>, classes: Int)
    -> Double
  {
    var right = [Double](repeating: 0, count: classes)
    var total = right
    for (prediction, answer) in zip(predictions, truth) {
      total[Int(answer)] += 1
      if prediction == answer { right[Int(answer)] += 1 }
    }
    let recalls = zip(right, total).filter { $1 > 0 }.map { $0 / $1 }
    return recalls.count < 2 ? 0 : recalls.reduce(0, +) / Double(recalls.count)
  }

  private static func determination(_ predictions: [Double?], _ truth: ArraySlice<Double>) -> Double {
    let mean = truth.reduce(0, +) / Double(max(truth.count, 1))
    var residual = 0.0
    var spread = 0.0
    for (prediction, answer) in zip(predictions, truth) {
      residual += pow(answer - (prediction ?? mean), 2)
      spread += pow(answer - mean, 2)
    }
    return spread > 0 ? 1 - residual / spread : 0
  }
}

extension LeakageCheck.Group {
  /// The most frequent class, or the mean.
  fileprivate func prediction(_ classCount: Int) -> Double? {
    guard count > 0 else { return nil }
    guard classCount > 0 else { return sums[0] / Double(count) }
    return sums.indices.max { sums[$0] < sums[$1] }.map(Double.init)
  }
}

extension Column.Values {
  /// Whether a row has no value.
  func isMissing(_ row: Int) -> Bool {
    switch self {
    case .numbers(let numbers), .instants(let numbers): numbers[row].isNaN
    case .categories(let categories): categories.codes[row] < 0
    case .texts(let texts): texts.isMissing(row)
    }
  }
}
