/// The value of a parameter: what a trial runs with.
public enum ParameterValue: Sendable {
  /// A real number.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// A name.
  case text(String)
  /// Yes or no.
  case boolean(Bool)

  /// The value as a real number, where it is a number of either kind.
  public var double: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .text, .boolean: nil
    }
  }
}

extension ParameterValue: Hashable {
  /// Equality of what they stand for: 3 and 3.0 are equal, so that values survive formats that know one kind of number.
  public static func == (first: ParameterValue, second: ParameterValue) -> Bool {
    switch (first, second) {
    case (.integer(let one), .integer(let other)): one == other
    case (.text(let one), .text(let other)): one == other
    case (.boolean(let one), .boolean(let other)): one == other
    case (.number, .number), (.number, .integer), (.integer, .number): first.double == second.double
    default: false
    }
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .number, .integer: hasher.combine(double)
    case .text(let value): hasher.combine(value)
    case .boolean(let value): hasher.combine(value)
    }
  }
}

extension ParameterValue: CustomStringConvertible {
  /// The value as one would write it on a command line.
  public var description: String {
    switch self {
    case .number(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .text(let value): value
    case .boolean(let value): "\(value)"
    }
  }
}

extension ParameterValue: Codable {
  /// Reads a boolean, a number or a string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes a boolean, a number or a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    }
  }
}

extension ParameterValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral
{
  /// A name.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// A real number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// Yes or no.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
}
