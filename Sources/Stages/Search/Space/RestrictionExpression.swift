import Foundation

/// What a ``Restriction`` says, as a tree.
indirect enum RestrictionExpression: Sendable, Hashable {
  enum Operation: String, Sendable {
    case or, and
    case less = "<", atMost = "<=", more = ">", atLeast = ">=", equal = "==", different = "!="
    case plus = "+", minus = "-", times = "*", over = "/"
  }

  enum Function: String, Sendable, CaseIterable {
    case abs, exp, log, max, min, sqrt

    /// How many arguments it takes.
    var arity: ClosedRange<Int> { self == .max || self == .min ? 1...64 : 1...1 }
  }

  case constant(ParameterValue)
  case parameter(String)
  case not(RestrictionExpression)
  case negative(RestrictionExpression)
  case operation(Operation, RestrictionExpression, RestrictionExpression)
  case call(Function, [RestrictionExpression])

  /// The parameters it names.
  var names: Set<String> {
    switch self {
    case .constant: []
    case .parameter(let name): [name]
    case .not(let inner), .negative(let inner): inner.names
    case .operation(_, let left, let right): left.names.union(right.names)
    case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.names) }
    }
  }

  /// The value, with those of parameters from a function; `nil` where operands are of the wrong kind.
  func value(_ parameter: (String) -> ParameterValue?) -> ParameterValue? {
    switch self {
    case .constant(let value): return value
    case .parameter(let name): return parameter(name)
    case .not(let inner):
      guard case .boolean(let value) = inner.value(parameter) else { return nil }
      return .boolean(!value)
    case .negative(let inner): return inner.value(parameter)?.double.map { .number(-$0) }
    case .operation(let operation, let left, let right):
      return Self.result(operation, left.value(parameter)) { right.value(parameter) }
    case .call(let function, let arguments):
      let numbers = arguments.compactMap { $0.value(parameter)?.double }
      guard numbers.count == arguments.count, let first = numbers.first else { return nil }
      return .number(Self.result(function, first, numbers))
    }
  }

  private static func result(_ function: Function, _ first: Double, _ all: [Double]) -> Double {
    switch function {
    case .abs: abs(first)
    case .exp: Foundation.exp(first)
    case .log: Foundation.log(first)
    case .max: all.max() ?? first
    case .min: all.min() ?? first
    case .sqrt: first.squareRoot()
    }
  }

  private static func result(
    _ operation: Operation, _ left: ParameterValue?, _ right: () -> ParameterValue?
  ) -> ParameterValue? {
    guard let left else { return nil }
    if operation == .or || operation == .and {
      guard case .boolean(let first) = left else { return nil }
      if first == (operation == .or) { return .boolean(first) }
      guard case .boolean(let second) = right() else { return nil }
      return .boolean(second)
    }
    guard let right = right() else { return nil }
    guard let first = left.double, let second = right.double else {
      switch operation {
      case .equal: return .boolean(left == right)
      case .different: return .boolean(left != right)
      default: return nil
      }
    }
    switch operation {
    case .less: return .boolean(first < second)
    case .atMost: return .boolean(first <= second)
    case .more: return .boolean(first > second)
    case .atLeast: return .boolean(first >= second)
    case .equal: return .boolean(first == second)
    case .different: return .boolean(first != second)
    case .plus: return .number(first + second)
    case .minus: return .number(first - second)
    case .times: return .number(first * second)
    case .over: return .number(first / second)
    case .or, .and: return nil
    }
  }
}
