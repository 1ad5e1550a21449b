import LatheCore

/// Values read as what a column held in training, however they are stored now.
extension Column.Values {
  /// How the values are stored, in a reader's words.
  var storageName: String {
    switch self {
    case .numbers: "numbers"
    case .categories: "categories"
    case .texts: "text"
    case .instants: "dates"
    }
  }

  /// The values as numbers, NaN where they are missing or cannot be read. O(rows).
  func numbers(report: inout ReadingReport) -> [Double] {
    if case .numbers(let numbers) = self { return numbers }
    return parsed(report: &report) { text in
      Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
  }

  /// The values as seconds since 1970, NaN where they are missing or cannot be read. O(rows).
  func instants(report: inout ReadingReport) -> [Double] {
    if case .instants(let seconds) = self { return seconds }
    return parsed(report: &report) { CalendarDate.seconds(parsing: $0) }
  }

  /// The values as text. O(bytes).
  func texts(report: inout ReadingReport) -> TextValues {
    switch self {
    case .texts(let texts):
      return texts
    case .categories(let categories):
      // A short file's text often looks like categories to the reader of the file; nothing is lost.
      return TextValues((0..<categories.codes.count).map { categories[$0] })
    case .numbers(let numbers):
      report.storage = storageName
      return TextValues(numbers.map { $0.isNaN ? nil : Self.text(of: $0) })
    case .instants(let seconds):
      report.storage = storageName
      return TextValues(seconds.map { CalendarDate(seconds: $0)?.text })
    }
  }

  /// A number as a person writes it: whole numbers without a fraction.
  static func text(of number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? "\(number)"
  }

  /// Each value parsed from its text; numbers and dates, which are not text, cannot be read as one another.
  private func parsed(report: inout ReadingReport, _ parse: (Substring) -> Double?) -> [Double] {
    report.storage = storageName
    func value(_ text: String, rows: Int, report: inout ReadingReport) -> Double {
      let trimmed = text.trimmingSpaces
      if let value = parse(trimmed) { return value }
      if !trimmed.isEmpty { report.countUnreadable(text, rows: rows) }
      return .nan
    }
    switch self {
    case .numbers(let others), .instants(let others):
      for other in others where !other.isNaN { report.countUnreadable(Self.text(of: other)) }
      return Array(repeating: .nan, count: others.count)
    case .texts(let texts):
      return (0..<texts.count).map { row in
        texts[row].map { value($0, rows: 1, report: &report) } ?? .nan
      }
    case .categories(let categories):
      guard categories.levels.count <= categories.codes.count else {
        return categories.codes.indices.map { row in
          categories[row].map { value($0, rows: 1, report: &report) } ?? .nan
        }
      }
      let counts = categories.levelCounts()
      let values = zip(categories.levels, counts).map { value($0, rows: $1, report: &report) }
      return categories.codes.map { $0 < 0 ? .nan : values[Int($0)] }
    }
  }
}

extension CategoricalValues {
  /// The rows of each level. O(rows).
  func levelCounts() -> [Int] {
    var counts = Array(repeating: 0, count: levels.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    return counts
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmingSpaces: Substring {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }
}
