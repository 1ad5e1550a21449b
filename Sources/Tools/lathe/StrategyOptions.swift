import ArgumentParser
import Search

/// The options that choose a sampler and a scheduler.
struct StrategyOptions: ParsableArguments {
  @Option(help: "The strategy of search: \(SamplerCatalog.names.joined(separator: ", ")); auto by default.")
  var sampler: String?

  @Option(
    name: .customLong("sampler-option"),
    help: ArgumentHelp("A setting of the sampler, such as startup-trials=20.", valueName: "name=value"))
  var samplerSettings: [Setting] = []

  @Option(
    help:
      "What stops trials early, where there are steps: \(SchedulerCatalog.names.joined(separator: ", ")).")
  var scheduler: String?

  @Option(
    name: .customLong("scheduler-option"),
    help: ArgumentHelp("A setting of the scheduler, such as reduction-factor=4.", valueName: "name=value"))
  var schedulerSettings: [Setting] = []

  /// One `NAME=VALUE`.
  struct Setting: ExpressibleByArgument {
    let name: String
    let value: ParameterValue

    init?(argument: String) {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { return nil }
      name = parts[0].replacing("_", with: "-")
      value =
        Bool(parts[1]).map(ParameterValue.boolean) ?? Int(parts[1]).map(ParameterValue.integer)
        ?? Double(parts[1]).map(ParameterValue.number) ?? .text(parts[1])
    }
  }

  /// The sampler that these options leave of what a file says.
  func sampler(replacing chosen: StrategyChoice?) throws -> StrategyChoice? {
    try Self.choice(sampler, samplerSettings, replacing: chosen, default: "auto")
      .map { choice in
        _ = try SamplerCatalog.sampler(choice)
        return choice
      }
  }

  /// The scheduler that these options leave of what a file says.
  func scheduler(replacing chosen: StrategyChoice?) throws -> StrategyChoice? {
    try Self.choice(scheduler, schedulerSettings, replacing: chosen, default: "none")
      .map { choice in
        _ = try SchedulerCatalog.scheduler(choice)
        return choice
      }
  }

  /// Another strategy begins with its own defaults; the same one keeps the settings that are not replaced.
  private static func choice(
    _ name: String?, _ settings: [Setting], replacing chosen: StrategyChoice?,
    default standard: StrategyChoice
  ) -> StrategyChoice? {
    guard name != nil || !settings.isEmpty else { return chosen }
    var choice = chosen ?? standard
    if let name, name != choice.name { choice = StrategyChoice(name) }
    for setting in settings { choice.settings[setting.name] = setting.value }
    return choice
  }
}
