import LatheCore

extension ReportContent {
  /// The table the models learned from.
  public struct DataOverview: Codable, Sendable, Hashable {
    /// The names of the files.
    public var sources: [String]
    /// The number of rows.
    public var rowCount: Int
    /// The size of the files.
    public var bytes: Int?
    /// What was found out about the format: delimiter, encoding, compression and the like.
    public var formatFacts: [Fact]
    /// The columns in file order, the target among them; its distribution is also shown large.
    public var columns: [ColumnSummary]

    /// An overview of a table.
    public init(
      sources: [String], rowCount: Int, bytes: Int? = nil, formatFacts: [Fact] = [],
      columns: [ColumnSummary]
    ) {
      self.sources = sources
      self.rowCount = rowCount
      self.bytes = bytes
      self.formatFacts = formatFacts
      self.columns = columns
    }
  }

  /// One column in numbers.
  public struct ColumnSummary: Codable, Sendable, Hashable {
    /// The column's name.
    public var name: String
    /// What it holds.
    public var kind: ColumnKind
    /// What it was used for.
    public var role: ColumnRole
    /// The share of rows without a value, 0 to 1.
    public var missingShare: Double
    /// The number of distinct values, where they were counted.
    public var distinctCount: Int?
    /// How its values spread.
    public var distribution: Distribution?

    /// A column in numbers.
    public init(
      name: String, kind: ColumnKind, role: ColumnRole, missingShare: Double,
      distinctCount: Int? = nil, distribution: Distribution? = nil
    ) {
      self.name = name
      self.kind = kind
      self.role = role
      self.missingShare = missingShare
      self.distinctCount = distinctCount
      self.distribution = distribution
    }
  }

  /// What a column was used for.
  public enum ColumnRole: Codable, Sendable, Hashable {
    /// The models read it.
    case feature
    /// The models predict it.
    case target
    /// It weighs the rows.
    case weight
    /// Its values keep rows together in splits.
    case group
    /// It orders the rows in splits.
    case time
    /// It was left out.
    case dropped(reason: String)
  }

  /// How the values of a column spread.
  public enum Distribution: Codable, Sendable, Hashable {
    /// Numbers, or seconds since 1970 for dates and times.
    case numbers(Histogram)
    /// The most frequent levels in descending order, and the rows of all others.
    case levels([Level], otherCount: Int)
  }

  /// A level of a category.
  public struct Level: Codable, Sendable, Hashable {
    /// The level's name.
    public var name: String
    /// The rows that have it.
    public var count: Int

    /// A level that `count` rows have.
    public init(_ name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }
}
