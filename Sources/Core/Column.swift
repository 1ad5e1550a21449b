/// What a column holds, as a person would say it.
public enum ColumnKind: String, Codable, Sendable, Hashable, CaseIterable {
  /// Two values that mean false and true. Stored as `.categories` with at most two levels, false first.
  case boolean
  /// Whole numbers. Stored as `.numbers`.
  case integer
  /// Numbers with a fraction. Stored as `.numbers`.
  case float
  /// Few distinct values without order. Stored as `.categories`.
  case category
  /// Calendar days. Stored as `.instants` at midnight UTC.
  case date
  /// Days with a time of day. Stored as `.instants`.
  case dateTime
  /// Free text. Stored as `.texts`.
  case text
  /// A value that names its row and predicts nothing. Stored as `.numbers`, `.categories` or `.texts`.
  case identifier
  /// One distinct value, or only missing ones. Stored as any of the cases.
  case constant
}

/// A named, typed column of a ``DataFrame``.
public struct Column: Sendable {
  /// The storage of a column's values; all rows share one representation.
  public enum Values: Sendable {
    /// Finite numbers; NaN is missing.
    case numbers([Double])
    /// Codes into a list of levels.
    case categories(CategoricalValues)
    /// UTF-8 text, packed.
    case texts(TextValues)
    /// Seconds since 1970-01-01 00:00 UTC; NaN is missing.
    case instants([Double])
  }

  /// The column's name, unique in its frame.
  public let name: String
  /// What the column holds.
  public let kind: ColumnKind
  /// One value a row.
  public let values: Values

  /// A column of `values` named `name`.
  public init(name: String, kind: ColumnKind, values: Values) {
    self.name = name
    self.kind = kind
    self.values = values
  }

  /// The number of rows.
  public var count: Int {
    switch values {
    case .numbers(let numbers), .instants(let numbers): numbers.count
    case .categories(let categories): categories.codes.count
    case .texts(let texts): texts.count
    }
  }

  /// The number of rows without a value. O(rows).
  public var missingCount: Int {
    switch values {
    case .numbers(let numbers), .instants(let numbers): numbers.count(where: \.isNaN)
    case .categories(let categories): categories.codes.count(where: { $0 < 0 })
    case .texts(let texts): (0..<texts.count).count(where: { texts.isMissing($0) })
    }
  }

  /// The rows at `rows`, in that order; an index may repeat. O(rows).
  public func selecting(rows: [Int]) -> Column {
    let selected: Values =
      switch values {
      case .numbers(let numbers): .numbers(rows.map { numbers[$0] })
      case .instants(let seconds): .instants(rows.map { seconds[$0] })
      case .categories(let categories):
        .categories(
          CategoricalValues(codes: rows.map { categories.codes[$0] }, levels: categories.levels))
      case .texts(let texts): .texts(texts.selecting(rows: rows))
      }
    return Column(name: name, kind: kind, values: selected)
  }
}

/// Categories as codes into their distinct levels.
public struct CategoricalValues: Sendable {
  /// One code a row: an index into ``levels``, or -1 where the value is missing.
  public let codes: [Int32]
  /// The distinct values, each once; some may be used by no row.
  public let levels: [String]

  /// Categories from codes; each code must be -1 or an index into `levels`.
  public init(codes: [Int32], levels: [String]) {
    self.codes = codes
    self.levels = levels
  }

  /// Categories from values, `nil` where missing; levels in order of first appearance. O(rows).
  public init(_ values: some Sequence<String?>) {
    var codes: [Int32] = []
    var levels: [String] = []
    var codeOfLevel: [String: Int32] = [:]
    for value in values {
      guard let value else {
        codes.append(-1)
        continue
      }
      if let code = codeOfLevel[value] {
        codes.append(code)
      } else {
        let code = Int32(levels.count)
        codeOfLevel[value] = code
        levels.append(value)
        codes.append(code)
      }
    }
    self.init(codes: codes, levels: levels)
  }

  /// The value of a row, `nil` where missing.
  public subscript(row: Int) -> String? {
    codes[row] < 0 ? nil : levels[Int(codes[row])]
  }
}

/// Texts packed as UTF-8 in one buffer, so that a million rows cost one allocation.
public struct TextValues: Sendable {
  /// The bytes of all texts, one after the other.
  public let bytes: [UInt8]
  /// `count + 1` offsets into ``bytes``; row `i` is `bytes[offsets[i]..<offsets[i + 1]]`.
  public let offsets: [Int]
  /// Whether a row is missing, or empty if none is.
  public let missing: [Bool]

  /// Texts from packed bytes; `missing` is empty when no row is missing.
  public init(bytes: [UInt8], offsets: [Int], missing: [Bool] = []) {
    self.bytes = bytes
    self.offsets = offsets
    self.missing = missing
  }

  /// Texts from strings, `nil` where missing. O(bytes).
  public init(_ values: some Sequence<String?>) {
    var bytes: [UInt8] = []
    var offsets = [0]
    var missing: [Bool] = []
    for value in values {
      if let value { bytes.append(contentsOf: value.utf8) }
      missing.append(value == nil)
      offsets.append(bytes.count)
    }
    self.init(bytes: bytes, offsets: offsets, missing: missing.contains(true) ? missing : [])
  }

  /// The number of rows.
  public var count: Int { offsets.count - 1 }

  /// Whether a row has no text.
  public func isMissing(_ row: Int) -> Bool { !missing.isEmpty && missing[row] }

  /// The bytes of a row, empty where missing.
  public func utf8(_ row: Int) -> ArraySlice<UInt8> { bytes[offsets[row]..<offsets[row + 1]] }

  /// The text of a row, `nil` where missing; invalid UTF-8 is repaired.
  public subscript(row: Int) -> String? {
    isMissing(row) ? nil : String(decoding: utf8(row), as: UTF8.self)
  }

  /// The rows at `rows`, in that order. O(bytes).
  public func selecting(rows: [Int]) -> TextValues {
    var selectedBytes: [UInt8] = []
    var selectedOffsets = [0]
    selectedOffsets.reserveCapacity(rows.count + 1)
    for row in rows {
      selectedBytes.append(contentsOf: utf8(row))
      selectedOffsets.append(selectedBytes.count)
    }
    return TextValues(
      bytes: selectedBytes, offsets: selectedOffsets,
      missing: missing.isEmpty ? [] : rows.map { missing[$0] })
  }
}
