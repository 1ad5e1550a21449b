/// The range of a column of numbers, found in the pass that takes infinities out.
struct NumberSummary {
  private(set) var count = 0
  private(set) var infinities = 0
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  /// Whether each number is above the one before it.
  private(set) var isIncreasing = true

  /// Replaces infinite values by NaN and sums up the rest. O(rows).
  init(cleaning values: inout [Double]) {
    var count = 0
    var infinities = 0
    var minimum = Double.infinity
    var maximum = -Double.infinity
    var isIncreasing = true
    var last = -Double.infinity
    values.withUnsafeMutableBufferPointer { buffer in
      for index in buffer.indices {
        let value = buffer[index]
        if value.isNaN { continue }
        if value.isInfinite {
          infinities += 1
          buffer[index] = .nan
          continue
        }
        count += 1
        minimum = value < minimum ? value : minimum
        maximum = value > maximum ? value : maximum
        isIncreasing = isIncreasing && value > last
        last = value
      }
    }
    self.count = count
    self.infinities = infinities
    self.minimum = minimum
    self.maximum = maximum
    self.isIncreasing = isIncreasing
  }
}

/// Tells numbers that name rows from numbers that measure something.
enum RowIdentifier {
  private static let measures: Set<String> = [
    "year", "month", "day", "week", "hour", "minute", "second", "time", "date", "timestamp", "age", "period",
    "quarter",
  ]
  private static let names: Set<String> = [
    "id", "index", "idx", "key", "uid", "uuid", "guid", "row", "rowid", "nr", "no", "number", "instant", "pk",
  ]

  /// Whether whole numbers are an identifier: no value is missing, none comes twice, and
  /// they lie densely (at most four times as many numbers in the range as rows) in rising order or from 0 or 1 on,
  /// or the column is named like an identifier. A column named after a unit of time is none.
  static func isIdentifier(_ values: [Double], summary: NumberSummary, name: String) -> Bool {
    guard values.count >= 20, summary.count == values.count else { return false }
    let words = self.words(of: name)
    guard words.allSatisfy({ !measures.contains($0) }) else { return false }
    let isNamed = words.last.map(names.contains) ?? false || words.first == "id"
    let span = summary.maximum - summary.minimum + 1
    let isDense = span <= 4 * Double(values.count)
    if isDense && summary.isIncreasing { return true }
    if isDense && (isNamed || (0...1).contains(summary.minimum) && span <= 1.5 * Double(values.count)) {
      return areDistinct(values, from: summary.minimum, span: Int(span))
    }
    return isNamed
      && (summary.isIncreasing || Set(values.prefix(100_000)).count == min(values.count, 100_000))
  }

  private static func areDistinct(_ values: [Double], from minimum: Double, span: Int) -> Bool {
    var seen = [Bool](repeating: false, count: span)
    for value in values {
      let place = Int(value - minimum)
      if seen[place] { return false }
      seen[place] = true
    }
    return true
  }

  /// The words of `customerId`, `customer_id`, `Customer ID`, in small letters.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var previousIsLower = false
    for character in name {
      if !character.isLetter && !character.isNumber || character.isUppercase && previousIsLower {
        if !word.isEmpty { words.append(word.lowercased()) }
        word = ""
      }
      if character.isLetter || character.isNumber { word.append(character) }
      previousIsLower = character.isLowercase
    }
    if !word.isEmpty { words.append(word.lowercased()) }
    return words
  }
}
