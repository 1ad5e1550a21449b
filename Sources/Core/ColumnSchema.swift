/// What a column of the input is expected to be: part of a bundle's manifest, and the form of `--schema FILE`.
public struct ColumnSchema: Codable, Sendable, Hashable {
  /// The column's name.
  public var name: String
  /// What it holds.
  public var kind: ColumnKind
  /// The format of its dates in Unicode (`yyyy-MM-dd`) notation, where it is not ISO 8601.
  public var format: String?

  /// The expectation that column `name` is of `kind`.
  public init(name: String, kind: ColumnKind, format: String? = nil) {
    self.name = name
    self.kind = kind
    self.format = format
  }
}
