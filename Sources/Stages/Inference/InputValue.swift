/// The value of one column of one row.
public enum InputValue: Sendable, Hashable {
  /// A number; for a date, seconds since 1970-01-01 00:00 UTC.
  case number(Double)
  /// A category or a text; also a number, with a decimal point, or a date, in ISO 8601 whatever its format in the training file.
  case text(String)
  /// False or true.
  case boolean(Bool)
  /// No value.
  case missing
}

extension InputValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// False or true.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// No value.
  public init(nilLiteral: ()) { self = .missing }
}
