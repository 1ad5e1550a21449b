import Foundation

/// Where a bundle comes from: what is needed to make it again and to trust it.
public struct Provenance: Codable, Sendable, Hashable {
  /// The energy that training took, and how that is known.
  public struct Energy: Codable, Sendable, Hashable {
    /// Watt-hours.
    public var wattHours: Double
    /// How it was measured or estimated, e.g. `processor seconds × 7.5 W a core`.
    public var method: String

    /// An amount of energy with its origin.
    public init(wattHours: Double, method: String) {
      self.wattHours = wattHours
      self.method = method
    }
  }

  /// The data files as they were named.
  public var dataFiles: [String]
  /// Digest of the data files with the name of its method, e.g. `xxh3-64:…`: it tells files apart, it proves nothing.
  public var dataDigest: String
  /// Rows learnt from.
  public var rowCount: Int
  /// Columns of the data, the target included.
  public var columnCount: Int
  /// The seed of every random choice.
  public var seed: UInt64
  /// Program or library to version, e.g. `lathe`, `swift`, `lightgbm`.
  public var versions: [String: String]
  /// The command that was run, as a shell would split it.
  public var command: [String]
  /// When it was started.
  public var startedAt: Date
  /// Seconds it took, loading and saving included.
  public var seconds: Double
  /// The energy it took, where it could be estimated.
  public var energy: Energy?
  /// The machine: processor, cores, memory, operating system.
  public var machine: String

  /// The origin of a bundle.
  public init(
    dataFiles: [String], dataDigest: String, rowCount: Int, columnCount: Int, seed: UInt64,
    versions: [String: String], command: [String], startedAt: Date, seconds: Double,
    energy: Energy? = nil, machine: String
  ) {
    self.dataFiles = dataFiles
    self.dataDigest = dataDigest
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.seed = seed
    self.versions = versions
    self.command = command
    self.startedAt = startedAt
    self.seconds = seconds
    self.energy = energy
    self.machine = machine
  }
}
