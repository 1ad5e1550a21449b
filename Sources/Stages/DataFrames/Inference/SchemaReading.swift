import CArrow
import LatheCore

/// Reads a column as the kind that is known beforehand.
struct SchemaReading {
  let schema: ColumnSchema
  let decimalComma: Bool

  /// What Arrow must leave as it is spelled, for this kind.
  var request: lathe_arrow_request {
    switch schema.kind {
    case .category, .boolean: LATHE_ARROW_AS_DICTIONARY
    case .text: LATHE_ARROW_AS_TEXT
    case .date, .dateTime: schema.format == nil ? LATHE_ARROW_AS_INFERRED : LATHE_ARROW_AS_DICTIONARY
    case .integer, .float, .identifier, .constant: LATHE_ARROW_AS_INFERRED
    }
  }

  /// Reads `raw`; values that do not fit become missing and are listed in the result.
  func read(_ raw: RawColumn) throws(DataFramesError) -> ColumnReading {
    switch schema.kind {
    case .integer, .float: number(raw)
    case .category, .boolean: category(raw)
    case .date, .dateTime: try moment(raw)
    case .text: ColumnReading(schema.name, .text, Self.strings(raw).texts())
    case .identifier, .constant: asStored(raw)
    }
  }

  private func asStored(_ raw: RawColumn) -> ColumnReading {
    let values: Column.Values =
      switch raw {
      case .missing(let rows): .numbers([Double](repeating: .nan, count: rows))
      case .numbers(let values, _): .numbers(Self.finite(values))
      case .instants(let values, _): .instants(values)
      case .categories, .texts: Self.strings(raw).texts()
      }
    return ColumnReading(schema.name, schema.kind, values)
  }

  private static func finite(_ values: [Double]) -> [Double] {
    var values = values
    _ = NumberSummary(cleaning: &values)
    return values
  }

  private static func strings(_ raw: RawColumn) -> StringColumn {
    switch raw {
    case .missing(let rows):
      return StringColumn(codes: [Int32](repeating: -1, count: rows), levels: [])
    case .numbers(let values, _), .instants(let values, _):
      let categories = CategoricalValues(values.lazy.map { $0.isNaN ? nil : $0.spelled })
      return StringColumn(codes: categories.codes, levels: categories.levels)
    case .categories(let codes, let levels):
      var column = StringColumn(codes: codes, levels: levels)
      column.normalize()
      return column
    case .texts(let texts):
      var column = StringColumn(texts)
      column.normalize()
      return column
    }
  }

  private func number(_ raw: RawColumn) -> ColumnReading {
    switch raw {
    case .missing(let rows):
      return ColumnReading(schema.name, schema.kind, .numbers([Double](repeating: .nan, count: rows)))
    case .numbers(let values, _):
      var reading = ColumnReading(schema.name, schema.kind, .numbers(Self.finite(values)))
      if schema.kind == .integer { noteFractions(values, &reading) }
      return reading
    case .instants(let values, _):
      return ColumnReading(schema.name, schema.kind, .numbers(values))
    case .categories, .texts:
      let column = Self.strings(raw)
      let values = column.profile().values.filter { !MissingMarkers.weak.contains($0.text) }
      let comma =
        NumberColumn(values[...], decimalComma: decimalComma).rows
          >= NumberColumn(values[...], decimalComma: !decimalComma).rows ? decimalComma : !decimalComma
      let found = NumberColumn(values[...], decimalComma: comma)
      let parsed = column.numbers(decimalComma: comma, prefix: found.prefix, suffix: found.suffix)
      var reading = ColumnReading(schema.name, schema.kind, .numbers(Self.finite(parsed.values)))
      reading.mismatches = (column.places(parsed.failedRows), parsed.failed)
      return reading
    }
  }

  private func noteFractions(_ values: [Double], _ reading: inout ColumnReading) {
    for (row, value) in values.enumerated() where value.isFinite && value != value.rounded() {
      reading.mismatches.count += 1
      if reading.mismatches.examples.count < 5 {
        reading.mismatches.examples.append(DataFramesError.ValuePlace(row: row + 1, value: value.spelled))
      }
    }
  }

  private func category(_ raw: RawColumn) -> ColumnReading {
    let column = Self.strings(raw)
    guard schema.kind == .boolean, case .categories(let categories) = column.categories() else {
      return ColumnReading(schema.name, schema.kind, column.categories())
    }
    let levels = BooleanWords.ordered(categories.levels)
    var reading = ColumnReading(
      schema.name, schema.kind, .categories(column.recoded(into: Array(levels.prefix(2)))))
    if levels.count > 2 {
      let surplus = Set(levels.dropFirst(2))
      let rows = categories.codes.indices.filter { categories[$0].map(surplus.contains) ?? false }
      reading.mismatches = (column.places(Array(rows.prefix(5))), rows.count)
    }
    return reading
  }

  private func moment(_ raw: RawColumn) throws(DataFramesError) -> ColumnReading {
    var reading: ColumnReading
    switch raw {
    case .missing(let rows):
      reading = ColumnReading(schema.name, schema.kind, .instants([Double](repeating: .nan, count: rows)))
    case .instants(let values, _):
      reading = ColumnReading(schema.name, schema.kind, .instants(values))
    case .numbers, .categories, .texts:
      let column = Self.strings(raw)
      let formats = try self.formats(for: column)
      let parsed = column.instants(formats)
      reading = ColumnReading(schema.name, schema.kind, .instants(parsed.seconds))
      reading.mismatches = (column.places(parsed.failedRows), parsed.failed)
    }
    reading.dateFormat = schema.format
    return reading
  }

  private func formats(for column: StringColumn) throws(DataFramesError) -> [DateFormat] {
    guard let patterns = schema.format else { return DateDetector.examine(column.profile().values).formats }
    var formats: [DateFormat] = []
    for pattern in patterns.split(separator: "|") {
      guard let format = DateFormat(String(pattern)) else {
        throw .invalidSchema(
          path: "column \"\(schema.name)\"", reason: "\"\(pattern)\" is not a date format such as yyyy-MM-dd")
      }
      formats.append(format)
    }
    return formats
  }
}

/// The words for false and true.
enum BooleanWords {
  static let pairs = [("false", "true"), ("f", "t"), ("no", "yes"), ("n", "y"), ("off", "on"), ("0", "1")]
  private static let longestWord = 5

  /// `levels` with those for false and true first, in this order, and the others sorted behind them.
  ///
  /// The words are those of the first pair that is there, else, among more than two levels, those of the first pair of
  /// which one is: it keeps its place, and the other place goes to the first of the remaining levels.
  static func ordered(_ levels: [String]) -> [String] {
    let sorted = levels.sorted()
    var spelling: [String: String] = [:]
    for level in sorted where level.utf8.count <= longestWord {
      let word = level.lowercased()
      if spelling[word] == nil { spelling[word] = level }
    }
    let found = pairs.map { (no: spelling[$0.0], yes: spelling[$0.1]) }
    for pair in found {
      if let no = pair.no, let yes = pair.yes { return [no, yes] + sorted.filter { $0 != no && $0 != yes } }
    }
    guard levels.count > 2, let pair = found.first(where: { $0.no != nil || $0.yes != nil }) else {
      return sorted
    }
    let rest = sorted.filter { $0 != pair.no && $0 != pair.yes }
    if let no = pair.no { return [no] + rest }
    guard let yes = pair.yes, let first = rest.first else { return sorted }
    return [first, yes] + rest.dropFirst()
  }

  /// Whether both of the two `levels` are words for false and true, one of each.
  static func isPair(_ levels: [String]) -> Bool {
    let words = Set(levels.map { $0.lowercased() })
    return levels.count == 2 && pairs.contains { words == [$0.0, $0.1] }
  }
}
