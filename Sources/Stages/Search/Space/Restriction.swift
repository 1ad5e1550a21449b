/// A condition that the parameters of a trial must keep together, such as `layers * width <= 4096` or
/// `optimizer != 'sgd' or momentum > 0.5`.
///
/// Written with `or`, `and`, `not`, the comparisons `<`, `<=`, `>`, `>=`, `==`, `!=`, `+`, `-`, `*`, `/`, brackets, the
/// functions `abs`, `exp`, `log`, `max`, `min`, `sqrt`, numbers, names in quotes, `true`, `false` and the names of
/// parameters. It holds where a parameter that it names is not there.
public struct Restriction: Sendable, Hashable {
  /// The text.
  public let text: String
  let expression: RestrictionExpression

  /// Reads a condition.
  ///
  /// - Throws: ``SearchError/space(_:remedy:)`` if it cannot be read.
  public init(_ text: String) throws(SearchError) {
    self.text = text
    var parser = try RestrictionParser(text)
    expression = try parser.parse()
  }

  /// The parameters it names.
  public var parameterNames: Set<String> { expression.names }

  /// Whether it holds for an assignment.
  public func holds(for assignment: [String: ParameterValue]) -> Bool { holds { assignment[$0] } }

  /// Whether it holds, with values from a function.
  func holds(_ value: (String) -> ParameterValue?) -> Bool {
    // What cannot be compared, such as a name with a number, is never true; what is not there restricts nothing.
    guard expression.names.allSatisfy({ value($0) != nil }) else { return true }
    return expression.value(value) == .boolean(true)
  }
}

extension Restriction: Codable {
  /// Reads the text.
  public init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
