import LatheCore

/// A column of strings, either coded or packed, with the operations that settle its kind.
struct StringColumn {
  private enum Storage {
    case coded(codes: [Int32], levels: [String])
    case packed(TextValues)
  }

  private var storage: Storage

  init(codes: [Int32], levels: [String]) { storage = .coded(codes: codes, levels: levels) }

  /// Packed texts are coded if they have few distinct values.
  init(_ texts: TextValues) {
    if !TextCoder.isDiverse(texts),
      let (codes, levels) = TextCoder.code(texts, limit: max(1000, texts.count / 2))
    {
      storage = .coded(codes: codes, levels: levels)
    } else {
      storage = .packed(texts)
    }
  }

  var rowCount: Int {
    switch storage {
    case .coded(let codes, _): codes.count
    case .packed(let texts): texts.count
    }
  }

  /// Trims the levels, and makes missing those that are markers. Packed texts stay as they are.
  mutating func normalize() {
    guard case .coded(var codes, let levels) = storage else { return }
    var kept: [String] = []
    var newCode: [String: Int32] = [:]
    var recoded: [Int32] = []
    recoded.reserveCapacity(levels.count)
    for level in levels {
      let trimmed = level.trimmingSpaces
      if MissingMarkers.isMissing(trimmed) {
        recoded.append(-1)
      } else if let code = newCode[trimmed] {
        recoded.append(code)
      } else {
        let code = Int32(kept.count)
        newCode[trimmed] = code
        kept.append(trimmed)
        recoded.append(code)
      }
    }
    if kept != levels {
      codes.withUnsafeMutableBufferPointer { buffer in
        for index in buffer.indices where buffer[index] >= 0 { buffer[index] = recoded[Int(buffer[index])] }
      }
    }
    storage = .coded(codes: codes, levels: kept)
  }

  /// The distinct values and how many rows have each; of packed texts a sample evenly spread over the rows.
  func profile() -> StringProfile {
    switch storage {
    case .coded(let codes, let levels):
      var counts = [Int](repeating: 0, count: levels.count)
      for code in codes where code >= 0 { counts[Int(code)] += 1 }
      let values = zip(levels, counts).filter { $1 > 0 }.map { (text: $0, count: $1) }
      return StringProfile(values: values, isExact: true)
    case .packed(let texts):
      let step = max(1, texts.count / 20_000)
      var indexOf: [String: Int] = [:]
      var values: [(text: String, count: Int)] = []
      for row in stride(from: 0, to: texts.count, by: step) {
        guard let text = texts[row]?.trimmingSpaces, !MissingMarkers.isMissing(text) else { continue }
        if let index = indexOf[text] {
          values[index].count += 1
        } else {
          indexOf[text] = values.count
          values.append((text, 1))
        }
      }
      return StringProfile(values: values, isExact: step == 1)
    }
  }

  /// The values as coded categories.
  func categories() -> Column.Values {
    switch storage {
    case .coded(let codes, let levels):
      return .categories(CategoricalValues(codes: codes, levels: levels))
    case .packed(let texts):
      guard let (codes, levels) = TextCoder.code(texts, limit: Int(Int32.max)) else { return .texts(texts) }
      var column = StringColumn(codes: codes, levels: levels)
      column.normalize()
      return column.categories()
    }
  }

  /// The values as packed texts.
  func texts() -> Column.Values {
    switch storage {
    case .packed(let texts):
      return .texts(texts)
    case .coded(let codes, let levels):
      let packed = levels.map { Array($0.utf8) }
      var bytes: [UInt8] = []
      var offsets = [0]
      var missing: [Bool] = []
      offsets.reserveCapacity(codes.count + 1)
      missing.reserveCapacity(codes.count)
      for code in codes {
        if code >= 0 { bytes.append(contentsOf: packed[Int(code)]) }
        missing.append(code < 0)
        offsets.append(bytes.count)
      }
      return .texts(
        TextValues(bytes: bytes, offsets: offsets, missing: missing.contains(true) ? missing : []))
    }
  }

  /// The values in the form that `kind` is stored in.
  func values(_ kind: ColumnKind) -> Column.Values {
    kind == .text || kind == .identifier ? texts() : categories()
  }

  /// Categories with the given levels in their order; values that are none of them become missing.
  func recoded(into levels: [String]) -> CategoricalValues {
    guard case .categories(let current) = categories() else {
      return CategoricalValues(codes: [], levels: levels)
    }
    let newCode = current.levels.map { Int32(levels.firstIndex(of: $0) ?? -1) }
    return CategoricalValues(codes: current.codes.map { $0 < 0 ? -1 : newCode[Int($0)] }, levels: levels)
  }

  /// Calls `convert` for each distinct value or each row, whichever is cheaper; NaN for what it refuses.
  private func numbers(
    _ convert: (String) -> Double?
  ) -> (values: [Double], failed: Int, firstFailure: String, failedRows: [Int]) {
    var failed = 0
    var firstFailure = ""
    var failedRows: [Int] = []
    func fail(_ row: Int, _ text: String) {
      failed += 1
      if firstFailure.isEmpty { firstFailure = text }
      if failedRows.count < 5 { failedRows.append(row) }
    }
    switch storage {
    case .coded(let codes, let levels):
      let converted = levels.map { MissingMarkers.weak.contains($0) ? .nan : convert($0) }
      let values = codes.enumerated().map { row, code -> Double in
        guard code >= 0 else { return .nan }
        guard let value = converted[Int(code)] else {
          fail(row, levels[Int(code)])
          return .nan
        }
        return value
      }
      return (values, failed, firstFailure, failedRows)
    case .packed(let texts):
      let values = (0..<texts.count).map { row -> Double in
        guard let text = texts[row]?.trimmingSpaces, !MissingMarkers.isMissing(text),
          !MissingMarkers.weak.contains(text)
        else { return .nan }
        guard let value = convert(text) else {
          fail(row, text)
          return .nan
        }
        return value
      }
      return (values, failed, firstFailure, failedRows)
    }
  }

  /// The values as numbers, with or without the given unit.
  func numbers(
    decimalComma: Bool, prefix: String, suffix: String
  ) -> (values: [Double], failed: Int, firstFailure: String, failedRows: [Int]) {
    numbers { text in
      guard let number = NumberText(text, decimalComma: decimalComma),
        NumberColumn.fits(number, prefix, suffix)
      else {
        return nil
      }
      return number.value
    }
  }

  /// The values as moments in one of `formats`, tried in order.
  func instants(_ formats: [DateFormat]) -> (seconds: [Double], failed: Int, failedRows: [Int]) {
    let parsed = numbers { text in
      let bytes = Array(text.utf8)
      for format in formats {
        if let seconds = format.parse(bytes) { return seconds }
      }
      return nil
    }
    return (parsed.values, parsed.failed, parsed.failedRows)
  }

  /// The values of `rows` with their rows counted from 1.
  func places(_ rows: [Int]) -> [DataFramesError.ValuePlace] {
    rows.map { row in
      let text: String? =
        switch storage {
        case .coded(let codes, let levels): codes[row] < 0 ? nil : levels[Int(codes[row])]
        case .packed(let texts): texts[row]
        }
      return DataFramesError.ValuePlace(row: row + 1, value: (text ?? "").shortened)
    }
  }
}

/// The distinct values of a column of strings.
struct StringProfile {
  /// Each distinct value and the number of rows that have it, in order of first appearance.
  let values: [(text: String, count: Int)]
  /// Whether all rows were looked at, not a sample.
  let isExact: Bool

  /// The rows that have a value.
  var count: Int { values.reduce(0) { $0 + $1.count } }

  /// Category, text or identifier.
  ///
  /// Text has at least three words a value and one distinct value in five rows, or in 20 rows
  /// or more two words and nine in ten.
  /// An identifier is one word, another in each of at least 20 rows. All else is a category.
  var kind: ColumnKind {
    let rows = Double(count)
    guard rows > 0 else { return .category }
    let share = Double(values.count) / rows
    let looked = values.prefix(1000)
    let words = Double(looked.reduce(0) { $0 + $1.text.utf8.split(whereSeparator: { $0 <= 32 }).count })
    let bytes = Double(looked.reduce(0) { $0 + $1.text.utf8.count })
    let meanWords = words / Double(looked.count)
    let meanBytes = bytes / Double(looked.count)
    if share > 0.2 && (meanWords >= 3 || meanBytes >= 50 && meanWords >= 1.5) { return .text }
    if share > 0.9 && meanWords >= 2 && count >= 20 { return .text }
    if values.count == count && count >= 20 && meanWords < 1.5 { return .identifier }
    return .category
  }
}
