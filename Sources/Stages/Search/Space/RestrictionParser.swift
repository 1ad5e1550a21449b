/// Reads the text of a ``Restriction``: a parser by recursive descent, with limits on length and depth.
struct RestrictionParser {
  static let longestText = 10_000
  static let deepestNesting = 100

  private enum Token: Equatable {
    case symbol(String)
    case name(String)
    case constant(ParameterValue)
  }

  private let text: String
  private var tokens: [Token] = []
  private var position = 0
  private var depth = 0

  init(_ text: String) throws(SearchError) {
    self.text = text
    guard text.utf8.count <= Self.longestText else {
      throw .space("a constraint has more than \(Self.longestText) characters", remedy: "Split it.")
    }
    tokens = try scan()
  }

  mutating func parse() throws(SearchError) -> RestrictionExpression {
    let expression = try disjunction()
    guard position == tokens.count else { throw failure("something is left over at its end") }
    return expression
  }

  private func failure(_ problem: String) -> SearchError {
    .space(
      "the constraint \"\(text)\" cannot be read: \(problem)",
      remedy: "Write a comparison such as \"layers * width <= 4096\".")
  }

  // MARK: Tokens

  private func scan() throws(SearchError) -> [Token] {
    var tokens: [Token] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if let symbol = ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", ","].first(
        where: rest.hasPrefix)
      {
        tokens.append(.symbol(symbol))
        rest.removeFirst(symbol.count)
      } else if first == "'" || first == "\"" {
        guard let end = rest.dropFirst().firstIndex(of: first) else {
          throw failure("a quotation is not closed")
        }
        tokens.append(.constant(.text(String(rest[rest.index(after: rest.startIndex)..<end]))))
        rest = rest[rest.index(after: end)...]
      } else if first.isNumber || first == "." {
        tokens.append(.constant(.number(try number(&rest))))
      } else if first.isLetter || first == "_" {
        let word = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
        rest.removeFirst(word.count)
        switch word {
        case "or", "and", "not": tokens.append(.symbol(word))
        case "true", "false": tokens.append(.constant(.boolean(word == "true")))
        default: tokens.append(.name(word))
        }
      } else {
        throw failure("\"\(first)\" has no meaning")
      }
    }
    return tokens
  }

  private func number(_ rest: inout Substring) throws(SearchError) -> Double {
    var end = rest.startIndex
    while end < rest.endIndex {
      let character = rest[end]
      let isSign =
        (character == "-" || character == "+") && end > rest.startIndex
        && "eE".contains(rest[rest.index(before: end)])
      guard character.isNumber || character == "." || character == "e" || character == "E" || isSign else {
        break
      }
      end = rest.index(after: end)
    }
    let word = rest[..<end]
    guard let number = Double(word), number.isFinite else { throw failure("\"\(word)\" is no number") }
    rest = rest[end...]
    return number
  }

  // MARK: Grammar

  private mutating func take(_ symbols: String...) -> String? {
    guard position < tokens.count, case .symbol(let symbol) = tokens[position], symbols.contains(symbol)
    else { return nil }
    position += 1
    return symbol
  }

  private mutating func nested(
    _ body: (inout Self) throws(SearchError) -> RestrictionExpression
  ) throws(SearchError) -> RestrictionExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepestNesting else { throw failure("its brackets are nested too deeply") }
    return try body(&self)
  }

  private mutating func chain(
    _ symbols: [String], _ next: (inout Self) throws(SearchError) -> RestrictionExpression
  ) throws(SearchError) -> RestrictionExpression {
    var left = try next(&self)
    while position < tokens.count, case .symbol(let symbol) = tokens[position], symbols.contains(symbol),
      let operation = RestrictionExpression.Operation(rawValue: symbol)
    {
      position += 1
      left = .operation(operation, left, try next(&self))
    }
    return left
  }

  private mutating func disjunction() throws(SearchError) -> RestrictionExpression {
    try chain(["or"]) { (parser) throws(SearchError) in
      try parser.chain(["and"]) { (parser) throws(SearchError) in try parser.negation() }
    }
  }

  private mutating func negation() throws(SearchError) -> RestrictionExpression {
    guard take("not") != nil else { return try comparison() }
    return .not(try nested { (parser) throws(SearchError) in try parser.negation() })
  }

  private mutating func comparison() throws(SearchError) -> RestrictionExpression {
    let left = try sum()
    guard let symbol = take("<", "<=", ">", ">=", "==", "!="),
      let operation = RestrictionExpression.Operation(rawValue: symbol)
    else { return left }
    return .operation(operation, left, try sum())
  }

  private mutating func sum() throws(SearchError) -> RestrictionExpression {
    try chain(["+", "-"]) { (parser) throws(SearchError) in
      try parser.chain(["*", "/"]) { (parser) throws(SearchError) in try parser.factor() }
    }
  }

  private mutating func factor() throws(SearchError) -> RestrictionExpression {
    if take("-") != nil {
      return .negative(try nested { (parser) throws(SearchError) in try parser.factor() })
    }
    if take("(") != nil {
      let inner = try nested { (parser) throws(SearchError) in try parser.disjunction() }
      guard take(")") != nil else { throw failure("a bracket is not closed") }
      return inner
    }
    guard position < tokens.count else { throw failure("it ends too early") }
    defer { position += 1 }
    switch tokens[position] {
    case .constant(let value): return .constant(value)
    case .name(let name):
      guard position + 1 < tokens.count, tokens[position + 1] == .symbol("(") else { return .parameter(name) }
      return try call(name)
    case .symbol(let symbol): throw failure("\"\(symbol)\" stands where a value is expected")
    }
  }

  /// A function's name and arguments; ends on the closing bracket, which the caller passes.
  private mutating func call(_ name: String) throws(SearchError) -> RestrictionExpression {
    guard let function = RestrictionExpression.Function(rawValue: name) else {
      let known = RestrictionExpression.Function.allCases.map(\.rawValue).joined(separator: ", ")
      throw failure("there is no function \"\(name)\", only \(known)")
    }
    position += 2
    var arguments: [RestrictionExpression] = []
    repeat {
      arguments.append(try nested { (parser) throws(SearchError) in try parser.sum() })
    } while take(",") != nil
    guard position < tokens.count, tokens[position] == .symbol(")") else {
      throw failure("a bracket is not closed")
    }
    guard function.arity.contains(arguments.count) else {
      throw failure("\"\(name)\" does not take \(arguments.count) arguments")
    }
    return .call(function, arguments)
  }
}
