import LatheCore

/// How tables are to be read; the defaults detect everything.
public struct ReadOptions: Sendable, Hashable {
  /// What a schema means for the data.
  public enum SchemaPolicy: Sendable, Hashable {
    /// The schema is an order: its columns must exist, and a value that does not fit is an error. Columns it does not name are inferred.
    case require
    /// The schema is what a model was trained with: an absent column is tolerated, and a value that does not fit becomes missing; both with a diagnostic.
    case expect
  }

  /// What to do with a row of a text table that has too few or too many fields.
  public enum MalformedRowPolicy: Sendable, Hashable {
    /// Leave it out and report its line.
    case skip
    /// Stop with an error that names the lines; for predictions, where every row needs its answer.
    case fail
  }

  /// Kinds of columns that are known beforehand; empty to infer all.
  public var schema: [ColumnSchema] = []
  /// What ``schema`` means.
  public var schemaPolicy: SchemaPolicy = .require
  /// The number of rows to draw, uniformly and in file order; `nil` for all. Memory is bounded by the sample.
  public var rowLimit: Int?
  /// Seed of the draw.
  public var seed: UInt64 = 0
  /// The separator of fields, `nil` to detect it among comma, semicolon, tab and vertical bar.
  public var delimiter: Character?
  /// The encoding of text tables, `nil` to detect it.
  public var encoding: TextEncoding?
  /// Whether text tables begin with a line of names, `nil` to detect it.
  public var hasHeader: Bool?
  /// What to do with malformed rows.
  public var malformedRows: MalformedRowPolicy = .skip
  /// Threads to use. Arrow's pool is one a process, so the last read's number holds.
  public var threads: Int = 2

  /// Options with all defaults.
  public init() {}
}
