import Search

extension StudyFile {
  /// What the program can be told about its trial, beside parameters.
  static let trialPlaces = [
    "trial.number", "trial.folder", "trial.file", "trial.until", "trial.seed", "trial.execution",
  ]

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
    if executions > 1, let field = fields["steps"] {
      throw field.error("with executions, these are the steps of a trial", remedy: "Remove steps.")
    }
    try checkScheduler(fields["scheduler"])
    try checkPassing(fields)
  }

  /// Finds a scheduler that would have nothing to decide from.
  ///
  /// - Parameter field: Where it stands in the file; `nil` if it comes from elsewhere.
  func checkScheduler(_ field: FileNode? = nil) throws(TuningError) {
    guard let name = scheduler?.name, name != "none" else { return }
    let (problem, remedy): (String, String)
    if executions > 1 {
      guard objectives.count > 1 else { return }
      (problem, remedy) = (
        "executions of several objectives cannot be stopped early", "Remove the scheduler."
      )
    } else if name == StrategyReader.executions {
      (problem, remedy) = ("there is one execution a trial", "Add executions: 3, or more.")
    } else if reports == nil {
      (problem, remedy) = ("a scheduler decides from values on the way, but none are read", "Add reports.")
    } else {
      return
    }
    throw field?.error(problem, remedy: remedy)
      ?? .studyFile(path: url.path, line: nil, key: "scheduler", problem: problem, remedy: remedy)
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

extension StudyFile {
  /// The last step of a trial, if it is known.
  var lastStep: Int? { executions > 1 ? executions : maximumStep }

  /// The scheduler that the study gets: one that rejects hopeless trials early where there are executions.
  var chosenScheduler: StrategyChoice? {
    let rejects = executions > 1 && objectives.count == 1
    guard var choice = scheduler ?? (rejects ? StrategyChoice(StrategyReader.executions) : nil) else {
      return nil
    }
    if choice.name == StrategyReader.executions {
      choice.settings[StrategyReader.executions] = .integer(executions)
    }
    return choice
  }
}
