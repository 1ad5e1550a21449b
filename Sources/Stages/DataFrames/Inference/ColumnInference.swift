import LatheCore

/// Decides what a column holds from its values alone.
///
/// The thresholds are in the article <doc:DataFrames>.
struct ColumnInference {
  let name: String
  let decimalComma: Bool

  /// Rows below which uniqueness says nothing.
  private static let fewRows = 20
  /// The share of numbers, or of dates, from which the rest counts as missing.
  private static let tolerance = 0.98

  func infer(_ raw: RawColumn) -> ColumnReading {
    switch raw {
    case .missing(let rows): allMissing(rows)
    case .numbers(let values, let isInteger): numbers(values, isInteger: isInteger)
    case .instants(let values, let isDate): instants(values, isDate: isDate, formats: [])
    case .categories(let codes, let levels): strings(StringColumn(codes: codes, levels: levels))
    case .texts(let texts): strings(StringColumn(texts))
    }
  }

  private func allMissing(_ rows: Int) -> ColumnReading {
    var reading = ColumnReading(name, .constant, .numbers([Double](repeating: .nan, count: rows)))
    reading.warn("all-missing", "Column \"\(name)\" has no value in any row; it is not used.")
    return reading
  }

  // MARK: Numbers

  func numbers(_ values: [Double], isInteger: Bool) -> ColumnReading {
    var values = values
    let summary = NumberSummary(cleaning: &values)
    let rows = values.count
    guard summary.count > 0 else {
      var reading = allMissing(rows)
      noteInfinities(summary, &reading)
      return reading
    }
    var reading: ColumnReading
    if summary.minimum == summary.maximum && summary.count == rows {
      reading = ColumnReading(name, .constant, .numbers(values))
      reading.warn(
        "constant", "Column \"\(name)\" is \(summary.minimum.spelled) in every row; it is not used.")
    } else if isInteger && summary.minimum == 0 && summary.maximum == 1 {
      let codes = values.map { $0.isNaN ? Int32(-1) : Int32($0) }
      reading = ColumnReading(
        name, .boolean, .categories(CategoricalValues(codes: codes, levels: ["0", "1"])))
    } else if isInteger && RowIdentifier.isIdentifier(values, summary: summary, name: name) {
      reading = ColumnReading(name, .identifier, .numbers(values))
      reading.warn(
        "identifier",
        "Column \"\(name)\" numbers the rows (\(summary.minimum.spelled) to \(summary.maximum.spelled), each once); "
          + "it is not used as a feature.")
    } else if isInteger, let days = Self.compactDates(values, summary) {
      reading = instants(days, isDate: true, formats: ["yyyyMMdd"])
      reading.note("dates", "Column \"\(name)\" is read as dates written like 20110131.")
    } else {
      reading = ColumnReading(name, isInteger ? .integer : .float, .numbers(values))
    }
    noteInfinities(summary, &reading)
    return reading
  }

  private func noteInfinities(_ summary: NumberSummary, _ reading: inout ColumnReading) {
    guard summary.infinities > 0 else { return }
    reading.warn(
      "infinite-values",
      "Column \"\(name)\" has \(summary.infinities) infinite \(summary.infinities == 1 ? "value" : "values"); "
        + "\(summary.infinities == 1 ? "it counts" : "they count") as missing.")
  }

  /// Whole numbers that are all dates such as 20110131.
  private static func compactDates(_ values: [Double], _ summary: NumberSummary) -> [Double]? {
    guard summary.minimum >= 19_000_101, summary.maximum <= 21_001_231, summary.count >= 3 else { return nil }
    var days = values
    for (index, value) in values.enumerated() where !value.isNaN {
      let number = Int(value)
      guard
        let day = CalendarDay.number(
          year: number / 10000, month: number / 100 % 100, day: number % 100)
      else { return nil }
      days[index] = Double(day) * 86400
    }
    return days
  }

  // MARK: Moments

  func instants(_ values: [Double], isDate: Bool, formats: [String]) -> ColumnReading {
    var first = Double.nan
    var differs = false
    var missing = 0
    var hasTime = false
    for value in values {
      if value.isNaN {
        missing += 1
      } else {
        if first.isNaN { first = value } else if value != first { differs = true }
        // Not the remainder, which takes a loop to find: a multiple comes back from the division as it was.
        if !hasTime, (value / 86400).rounded(.towardZero) * 86400 != value { hasTime = true }
      }
    }
    if missing == values.count { return allMissing(missing) }
    let kind: ColumnKind = isDate && !hasTime ? .date : .dateTime
    if !differs && missing == 0 {
      var reading = ColumnReading(name, .constant, .instants(values))
      reading.warn("constant", "Column \"\(name)\" is the same moment in every row; it is not used.")
      return reading
    }
    var reading = ColumnReading(name, kind, .instants(values))
    reading.dateFormat = formats.isEmpty ? nil : formats.joined(separator: "|")
    return reading
  }

  // MARK: Strings

  private func strings(_ original: StringColumn) -> ColumnReading {
    var column = original
    column.normalize()
    let profile = column.profile()
    guard profile.count > 0 else { return allMissing(column.rowCount) }
    if profile.isExact && profile.values.count == 1 && profile.count == column.rowCount {
      var reading = ColumnReading(name, .constant, column.categories())
      reading.warn(
        "constant",
        "Column \"\(name)\" is \"\(profile.values[0].text.shortened)\" in every row; it is not used.")
      return reading
    }
    if let reading = booleans(column, profile) { return reading }
    if let reading = dates(column, profile) { return reading }
    if let reading = numbersInText(column, profile) { return reading }
    switch profile.kind {
    case .text:
      // Free text keeps the spaces around it.
      return ColumnReading(name, .text, original.texts())
    case .identifier:
      var reading = ColumnReading(name, .identifier, column.texts())
      reading.warn(
        "identifier",
        "Column \"\(name)\" has another value in each row, such as \"\(profile.values[0].text.shortened)\"; "
          + "it is not used as a feature.")
      return reading
    default:
      var reading = ColumnReading(name, .category, column.categories())
      noteMixture(profile, &reading)
      return reading
    }
  }

  private func booleans(_ column: StringColumn, _ profile: StringProfile) -> ColumnReading? {
    let levels = profile.values.map(\.text)
    guard profile.isExact, BooleanWords.isPair(levels) else { return nil }
    return ColumnReading(name, .boolean, .categories(column.recoded(into: BooleanWords.ordered(levels))))
  }

  private func dates(_ column: StringColumn, _ profile: StringProfile) -> ColumnReading? {
    let values = profile.values.filter { !MissingMarkers.weak.contains($0.text) }
    let rows = values.reduce(0) { $0 + $1.count }
    guard rows > 0, DateDetector.examine(Array(values.prefix(50))).looksLikeDates else { return nil }
    let finding = DateDetector.examine(values)
    let all = Double(finding.parsed + finding.ambiguous + finding.failed)
    guard Double(finding.parsed) >= Self.tolerance * all else {
      // Not to be read without guessing: left as it is, and said.
      var reading = ColumnReading(
        name, profile.kind == .text ? .text : .category, column.values(profile.kind))
      if finding.ambiguous > 0 {
        reading.warn(
          "ambiguous-dates",
          "Column \"\(name)\" looks like dates, but in \(finding.ambiguous) of \(Int(all)) values day and month cannot "
            + "be told apart and nothing settles it; it is left as \(reading.column.kind.rawValue). Give its format in a "
            + "schema, such as dd/MM/yyyy or MM/dd/yyyy.")
      } else {
        reading.warn(
          "mixed-formats",
          "Column \"\(name)\" has \(finding.parsed) dates and \(finding.failed) other values; it is left as "
            + "\(reading.column.kind.rawValue).")
      }
      return reading
    }
    let (seconds, failed, _) = column.instants(finding.formats)
    let isDate = !finding.formats.contains(where: \.hasTime)
    let isISO = finding.formats.allSatisfy { $0.pattern.hasPrefix("yyyy-MM-dd") }
    var reading = instants(seconds, isDate: isDate, formats: isISO ? [] : finding.formats.map(\.pattern))
    if finding.formats.count > 1 && Set(finding.formats.map { $0.pattern.prefix(10) }).count > 1 {
      reading.warn(
        "mixed-formats",
        "Column \"\(name)\" has dates in \(finding.formats.count) formats: "
          + finding.formats.map(\.pattern).joined(separator: ", ") + ".")
    } else if !isISO {
      reading.note(
        "dates",
        "Column \"\(name)\" is read as dates of the form \(finding.formats.map(\.pattern).joined(separator: ", "))."
      )
    }
    if !finding.settled.isEmpty {
      reading.note(
        "date-order",
        "In column \"\(name)\" the order \(finding.settled.joined(separator: " and ")) follows from values whose day is "
          + "above 12; all values of that form are read so.")
    }
    if failed > 0 {
      reading.warn(
        finding.ambiguous > 0 ? "ambiguous-dates" : "mixed-formats",
        "\(failed) of the values of column \"\(name)\" cannot be read as dates\(finding.ambiguous > 0 ? " without guessing" : "") and count as missing."
      )
    }
    return reading
  }

  private func numbersInText(_ column: StringColumn, _ profile: StringProfile) -> ColumnReading? {
    let values = profile.values.filter { !MissingMarkers.weak.contains($0.text) }
    guard !values.isEmpty, !values.contains(where: { NumberText.isZeroPadded($0.text) }) else { return nil }
    for comma in [decimalComma, !decimalComma] {
      guard NumberColumn(values.prefix(100), decimalComma: comma).share >= 0.9 else { continue }
      let found = NumberColumn(values[...], decimalComma: comma)
      guard found.share >= Self.tolerance, found.rows > 0 else { continue }
      // Most of these name something: as numbers, two of them could become one.
      guard found.inexactRows * 2 <= found.rows else { continue }
      let parsed = column.numbers(decimalComma: comma, prefix: found.prefix, suffix: found.suffix)
      var reading = numbers(parsed.values, isInteger: found.isWhole)
      if !found.prefix.isEmpty || !found.suffix.isEmpty {
        let affixes = [found.prefix, found.suffix].filter { !$0.isEmpty }.map { "\"\($0)\"" }
        reading.note(
          "units",
          "Column \"\(name)\" is read as numbers without \(affixes.joined(separator: " and ")), such as "
            + "\"\(found.example.shortened)\".")
      }
      if found.isGrouped {
        reading.note("grouped-thousands", "Column \"\(name)\" has numbers with grouped thousands.")
      }
      if comma && !decimalComma {
        reading.note("decimal-comma", "Column \"\(name)\" has numbers with a decimal comma.")
      }
      if parsed.failed > 0 {
        reading.warn(
          "mixed-formats",
          "\(parsed.failed) \(parsed.failed == 1 ? "value" : "values") of column \"\(name)\" \(parsed.failed == 1 ? "is" : "are") "
            + "no number, such as \"\(parsed.firstFailure.shortened)\"; \(parsed.failed == 1 ? "it counts" : "they count") as missing."
        )
      }
      return reading
    }
    return nil
  }

  private func noteMixture(_ profile: StringProfile, _ reading: inout ColumnReading) {
    let looked = profile.values.prefix(1000)
    let total = looked.reduce(0) { $0 + $1.count }
    let others = looked.filter { !NumberText.isPlainNumber($0.text) }
    let rest = others.reduce(0) { $0 + $1.count }
    guard let first = others.first, rest * 2 < total else { return }
    reading.warn(
      "mixed-formats",
      "Column \"\(name)\" has numbers and other values, such as \"\(first.text.shortened)\"; it is read as a category."
    )
  }
}

extension DateDetector.Finding {
  /// Whether most values have the form of a date.
  var looksLikeDates: Bool { (parsed + ambiguous) * 10 >= (parsed + ambiguous + failed) * 8 }
}

extension Double {
  /// The number without needless decimals.
  var spelled: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}

extension String {
  /// At most 60 characters, for messages.
  var shortened: String { utf8.count <= 60 ? self : String(prefix(59)) + "…" }
}
