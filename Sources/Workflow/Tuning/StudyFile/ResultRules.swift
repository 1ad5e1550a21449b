import Foundation
import Search

/// Reads how results are found: objectives, constraints and values on the way.
enum ResultRules {
  private static let sourceKeys = ["line", "pattern", "json", "key", "measure"]

  /// One objective under `objective`, or several under `objectives`.
  static func objectives(_ fields: [String: FileNode]) throws(TuningError) -> [StudyFile.Objective] {
    if let list = fields["objectives"] {
      if let single = fields["objective"] {
        throw single.error("there are both objective and objectives", remedy: "Keep one of them.")
      }
      let items = try list.items()
      guard !items.isEmpty else { throw list.error("there is no objective", remedy: "Add one.") }
      var objectives: [StudyFile.Objective] = []
      for item in items { objectives.append(try objective(item, isOnly: items.count == 1)) }
      if let (node, objective) = zip(items, objectives).first(where: { pair in
        objectives.count { $0.name == pair.1.name } > 1
      }) {
        throw node.error("two objectives are called \"\(objective.name)\"", remedy: "Rename one of them.")
      }
      return objectives
    }
    guard let single = fields["objective"] else {
      return [StudyFile.Objective(name: "value", direction: .minimize, source: .lastNumber)]
    }
    return [try objective(single, isOnly: true)]
  }

  private static func objective(_ node: FileNode, isOnly: Bool) throws(TuningError) -> StudyFile.Objective {
    guard node.isMapping else {
      guard isOnly else {
        throw node.error(
          "with several objectives each needs a name", remedy: "Write {name: loss, direction: minimize}.")
      }
      return StudyFile.Objective(
        name: "value", direction: try node.choice(Direction.self), source: .lastNumber)
    }
    let fields = try node.fields(["name", "direction"] + sourceKeys)
    let name = try (fields["name"] ?? fields["line"])?.word()
    guard name != nil || isOnly else {
      throw node.error("the objective has no name", remedy: "Give it a name.")
    }
    guard let direction = try fields["direction"]?.choice(Direction.self) else {
      throw node.error(
        "the objective has no direction", remedy: "Add direction: minimize or direction: maximize.")
    }
    // With one objective a bare number is clear; with several each must say its name.
    let fallback = name.flatMap { isOnly ? nil : ValueSource.line(name: $0) } ?? .lastNumber
    return StudyFile.Objective(
      name: name ?? "value", direction: direction, source: try source(fields, node) ?? fallback)
  }

  /// Limits under `constraints`.
  static func constraints(_ list: FileNode?) throws(TuningError) -> [StudyFile.Constraint] {
    var constraints: [StudyFile.Constraint] = []
    for node in try list?.items() ?? [] {
      let fields = try node.fields(["name", "at-most", "at-least"] + sourceKeys)
      let (upper, lower) = (fields["at-most"], fields["at-least"])
      guard (upper == nil) != (lower == nil), let bound = try (upper ?? lower)?.number() else {
        throw node.error("a constraint has one limit", remedy: "Give either at-most or at-least.")
      }
      let name = try (fields["name"] ?? fields["line"])?.word()
      guard let source = try source(fields, node) ?? name.map(ValueSource.line) else {
        throw node.error("a constraint needs a name", remedy: "Give it a name.")
      }
      constraints.append(
        StudyFile.Constraint(
          name: name ?? "constraint \(constraints.count + 1)", source: source, bound: bound,
          isUpper: upper != nil))
    }
    return constraints
  }

  /// Values on the way under `reports`.
  static func reports(_ node: FileNode?) throws(TuningError) -> ReportRule? {
    guard let node else { return nil }
    let fields = try node.fields(["line", "pattern", "json"])
    guard fields.count == 1 else {
      throw node.error("reports are found in one way", remedy: "Give one of line, pattern, json.")
    }
    if let line = fields["line"] { return .line(name: try line.word()) }
    if let field = fields["pattern"] {
      let pattern = try checked(field)
      guard pattern.contains("(?<value>") else {
        throw field.error(
          "the pattern has no group \"value\"", remedy: #"Write (?<value>\S+) where the value stands."#)
      }
      return .pattern(pattern)
    }
    guard let json = fields["json"] else { return nil }
    let keys = try json.fields(["value", "step"])
    guard let value = try keys["value"]?.word() else {
      throw json.error("it is not said which key has the value", remedy: "Add value: KEY.")
    }
    return .json(value: value, step: try keys["step"]?.word())
  }

  private static func source(
    _ fields: [String: FileNode], _ node: FileNode
  ) throws(TuningError) -> ValueSource? {
    let given = ["line", "pattern", "json", "measure"].filter { fields[$0] != nil }
    guard given.count <= 1 else {
      throw node.error(
        "there are several sources: \(given.joined(separator: ", "))", remedy: "Keep one of them.")
    }
    if let key = fields["key"], fields["json"] == nil {
      throw key.error("a key leads into a JSON file", remedy: "Add json: FILE.")
    }
    if let line = fields["line"] { return .line(name: try line.word()) }
    if let pattern = fields["pattern"] { return .pattern(try checked(pattern)) }
    if let file = fields["json"] {
      guard let key = try fields["key"]?.word() else {
        throw node.error(
          "it is not said where in the file the number is", remedy: "Add key, such as metrics.loss.")
      }
      return .json(
        file: TextTemplate(try file.word()), keys: key.split(separator: ".").map(String.init))
    }
    guard let measure = fields["measure"] else { return nil }
    let measures: [(name: String, source: ValueSource)] = [
      ("last-number", .lastNumber), ("seconds", .seconds), ("last-report", .lastReport),
      ("best-report", .bestReport),
    ]
    let word = try measure.text()
    guard let found = measures.first(where: { $0.name == word }) else {
      throw measure.error(
        "there is no measure \"\(word)\"", remedy: NearestName.remedy(for: word, among: measures.map(\.name)))
    }
    return found.source
  }

  private static func checked(_ node: FileNode) throws(TuningError) -> String {
    let pattern = try node.word()
    do { _ = try NSRegularExpression(pattern: pattern) } catch {
      throw node.error("this is not a regular expression", remedy: "Check its brackets and backslashes.")
    }
    return pattern
  }
}
