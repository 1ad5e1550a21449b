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
  private enum CodingKeys: String, CodingKey { case number }

  /// Reads a boolean, a number or a string, or `{"number": "…"}`.
  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .number),
      let value = Double(text)
    {
      self = .number(value)
      return
    }
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
  ///
  /// Formats know no difference between 1 and 1.0. Where it counts, `CodingUserInfoKey.exactNumbers` asks for
  /// `{"number": "1.0"}`.
  public func encode(to encoder: any Encoder) throws {
    if case .number(let value) = self, let key = CodingUserInfoKey.exactNumbers,
      encoder.userInfo[key] as? Bool == true, !value.isFinite || value == value.rounded()
    {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode("\(value)", forKey: .number)
      return
    }
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    }
  }
}

extension CodingUserInfoKey {
  /// Whether real numbers stay real numbers when their value is whole, and may be infinite.
  package static let exactNumbers = CodingUserInfoKey(rawValue: "exact numbers")
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
