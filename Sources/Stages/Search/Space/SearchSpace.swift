/// A parameter, and when there is one.
public struct Parameter: Sendable, Hashable {
  /// When a parameter is there: its parent has one of some values.
  public struct Condition: Codable, Sendable, Hashable {
    /// The name of another parameter, which stands before this one in the space.
    public var parent: String
    /// The values of the parent with which the parameter is there.
    public var values: [ParameterValue]

    /// A condition.
    public init(_ parent: String, isOneOf values: [ParameterValue]) {
      self.parent = parent
      self.values = values
    }
  }

  /// The name, unique in its space.
  public var name: String
  /// The values it can take.
  public var domain: ParameterDomain
  /// All of these hold where the parameter is there; always there if empty.
  public var conditions: [Condition]

  /// A parameter.
  public init(_ name: String, _ domain: ParameterDomain, if conditions: Condition...) {
    self.name = name
    self.domain = domain
    self.conditions = conditions
  }
}

extension Parameter: Codable {
  private enum CodingKeys: String, CodingKey { case name, conditions }

  /// Reads a domain with a `name` and, where it is conditional, `conditions`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    domain = try ParameterDomain(from: decoder)
    conditions = try container.decodeIfPresent([Condition].self, forKey: .conditions) ?? []
  }

  /// Writes the form that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try domain.encode(to: encoder)
    if !conditions.isEmpty { try container.encode(conditions, forKey: .conditions) }
  }
}

/// The parameters of a study: a tree where some are there only with certain values of others.
///
/// ```swift
/// let space = try SearchSpace([
///   Parameter("booster", .categorical(["linear", "tree"])),
///   Parameter("depth", .integer(low: 1, high: 15), if: .init("booster", isOneOf: ["tree"])),
///   Parameter("rate", .float(low: 1e-4, high: 1, scale: .logarithmic)),
/// ])
/// ```
public struct SearchSpace: Sendable, Hashable {
  /// The most parameters a space can have.
  public static let largestCount = 10_000

  /// The parameters; each stands after those on which it depends.
  public let parameters: [Parameter]
  /// Conditions that the parameters of a trial keep together.
  public let restrictions: [Restriction]

  /// A space without parameters.
  public static let empty = SearchSpace()

  private init() { (parameters, restrictions) = ([], []) }

  /// A space of `parameters`, in any order.
  ///
  /// - Throws: ``SearchError/space(_:remedy:)`` for a name twice, bounds that make no sense, and conditions on a
  ///   parameter that does not exist, that cannot have the value, or that depends on the parameter itself.
  public init(_ parameters: [Parameter], where restrictions: [Restriction] = []) throws(SearchError) {
    guard parameters.count <= Self.largestCount else {
      throw .space(
        "the space has \(parameters.count) parameters", remedy: "Use at most \(Self.largestCount).")
    }
    var byName: [String: Parameter] = [:]
    for parameter in parameters {
      guard !parameter.name.isEmpty else { throw .space("a parameter has no name", remedy: "Give it one.") }
      guard byName.updateValue(parameter, forKey: parameter.name) == nil else {
        throw .space("two parameters are called \"\(parameter.name)\"", remedy: "Rename one of them.")
      }
      try parameter.domain.validate(name: parameter.name)
    }
    for parameter in parameters {
      for condition in parameter.conditions {
        guard let parent = byName[condition.parent] else {
          throw .space(
            "parameter \"\(parameter.name)\" depends on \"\(condition.parent)\", which does not exist",
            remedy: "Correct the name, or add the parameter.")
        }
        try Self.check(condition, of: parameter, on: parent)
      }
    }
    for restriction in restrictions {
      if let unknown = restriction.parameterNames.subtracting(byName.keys).min() {
        throw .space(
          "the constraint \"\(restriction.text)\" names \"\(unknown)\", which is no parameter",
          remedy: "Correct the name, or put it in quotes if it is a value.")
      }
    }
    self.parameters = try Self.parentsFirst(parameters)
    self.restrictions = restrictions
  }

  private static func check(_ condition: Parameter.Condition, of parameter: Parameter, on parent: Parameter)
    throws(SearchError)
  {
    guard !condition.values.isEmpty else {
      throw .space(
        "parameter \"\(parameter.name)\" has a condition without values", remedy: "Name at least one.")
    }
    if case .float(_, _, _, nil) = parent.domain {
      throw .space(
        "parameter \"\(parameter.name)\" depends on \"\(parent.name)\", which is a continuous number",
        remedy: "Depend on a parameter with separate values.")
    }
    let axis = Axis(parent.domain)
    if let impossible = condition.values.first(where: { axis.position(of: $0) == nil }) {
      throw .space(
        "parameter \"\(parameter.name)\" depends on \"\(parent.name)\" being \(impossible), which it never is",
        remedy: "Correct the value.")
    }
  }

  /// The parameters in an order in which each stands after its parents, otherwise as given.
  private static func parentsFirst(_ parameters: [Parameter]) throws(SearchError) -> [Parameter] {
    var ordered: [Parameter] = []
    var placed: Set<String> = []
    var remaining = parameters
    while !remaining.isEmpty {
      let waiting = remaining.filter { parameter in
        let isReady = parameter.conditions.allSatisfy { placed.contains($0.parent) }
        if isReady {
          ordered.append(parameter)
          placed.insert(parameter.name)
        }
        return !isReady
      }
      guard waiting.count < remaining.count else {
        let names = waiting.map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw .space(
          "the parameters \(names) depend on each other in a circle", remedy: "Remove one of the conditions.")
      }
      remaining = waiting
    }
    return ordered
  }
}

extension SearchSpace: Codable {
  private enum CodingKeys: String, CodingKey { case parameters, constraints }

  /// Reads a list of parameters, or `{"parameters": […], "constraints": ["…"]}`.
  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: CodingKeys.self) {
      try self.init(
        try container.decode([Parameter].self, forKey: .parameters),
        where: try container.decodeIfPresent([Restriction].self, forKey: .constraints) ?? [])
    } else {
      try self.init([Parameter](from: decoder))
    }
  }

  /// Writes a list of parameters where there are no constraints.
  public func encode(to encoder: any Encoder) throws {
    guard !restrictions.isEmpty else { return try parameters.encode(to: encoder) }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(restrictions, forKey: .constraints)
  }
}
