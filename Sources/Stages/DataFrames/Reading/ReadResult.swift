import LatheCore

/// A table that was read, and what there is to know about where it came from.
public struct ReadResult: Sendable {
  /// The table.
  public let frame: DataFrame
  /// The kind of each column of ``frame``, to read other data in the same way.
  public let schema: [ColumnSchema]
  /// Assumptions, and trouble that did not stop the reading.
  public let diagnostics: [Diagnostic]
  /// The files, in the order in which their rows stand in ``frame``.
  public let sources: [SourceFile]
  /// The rows of all files together, before sampling.
  public let totalRows: Int

  /// A fingerprint of the bytes of all files, `xxh3-64:` and 16 hexadecimal digits: it tells whether data changed, and protects against no attack.
  public let digest: String
}

/// The facts about a file that was read.
public struct SourceFile: Sendable, Hashable {
  /// The path as it was given or found.
  public let path: String
  /// The format of the table.
  public let format: FileFormat
  /// How the file is compressed.
  public let compression: Compression?
  /// The size on disk.
  public let bytes: Int
  /// The encoding, of a text table.
  public let encoding: TextEncoding?
  /// The separator of fields, of a CSV file.
  public let delimiter: Character?
  /// Whether the first line gave the names, of a CSV file.
  public let hasHeader: Bool?
}
