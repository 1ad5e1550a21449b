extension LearningProblem {
  /// The targets that a labelled column holds for this problem, one a row: the index of the class, or the value.
  /// NaN where the value is missing, is none of ``classes``, or is no number.
  ///
  /// - Complexity: O(rows + levels).
  public func targets(of column: Column) -> [Double] {
    let index = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Double($0)) })
    func target(_ text: String?) -> Double {
      guard let text else { return .nan }
      return isClassification ? index[text] ?? .nan : Double(text).flatMap { $0.isFinite ? $0 : nil } ?? .nan
    }
    switch column.values {
    case .numbers(let numbers), .instants(let numbers):
      return isClassification ? numbers.map { target(Self.label(of: $0)) } : numbers
    case .categories(let categories):
      let ofLevel = categories.levels.map { target($0) }
      return categories.codes.map { $0 < 0 ? .nan : ofLevel[Int($0)] }
    case .texts(let texts):
      return (0..<texts.count).map { target(texts[$0]) }
    }
  }

  /// How a number is spelled as a class label: without a fraction where it has none. `nil` where it is missing.
  public static func label(of number: Double) -> String? {
    guard !number.isNaN else { return nil }
    return Int(exactly: number).map(String.init) ?? String(number)
  }
}
