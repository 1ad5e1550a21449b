/// The samplers by their names, for configurations and command lines.
public enum SamplerCatalog {
  private typealias Maker = @Sendable (inout SettingReader) throws(SearchError) -> any Sampler

  private static let makers: [(name: String, make: Maker)] = [
    ("auto", { _ in AutoSampler() }),
    (
      "gp",
      { (settings) throws(SearchError) in
        GaussianProcessSampler(startupTrials: try settings.integer("startup-trials", atLeast: 2) ?? 10)
      }
    ),
    (
      "tpe",
      { (settings) throws(SearchError) in
        let isMultivariate = try settings.boolean("multivariate")
        let grouping = isMultivariate.map { $0 ? TreeParzenSampler.Grouping.multivariate : .univariate }
        return try treeParzen(grouping ?? .grouped, &settings)
      }
    ),
    ("tpe-univariate", { (settings) throws(SearchError) in try treeParzen(.univariate, &settings) }),
    ("tpe-multivariate", { (settings) throws(SearchError) in try treeParzen(.multivariate, &settings) }),
    (
      "bohb",
      { (settings) throws(SearchError) in
        FidelitySampler(
          wrapping: try treeParzen(.grouped, &settings),
          randomShare: try settings.number("random-share", in: 0...1) ?? 0.1)
      }
    ),
    ("cma-es", covarianceMatrix), ("evolution", evolution), ("nsga-ii", sorting),
    (
      "mobo",
      { (settings) throws(SearchError) in
        MultiObjectiveSampler(startupTrials: try settings.integer("startup-trials", atLeast: 2) ?? 10)
      }
    ),
    ("sobol", { _ in SobolSampler() }),
    ("random", { _ in RandomSampler() }),
    (
      "grid",
      { (settings) throws(SearchError) in
        GridSampler(resolution: try settings.integer("resolution", atLeast: 1) ?? 10)
      }
    ),
  ]

  /// The names there are.
  public static var names: [String] { makers.map(\.name) }

  /// A sampler with its default settings.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` if there is none of that name.
  public static func sampler(named name: String) throws(SearchError) -> any Sampler {
    try sampler(StrategyChoice(name))
  }

  /// A sampler with settings.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` if there is none of that name, and for settings that it does not have or
  ///   that cannot be.
  public static func sampler(_ choice: StrategyChoice) throws(SearchError) -> any Sampler {
    var settings = SettingReader(choice)
    let sampler = try maker(choice.name)(&settings)
    try settings.finish()
    return sampler
  }

  /// The settings of the sampler of a name; none if there is no such sampler.
  public static func settingNames(of name: String) -> [String] {
    var settings = SettingReader(StrategyChoice(name))
    _ = try? maker(name)(&settings)
    return settings.names
  }

  private static func maker(_ name: String) throws(SearchError) -> Maker {
    guard let maker = makers.first(where: { $0.name == name }) else {
      throw .setting(
        "there is no sampler \"\(name)\"", remedy: "Choose one of \(names.joined(separator: ", ")).")
    }
    return maker.make
  }

  private static func treeParzen(
    _ grouping: TreeParzenSampler.Grouping, _ settings: inout SettingReader
  ) throws(SearchError) -> TreeParzenSampler {
    var chosen = TreeParzenSampler.Settings(grouping: grouping)
    chosen.startupTrials = try settings.integer("startup-trials", atLeast: 1) ?? chosen.startupTrials
    chosen.candidates = try settings.integer("candidates", atLeast: 1) ?? chosen.candidates
    chosen.goodShare = try settings.number("good-share", in: 0...1) ?? chosen.goodShare
    chosen.largestGoodCount =
      try settings.integer("largest-good-count", atLeast: 1) ?? chosen.largestGoodCount
    return TreeParzenSampler(chosen)
  }

  @Sendable private static func covarianceMatrix(
    _ settings: inout SettingReader
  ) throws(SearchError) -> any Sampler {
    var chosen = CMAESSampler.Settings()
    chosen.step = try settings.number("step", in: 1e-6...1) ?? chosen.step
    chosen.population = try settings.integer("population", atLeast: 4)
    return CMAESSampler(chosen)
  }

  @Sendable private static func evolution(
    _ settings: inout SettingReader
  ) throws(SearchError) -> any Sampler {
    var chosen = EvolutionSampler.Settings()
    chosen.population = try settings.integer("population", atLeast: 1) ?? chosen.population
    chosen.tournament = try settings.integer("tournament", atLeast: 1) ?? chosen.tournament
    chosen.mutationIndex = try settings.number("mutation-index", in: 0...1e6) ?? chosen.mutationIndex
    return EvolutionSampler(chosen)
  }

  @Sendable private static func sorting(_ settings: inout SettingReader) throws(SearchError) -> any Sampler {
    var chosen = NSGASampler.Settings()
    chosen.population = try settings.integer("population", atLeast: 2) ?? chosen.population
    chosen.crossover = try settings.number("crossover", in: 0...1) ?? chosen.crossover
    chosen.crossoverIndex = try settings.number("crossover-index", in: 0...1e6) ?? chosen.crossoverIndex
    chosen.mutationIndex = try settings.number("mutation-index", in: 0...1e6) ?? chosen.mutationIndex
    return NSGASampler(chosen)
  }
}
