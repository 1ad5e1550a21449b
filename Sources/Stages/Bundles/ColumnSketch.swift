import LatheCore

/// What a column of the training data looked like.
public struct ColumnSketch: Codable, Sendable, Hashable {
  /// A category and the rows that had it.
  public struct Level: Codable, Sendable, Hashable {
    /// The category as it is spelled in the data.
    public let name: String
    /// Rows that had it.
    public let count: Int
  }

  /// The column's name.
  public let name: String
  /// What it held.
  public let kind: ColumnKind
  /// Rows without a value.
  public let missingCount: Int
  /// The distribution of the values, where they are numbers or instants (in seconds since 1970).
  public let numbers: NumericSketch?
  /// The distribution of the lengths in UTF-8 bytes, where the values are texts.
  public let lengths: NumericSketch?
  /// The most frequent categories, the most frequent first and of equals the alphabetically first, where the values
  /// are categories; of a boolean both values, false first.
  public let levels: [Level]?
  /// Rows of all other categories.
  public let otherCount: Int?

  /// Categories that are listed at most.
  public static let mostLevels = 100

  /// The sketch of `column`, with quantiles from the rows in `sample`. O(rows).
  init(of column: Column, sample: [Int]?) {
    name = column.name
    kind = column.kind
    missingCount = column.missingCount
    var numbers, lengths: NumericSketch?
    var levels: [Level]?
    var otherCount: Int?
    switch column.values {
    case .numbers(let values), .instants(let values):
      numbers = NumericSketch(of: values, sample: sample)
    case .texts(let texts):
      let values = (0..<texts.count).map { row in
        texts.isMissing(row) ? .nan : Double(texts.offsets[row + 1] - texts.offsets[row])
      }
      lengths = NumericSketch(of: values, sample: sample)
    case .categories(let categories):
      var counts = [Int](repeating: 0, count: categories.levels.count)
      for code in categories.codes where code >= 0 { counts[Int(code)] += 1 }
      var listed = zip(categories.levels, counts).map { Level(name: $0, count: $1) }
      if column.kind != .boolean {
        listed = listed.filter { $0.count > 0 }.sorted {
          $0.count != $1.count ? $0.count > $1.count : $0.name < $1.name
        }
      }
      levels = Array(listed.prefix(Self.mostLevels))
      otherCount = listed.dropFirst(Self.mostLevels).reduce(0) { $0 + $1.count }
    }
    self.numbers = numbers
    self.lengths = lengths
    self.levels = levels
    self.otherCount = otherCount
  }

  /// Whether the counts add to `rowCount` rows and the distributions are possible.
  func isConsistent(rowCount: Int) -> Bool {
    guard (0...rowCount).contains(missingCount) else { return false }
    let present = rowCount - missingCount
    switch (numbers, lengths, levels, otherCount) {
    case (let sketch?, nil, nil, nil), (nil, let sketch?, nil, nil):
      return sketch.isConsistent && sketch.count == present
    case (nil, nil, let levels?, let otherCount?):
      guard levels.count <= Self.mostLevels, (0...present).contains(otherCount) else { return false }
      var left = present - otherCount
      for level in levels {
        guard (0...left).contains(level.count) else { return false }
        left -= level.count
      }
      return left == 0
    default: return false
    }
  }
}
