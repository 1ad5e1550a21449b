import Search

/// Reads parameters: a mapping from names to domains, or a list of domains with names.
enum SpaceReader {
  private static let types = ["float", "integer", "categorical", "ordinal", "boolean"]
  private static let synonyms = ["int": "integer", "cat": "categorical", "bool": "boolean"]

  /// The space described at `node`.
  static func read(_ node: FileNode) throws(TuningError) -> SearchSpace {
    var parameters: [Parameter] = []
    if node.isList {
      for item in try node.items() { parameters.append(try parameter(item, name: nil)) }
    } else {
      for (name, field) in try node.entries() { parameters.append(try parameter(field, name: name)) }
    }
    guard !parameters.isEmpty else { throw node.error("there are no parameters", remedy: "Add one.") }
    do throws(SearchError) {
      return try SearchSpace(parameters)
    } catch {
      throw node.error(error.explanation.what, remedy: error.explanation.remedy)
    }
  }

  private static func parameter(_ node: FileNode, name: String?) throws(TuningError) -> Parameter {
    let common = ["type", "if", "conditions"] + (name == nil ? ["name"] : [])
    let all = common + ["low", "high", "log", "step", "choices"]
    let fields = try node.fields(all)
    let word = try fields["name"]?.word()
    guard let name = name ?? word else {
      throw node.error("the parameter has no name", remedy: "Add name.")
    }
    guard !name.hasPrefix("trial.") else {
      throw node.error("names that begin with \"trial.\" stand for other things", remedy: "Rename it.")
    }
    guard let type = fields["type"] else {
      throw node.error(
        "the parameter has no type", remedy: "Add type: \(types.joined(separator: ", ")).")
    }
    let typeName = try type.text()
    let allowed: [String]
    let domain: ParameterDomain
    switch synonyms[typeName] ?? typeName {
    case "float":
      allowed = ["low", "high", "log", "step"]
      domain = .float(
        low: try needed("low", fields, node).number(), high: try needed("high", fields, node).number(),
        scale: try scale(fields), step: try fields["step"]?.number())
    case "integer":
      allowed = ["low", "high", "log", "step"]
      let limits = -(1 << 53)...(1 << 53)
      domain = .integer(
        low: try needed("low", fields, node).integer(limits),
        high: try needed("high", fields, node).integer(limits),
        scale: try scale(fields), step: try fields["step"]?.integer(1...limits.upperBound) ?? 1)
    case "categorical":
      allowed = ["choices"]
      domain = .categorical(try choices(needed("choices", fields, node)))
    case "ordinal":
      allowed = ["choices"]
      domain = .ordinal(try choices(needed("choices", fields, node)))
    case "boolean":
      allowed = []
      domain = .boolean
    default:
      throw type.error(
        "\"\(typeName)\" is no type of parameter", remedy: NearestName.remedy(for: typeName, among: types))
    }
    if let (key, field) = fields.first(where: { !common.contains($0.key) && !allowed.contains($0.key) }) {
      throw field.error("a parameter of type \(typeName) has no \(key)", remedy: "Remove it.")
    }
    var parameter = Parameter(name, domain)
    parameter.conditions = try conditions(fields)
    return parameter
  }

  private static func needed(
    _ key: String, _ fields: [String: FileNode], _ node: FileNode
  ) throws(TuningError) -> FileNode {
    guard let field = fields[key] else { throw node.error("\(key) is missing", remedy: "Add \(key).") }
    return field
  }

  private static func scale(_ fields: [String: FileNode]) throws(TuningError) -> ParameterDomain.Scale {
    try fields["log"]?.boolean() ?? false ? .logarithmic : .linear
  }

  private static func choices(_ node: FileNode) throws(TuningError) -> [ParameterValue] {
    var choices: [ParameterValue] = []
    for item in try node.items() { choices.append(try item.value()) }
    return choices
  }

  /// `if: {parent: value or list}`, or the longer form of the JSON space.
  private static func conditions(_ fields: [String: FileNode]) throws(TuningError) -> [Parameter.Condition] {
    var conditions: [Parameter.Condition] = []
    for (parent, values) in try fields["if"]?.entries() ?? [] {
      conditions.append(
        Parameter.Condition(
          parent, isOneOf: values.isList ? try choices(values) : [try values.value()]))
    }
    for item in try fields["conditions"]?.items() ?? [] {
      let parts = try item.fields(["parent", "values"])
      conditions.append(
        Parameter.Condition(
          try needed("parent", parts, item).word(), isOneOf: try choices(needed("values", parts, item))))
    }
    return conditions
  }
}
