import Foundation
import Search
import Yams

extension StudyFile {
  private static let byteLimit = 1 << 20
  private static let keys = [
    "name", "command", "folder", "environment", "pass", "parameters", "objective", "objectives",
    "constraints", "reports", "steps", "executions", "sampler", "scheduler", "trials", "time", "parallel",
    "timeout",
    "grace", "retries", "failures", "storage", "seed", "enqueue",
  ]

  /// The study file at `url`, in YAML or JSON.
  ///
  /// - Throws: ``TuningError`` with the line and the key that cannot be understood.
  public init(contentsOf url: URL) throws(TuningError) {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw .file(path: url.path, problem: "the file cannot be read", remedy: "Check its name.")
    }
    guard data.count <= Self.byteLimit else {
      throw .file(
        path: url.path, problem: "it has \(data.count) bytes, a study file has at most \(Self.byteLimit)",
        remedy: nil)
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw .file(path: url.path, problem: "it is not UTF-8 text", remedy: "Save it as UTF-8.")
    }
    try self.init(text: text, url: url)
  }

  /// The study file with a text; places of other files are relative to `url`.
  init(text: String, url: URL) throws(TuningError) {
    let path = url.path
    guard !Self.nestsTooDeeply(text) else {
      throw .studyFile(path: path, line: nil, key: nil, problem: "it is nested too deeply", remedy: nil)
    }
    let composed: Node?
    do {
      // JSON may be indented with tabs, YAML may not; within the strings of JSON there are none.
      composed = try Yams.compose(
        yaml: url.pathExtension == "json" ? text.replacing("\t", with: " ") : text)
    } catch {
      throw .studyFile(
        path: path, line: nil, key: nil,
        problem: Self.line("\(error)"),
        remedy: "Check indentation, quotes and brackets there.")
    }
    guard let composed else {
      throw .studyFile(
        path: path, line: nil, key: nil, problem: "it is empty", remedy: "Add command and parameters.")
    }
    try self.init(FileNode(path: path, key: "", node: composed), url: url)
  }

  private init(_ root: FileNode, url: URL) throws(TuningError) {
    let fields = try root.fields(Self.keys)
    func needed(_ key: String, _ remedy: String) throws(TuningError) -> FileNode {
      guard let field = fields[key] else { throw root.error("\(key) is missing", remedy: remedy) }
      return field
    }
    self.url = url
    name = try fields["name"]?.word() ?? url.deletingPathExtension().lastPathComponent
    command = try Self.command(needed("command", "Say which program to run."))
    space = try SpaceReader.read(needed("parameters", "Say what may be changed."))
    objectives = try ResultRules.objectives(fields)
    storage = url.deletingPathExtension().appendingPathExtension("db").path
    let home = url.deletingLastPathComponent()
    folder =
      try fields["folder"].map { (field) throws(TuningError) in
        URL(filePath: try field.word(), relativeTo: home)
      } ?? home
    for (name, field) in try fields["environment"]?.entries() ?? [] {
      environment[try Self.variable(name, field)] = try field.text()
    }
    try readPassing(fields["pass"])
    constraints = try ResultRules.constraints(fields["constraints"])
    reports = try ResultRules.reports(fields["reports"])
    maximumStep = try fields["steps"]?.integer(1...Int.max)
    executions = try fields["executions"]?.integer(1...1_000) ?? 1
    sampler = try fields["sampler"].map { (field) throws(TuningError) in
      try StrategyReader.sampler(field)
    }
    scheduler = try fields["scheduler"].map { (field) throws(TuningError) in
      try StrategyReader.scheduler(field)
    }
    trials = try fields["trials"]?.integer(1...Int.max)
    seconds = try fields["time"]?.seconds()
    parallel = try fields["parallel"]?.integer(1...1_024) ?? 1
    trialSeconds = try fields["timeout"]?.seconds()
    graceSeconds = try fields["grace"]?.seconds() ?? 5
    retries = try fields["retries"]?.integer(0...1_000) ?? 0
    failures = try fields["failures"]?.integer(1...Int.max) ?? 10
    seed = UInt64(try fields["seed"]?.integer(0...Int.max) ?? 0)
    if let field = fields["storage"] { storage = Self.storage(try field.word(), relativeTo: home) }
    try readEnqueued(fields["enqueue"])
    try check(fields)
  }

  /// A message of the parser, which may quote all of the file, as one line.
  private static func line(_ message: String) -> String {
    let line = message.split(separator: "\n").joined(separator: " ").trimmingCharacters(in: ["."])
    return line.count > 300 ? line.prefix(300) + "…" : line
  }

  /// Deeper nesting than any study needs would exhaust the stack of the parser.
  private static func nestsTooDeeply(_ text: String) -> Bool {
    var depth = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
      if depth > 200 { return true }
    }
    return text.split(separator: "\n").contains { $0.prefix { " -?:\t".contains($0) }.count > 400 }
  }

  private static func command(_ node: FileNode) throws(TuningError) -> [TextTemplate] {
    var words: [String] = []
    if node.isList {
      for item in try node.items() { words.append(try item.text()) }
    } else {
      guard let split = CommandWords.split(try node.text()) else {
        throw node.error("a quote has no end", remedy: "Close it, or write the command as a list.")
      }
      words = split
    }
    guard words.first?.isEmpty == false else { throw node.error("it is empty", remedy: "Name a program.") }
    if let word = words.first(where: { $0.contains("\0") }) {
      throw node.error("\"\(word)\" has a character that no argument can have")
    }
    return words.map(TextTemplate.init)
  }

  private static func variable(_ name: String, _ node: FileNode) throws(TuningError) -> String {
    guard name.first?.isNumber == false,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    else {
      throw node.error(
        "\"\(name)\" cannot be the name of a variable", remedy: "Use letters, digits and underscores.")
    }
    return name
  }

  /// A place for studies: the path of a file counts from the study file on.
  private static func storage(_ text: String, relativeTo home: URL) -> String {
    if text == "memory" || text.contains("://") { return text }
    let scheme = "sqlite:"
    let path = text.hasPrefix(scheme) ? String(text.dropFirst(scheme.count)) : text
    return URL(filePath: path, relativeTo: home).path
  }

  private mutating func readPassing(_ node: FileNode?) throws(TuningError) {
    guard let node else { return }
    let fields = try node.fields(["arguments", "environment", "file"])
    if let field = fields["arguments"] {
      let items = field.isList ? try field.items() : [field]
      for item in items { passing.arguments.append(TextTemplate(try item.word())) }
      let names = passing.arguments.flatMap(\.names)
      guard names.contains("value") else {
        throw field.error("it has no place for the value", remedy: "Write it as --{name}={value}.")
      }
      if let unknown = names.first(where: { $0 != "name" && $0 != "value" }) {
        throw field.error("there is no {\(unknown)} here", remedy: "Use {name} and {value}.")
      }
    }
    if let field = fields["environment"] {
      if field.isMapping {
        for (name, template) in try field.entries() {
          passing.variables[try Self.variable(name, template)] = TextTemplate(try template.text())
        }
      } else {
        passing.variablePrefix = try Self.variable(field.text(), field)
      }
    }
    if let field = fields["file"] {
      let name = try field.word()
      guard !name.contains("/"), name != ".", name != "..", name != "log.txt" else {
        throw field.error(
          "\"\(name)\" is not a name in the trial's folder", remedy: "Write it as parameters.json.")
      }
      passing.file = name
    }
  }

  private mutating func readEnqueued(_ node: FileNode?) throws(TuningError) {
    let encoded = EncodedSpace(space)
    for item in try node?.items() ?? [] {
      var assignment: [String: ParameterValue] = [:]
      for (name, field) in try item.entries() {
        guard let axis = encoded.axisIndex(named: name).map({ encoded.axes[$0] }) else {
          throw field.error(
            "there is no such parameter",
            remedy: NearestName.remedy(for: name, among: space.parameters.map(\.name)))
        }
        let value = try field.value()
        guard let position = axis.position(of: value) else {
          throw field.error("the parameter cannot be \(value)", remedy: "Give a value within its bounds.")
        }
        assignment[name] = axis.value(at: position)
      }
      enqueued.append(assignment)
    }
  }
}
