/// The schedulers by their names, for configurations and command lines.
public enum SchedulerCatalog {
  private typealias Maker = @Sendable (inout SettingReader) throws(SearchError) -> (any Scheduler)?

  private static let makers: [(name: String, make: Maker)] = [
    ("none", { _ in nil }),
    ("asha", { (settings) throws(SearchError) in try asynchronous(.promotion, &settings) }),
    ("asha-stopping", { (settings) throws(SearchError) in try asynchronous(.stopping, &settings) }),
    (
      "hyperband",
      { (settings) throws(SearchError) in
        Hyperband(
          minimumStep: try settings.integer("minimum-step", atLeast: 1) ?? 1,
          reductionFactor: try settings.integer("reduction-factor", atLeast: 2) ?? 3,
          bracketsWithoutEnd: try settings.integer("brackets-without-end", atLeast: 1) ?? 4,
          isDelayed: try settings.boolean("delayed") ?? false)
      }
    ),
    (
      "successive-halving",
      { (settings) throws(SearchError) in
        SuccessiveHalving(
          trials: try settings.integer("trials", atLeast: 1),
          minimumStep: try settings.integer("minimum-step", atLeast: 1) ?? 1,
          reductionFactor: try settings.integer("reduction-factor", atLeast: 2) ?? 3)
      }
    ),
    ("median", { (settings) throws(SearchError) in try percentile(50, &settings) }),
    (
      "percentile",
      { (settings) throws(SearchError) in
        try percentile(settings.number("percentile", in: 0...100) ?? 25, &settings)
      }
    ),
    (
      "wilcoxon",
      { (settings) throws(SearchError) in
        WilcoxonStopping(
          significance: try settings.number("significance", in: 0...1) ?? 0.1,
          startupSteps: try settings.integer("startup-steps", atLeast: 1) ?? 2)
      }
    ),
    (
      "executions",
      { (settings) throws(SearchError) in
        let significance = try settings.number("significance", in: 0...1) ?? 0.05
        let lowest = try settings.number("lowest-loss", in: -1e300...1e300)
        return ExecutionStopping(
          executions: try settings.needed("executions", atLeast: 1), significance: significance,
          lowestLoss: lowest)
      }
    ),
  ]

  /// The names there are.
  public static var names: [String] { makers.map(\.name) }

  /// A scheduler with its default settings; `nil` for `none`.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` if there is none of that name.
  public static func scheduler(named name: String) throws(SearchError) -> (any Scheduler)? {
    try scheduler(StrategyChoice(name))
  }

  /// A scheduler with settings; `nil` for `none`.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` if there is none of that name, and for settings that it does not have or
  ///   that cannot be.
  public static func scheduler(_ choice: StrategyChoice) throws(SearchError) -> (any Scheduler)? {
    var settings = SettingReader(choice)
    let scheduler = try maker(choice.name)(&settings)
    try settings.finish()
    return scheduler
  }

  /// The settings of the scheduler of a name; none if there is no such scheduler.
  public static func settingNames(of name: String) -> [String] {
    var settings = SettingReader(StrategyChoice(name))
    _ = try? maker(name)(&settings)
    return settings.names
  }

  private static func maker(_ name: String) throws(SearchError) -> Maker {
    guard let maker = makers.first(where: { $0.name == name }) else {
      throw .setting(
        "there is no scheduler \"\(name)\"", remedy: "Choose one of \(names.joined(separator: ", ")).")
    }
    return maker.make
  }

  private static func asynchronous(
    _ variant: AsynchronousSuccessiveHalving.Variant, _ settings: inout SettingReader
  ) throws(SearchError) -> any Scheduler {
    AsynchronousSuccessiveHalving(
      variant, minimumStep: try settings.integer("minimum-step", atLeast: 1) ?? 1,
      reductionFactor: try settings.integer("reduction-factor", atLeast: 2) ?? 3,
      brackets: try settings.integer("brackets", atLeast: 1) ?? 1,
      isDelayed: try settings.boolean("delayed") ?? false)
  }

  private static func percentile(
    _ percentile: Double, _ settings: inout SettingReader
  ) throws(SearchError) -> any Scheduler {
    PercentileStopping(
      percentile, startupTrials: try settings.integer("startup-trials", atLeast: 0) ?? 5,
      warmUpSteps: try settings.integer("warm-up-steps", atLeast: 0) ?? 0,
      interval: try settings.integer("interval", atLeast: 1) ?? 1,
      leastCompared: try settings.integer("least-compared", atLeast: 1) ?? 1)
  }
}
