/// What strings have in common when they are numbers with one unit.
struct NumberColumn {
  /// Rows whose value is such a number.
  private(set) var rows = 0
  /// All rows.
  private(set) var total = 0
  private(set) var prefix = ""
  private(set) var suffix = ""
  private(set) var isGrouped = false
  private(set) var isWhole = true
  private(set) var example = ""
  /// Rows with a whole number so large that a double does not tell it from its neighbours.
  private(set) var inexactRows = 0

  /// Examines distinct values with their numbers of rows. Of several units only the most frequent is accepted.
  init(_ values: ArraySlice<(text: String, count: Int)>, decimalComma: Bool) {
    struct Affixes: Hashable { let prefix, suffix: String }
    var tally: [Affixes: Int] = [:]
    let parsed = values.map { NumberText($0.text, decimalComma: decimalComma) }
    for (number, value) in zip(parsed, values) {
      total += value.count
      if let number, !number.prefix.isEmpty || !number.suffix.isEmpty {
        tally[Affixes(prefix: number.prefix, suffix: number.suffix), default: 0] += value.count
      }
    }
    let unit = tally.max {
      ($0.value, $1.key.prefix, $1.key.suffix) < ($1.value, $0.key.prefix, $0.key.suffix)
    }?.key
    prefix = unit?.prefix ?? ""
    suffix = unit?.suffix ?? ""
    for (number, value) in zip(parsed, values) {
      guard let number, Self.fits(number, prefix, suffix) else { continue }
      rows += value.count
      isGrouped = isGrouped || number.isGrouped
      isWhole = isWhole && (number.isWhole || number.value.isInfinite)
      if number.isWhole && abs(number.value) >= 0x1p53 { inexactRows += value.count }
      if example.isEmpty, !number.prefix.isEmpty || !number.suffix.isEmpty { example = value.text }
    }
  }

  /// The share of rows that are such numbers.
  var share: Double { total == 0 ? 0 : Double(rows) / Double(total) }

  /// Whether a number carries no unit, or this one.
  static func fits(_ number: NumberText, _ prefix: String, _ suffix: String) -> Bool {
    number.prefix.isEmpty && number.suffix.isEmpty || number.prefix == prefix && number.suffix == suffix
  }
}
