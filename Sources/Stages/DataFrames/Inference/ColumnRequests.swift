import CArrow

/// Says from a sample which columns Arrow should read as they are spelled.
enum ColumnRequests {
  /// One request a column: text for strings that hardly repeat, a dictionary for numbers that begin with a zero
  /// as codes do, else what Arrow infers.
  static func fromSample(_ records: [[String]], count: Int) -> [lathe_arrow_request] {
    (0..<count).map { column in
      let cells = records.lazy.filter { $0.count == count }.map { $0[column].trimmingSpaces }
        .filter { !MissingMarkers.isMissing($0) }
      return request(Array(cells))
    }
  }

  private static func request(_ cells: [String]) -> lathe_arrow_request {
    guard let first = cells.first else { return LATHE_ARROW_AS_INFERRED }
    // Post codes and the like: all digits, some with a zero in front of others.
    if cells.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) {
      // Arrow takes for a fraction what 64 bits do not hold, and then two identifiers may become one.
      if cells.contains(where: { $0.utf8.count > 18 }) { return LATHE_ARROW_AS_TEXT }
      let isCode = cells.contains(where: NumberText.isZeroPadded)
      return isCode ? LATHE_ARROW_AS_DICTIONARY : LATHE_ARROW_AS_INFERRED
    }
    guard cells.count >= 100, !NumberText.isPlainNumber(first), DateDetector.Finding.isNoDate(first) else {
      return LATHE_ARROW_AS_INFERRED
    }
    let isString = cells.count { !NumberText.isPlainNumber($0) } * 10 > cells.count * 9
    return isString && hardlyRepeats(cells) ? LATHE_ARROW_AS_TEXT : LATHE_ARROW_AS_INFERRED
  }

  /// Whether the next cell is more often a new value than a known one, which Good's estimate takes from the share of
  /// values seen once (Good, "The population frequencies of species", 1953). A dictionary would then not help, however
  /// often the commonest values come. A thousand values in a thousand cells do repeat, and are far smaller as codes.
  private static func hardlyRepeats(_ cells: [String]) -> Bool {
    var counts: [String: Int] = [:]
    for cell in cells { counts[cell, default: 0] += 1 }
    return counts.values.count { $0 == 1 } * 2 > cells.count
  }
}

extension DateDetector.Finding {
  /// Whether `text` cannot be a date.
  static func isNoDate(_ text: String) -> Bool {
    let finding = DateDetector.examine([(text, 1)])
    return finding.parsed + finding.ambiguous == 0
  }
}
