extension ReportContent {
  /// What it takes to run this again, and to use the result.
  public struct Reproduction: Codable, Sendable, Hashable {
    /// The command line of the run.
    public var command: String
    /// Versions, seed, digest of the data.
    public var facts: [Fact]
    /// What to do next: commands, a piece of Swift.
    public var listings: [Listing]

    /// How to reproduce a run and go on from it.
    public init(command: String, facts: [Fact] = [], listings: [Listing] = []) {
      self.command = command
      self.facts = facts
      self.listings = listings
    }
  }

  /// Text to copy.
  public struct Listing: Codable, Sendable, Hashable {
    /// What it does, e.g. "Predict new rows".
    public var title: String
    /// The command or the program.
    public var code: String

    /// Text to copy.
    public init(_ title: String, code: String) {
      self.title = title
      self.code = code
    }
  }
}
