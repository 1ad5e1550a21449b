import LatheCore

/// The levels of a category that training saw, and the code of each.
struct LevelTable: Sendable {
  /// The code of a value that is missing.
  static let missing: Int32 = -1
  /// The code of a value that is not among the levels.
  static let unseen: Int32 = -2

  /// The levels; the code of a level is its position.
  let levels: [String]
  private let codeOfLevel: [String: Int32]
  /// The codes of the levels that spell numbers, for values that arrive as numbers.
  private let codeOfNumber: [Double: Int32]

  init(levels: [String]) {
    self.levels = levels
    var codeOfLevel: [String: Int32] = [:]
    var codeOfNumber: [Double: Int32] = [:]
    for (code, level) in levels.enumerated() where codeOfLevel[level] == nil {
      codeOfLevel[level] = Int32(code)
      if let number = Double(level), number.isFinite, codeOfNumber[number] == nil {
        codeOfNumber[number] = Int32(code)
      }
    }
    self.codeOfLevel = codeOfLevel
    self.codeOfNumber = codeOfNumber
  }

  /// The levels of `categories` that at least `minimumRows` rows have, sorted by their bytes, so that neither the order of rows nor that of
  /// levels matters.
  init(of categories: CategoricalValues, minimumRows: Int) {
    let frequent = zip(categories.levels, categories.levelCounts()).filter { $0.1 >= minimumRows }
    self.init(levels: frequent.map(\.0).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  /// The code of a level, ``unseen`` if it is none.
  func code(_ level: String) -> Int32 { codeOfLevel[level] ?? Self.unseen }

  /// One code a row. O(rows), and one look-up for each level of the values rather than each row where that is less.
  func codes(_ values: Column.Values, report: inout ReadingReport) -> [Int32] {
    switch values {
    case .categories(let categories):
      return codes(categories, report: &report)
    case .texts(let texts):
      return (0..<texts.count).map { row in
        texts[row].map { code($0, rows: 1, report: &report) } ?? Self.missing
      }
    case .numbers(let numbers):
      report.storage = values.storageName
      return numbers.map { number in
        if number.isNaN { return Self.missing }
        if let code = codeOfNumber[number] { return code }
        return code(Column.Values.text(of: number), rows: 1, report: &report)
      }
    case .instants(let seconds):
      report.storage = values.storageName
      return seconds.map { second in
        CalendarDate(seconds: second).map { code($0.text, rows: 1, report: &report) } ?? Self.missing
      }
    }
  }

  private func codes(_ categories: CategoricalValues, report: inout ReadingReport) -> [Int32] {
    guard categories.levels.count <= categories.codes.count else {
      return categories.codes.indices.map { row in
        categories[row].map { code($0, rows: 1, report: &report) } ?? Self.missing
      }
    }
    let codeOfOther = categories.levels.map { code($0) }
    if codeOfOther.contains(Self.unseen) {
      let counts = categories.levelCounts()
      for (index, code) in codeOfOther.enumerated() where code == Self.unseen {
        report.countUnseen(categories.levels[index], rows: counts[index])
      }
    }
    return categories.codes.map { $0 < 0 ? Self.missing : codeOfOther[Int($0)] }
  }

  private func code(_ level: String, rows: Int, report: inout ReadingReport) -> Int32 {
    let code = code(level)
    if code == Self.unseen { report.countUnseen(level, rows: rows) }
    return code
  }

  func validate() throws(DamagedTransform) {
    try DamagedTransform.require(codeOfLevel.count == levels.count, "a level that occurs twice")
  }
}

extension LevelTable: Codable {
  init(from decoder: any Decoder) throws {
    self.init(levels: try decoder.singleValueContainer().decode([String].self))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(levels)
  }
}
