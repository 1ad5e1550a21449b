import Search

extension StudyFile {
  /// What the program can be told about its trial, beside parameters.
  static let trialPlaces = ["trial.number", "trial.folder", "trial.file", "trial.until", "trial.seed"]

  /// Finds places without a value, and parameters that reach the program nowhere.
  mutating func check(_ fields: [String: FileNode]) throws(TuningError) {
    let known = space.parameters.map(\.name) + Self.trialPlaces
    var templates = command.map { ("command", $0) }
    templates += passing.variables.sorted { $0.key < $1.key }.map { ("pass", $0.value) }
    for objective in objectives {
      if case .json(let file, _) = objective.source {
        templates.append((fields["objectives"] == nil ? "objective" : "objectives", file))
      }
    }
    for constraint in constraints {
      if case .json(let file, _) = constraint.source { templates.append(("constraints", file)) }
    }
    for (key, template) in templates {
      guard let name = template.names.first(where: { !known.contains($0) }), let field = fields[key] else {
        continue
      }
      let suggestion = NearestName.suggestion(for: name, among: known).map { "Did you mean {\($0)}? " } ?? ""
      throw field.error(
        "there is no parameter for {\(name)}", remedy: "\(suggestion)Write {{\(name)}} for the text itself.")
    }
    if let name = command.flatMap(\.names).first(where: { $0 == "trial.file" }), passing.file == nil,
      let field = fields["command"]
    {
      throw field.error("there is no file for {\(name)}", remedy: "Add pass: {file: parameters.json}.")
    }
    if objectives.contains(where: { $0.source == .lastReport || $0.source == .bestReport }), reports == nil,
      let field = fields["objectives"] ?? fields["objective"]
    {
      throw field.error("the value is that of a report, but there are none", remedy: "Add reports.")
    }
    if let field = fields["scheduler"], reports == nil, scheduler?.name != "none" {
      throw field.error(
        "a scheduler decides from values on the way, but none are read", remedy: "Add reports.")
    }
    try checkPassing(fields)
  }

  private mutating func checkPassing(_ fields: [String: FileNode]) throws(TuningError) {
    let placed = Set(command.flatMap(\.names) + passing.variables.values.flatMap(\.names))
    let names = space.parameters.map(\.name)
    if fields["pass"] == nil, placed.isDisjoint(with: names) {
      passing.arguments = [TextTemplate("--{name}={value}")]
    }
    if !passing.passesAll, let missing = names.first(where: { !placed.contains($0) }),
      let field = fields["command"]
    {
      throw field.error(
        "parameter \"\(missing)\" does not reach the program",
        remedy: "Write {\(missing)} where its value belongs, or add pass.")
    }
  }
}
