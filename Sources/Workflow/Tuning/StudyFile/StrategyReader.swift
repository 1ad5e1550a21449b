import Search

/// Reads a sampler or a scheduler: a name, or a mapping of the name and settings.
enum StrategyReader {
  /// The scheduler for trials that are executed several times, and its setting.
  static let executions = "executions"

  static func sampler(_ node: FileNode) throws(TuningError) -> StrategyChoice {
    try read(node, SamplerCatalog.names, SamplerCatalog.settingNames) { (choice) throws(SearchError) in
      _ = try SamplerCatalog.sampler(choice)
    }
  }

  static func scheduler(_ node: FileNode) throws(TuningError) -> StrategyChoice {
    let settingNames = { (name: String) in
      // The study file says how many executions there are at another place.
      SchedulerCatalog.settingNames(of: name).filter { $0 != executions }
    }
    return try read(node, SchedulerCatalog.names, settingNames) { (choice) throws(SearchError) in
      var choice = choice
      if choice.name == executions { choice.settings[executions] = 1 }
      _ = try SchedulerCatalog.scheduler(choice)
    }
  }

  private static func read(
    _ node: FileNode, _ names: [String], _ settingNames: (String) -> [String],
    check: (StrategyChoice) throws(SearchError) -> Void
  ) throws(TuningError) -> StrategyChoice {
    guard node.isMapping else { return StrategyChoice(try name(node, names)) }
    let entries = try node.entries()
    guard let nameField = entries.first(where: { $0.name == "name" })?.field else {
      throw node.error("name is missing", remedy: "Say which, such as {name: \(names[0])}.")
    }
    var choice = StrategyChoice(try name(nameField, names))
    let known = settingNames(choice.name)
    for (key, field) in entries where key != "name" {
      let setting = key.replacing("_", with: "-")
      guard known.contains(setting) else {
        throw field.error(
          "\(choice.name) has no such setting",
          remedy: known.isEmpty
            ? "Remove it: there are none." : NearestName.remedy(for: setting, among: known))
      }
      guard choice.settings[setting] == nil else {
        throw field.error("the setting is there twice", remedy: "Keep one of them.")
      }
      choice.settings[setting] = try field.value()
      // With those before it: a problem is one of this setting.
      do throws(SearchError) { try check(choice) } catch {
        throw field.error(error.explanation.what, remedy: error.explanation.remedy)
      }
    }
    return choice
  }

  private static func name(_ node: FileNode, _ names: [String]) throws(TuningError) -> String {
    let name = try node.text()
    guard names.contains(name) else {
      throw node.error("there is no \"\(name)\"", remedy: NearestName.remedy(for: name, among: names))
    }
    return name
  }
}
