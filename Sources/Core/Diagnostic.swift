/// Something a person should know about that did not stop the work.
public struct Diagnostic: Codable, Sendable, Hashable, CustomStringConvertible {
  /// How much it matters.
  public enum Severity: String, Codable, Sendable, Comparable {
    /// An assumption or a decision worth knowing.
    case note
    /// Probably wrong, or a loss of data.
    case warning

    /// Notes come before warnings.
    public static func < (left: Severity, right: Severity) -> Bool {
      left == .note && right == .warning
    }
  }

  /// How much it matters.
  public let severity: Severity
  /// A stable word for programs, e.g. `duplicate-rows`.
  public let code: String
  /// One sentence with the numbers in it, and what to do where something can be done.
  public let message: String
  /// The column it is about.
  public let column: String?

  /// A diagnostic.
  public init(_ severity: Severity, code: String, message: String, column: String? = nil) {
    self.severity = severity
    self.code = code
    self.message = message
    self.column = column
  }

  /// `warning: MESSAGE`
  public var description: String { "\(severity.rawValue): \(message)" }
}
