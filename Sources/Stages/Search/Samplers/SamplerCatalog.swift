/// The samplers by their names, for configurations and command lines.
public enum SamplerCatalog {
  private static let makers: [(name: String, make: @Sendable () -> any Sampler)] = [
    ("auto", { AutoSampler() }),
    ("gp", { GaussianProcessSampler() }),
    ("tpe", { TreeParzenSampler() }),
    ("tpe-univariate", { TreeParzenSampler(TreeParzenSampler.Settings(grouping: .univariate)) }),
    ("tpe-multivariate", { TreeParzenSampler(TreeParzenSampler.Settings(grouping: .multivariate)) }),
    ("bohb", { FidelitySampler(wrapping: TreeParzenSampler()) }),
    ("cma-es", { CMAESSampler() }),
    ("evolution", { EvolutionSampler() }),
    ("nsga-ii", { NSGASampler() }),
    ("mobo", { MultiObjectiveSampler() }),
    ("sobol", { SobolSampler() }),
    ("random", { RandomSampler() }),
    ("grid", { GridSampler() }),
  ]

  /// The names there are.
  public static var names: [String] { makers.map(\.name) }

  /// A sampler with its default settings.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` if there is none of that name.
  public static func sampler(named name: String) throws(SearchError) -> any Sampler {
    guard let maker = makers.first(where: { $0.name == name }) else {
      throw .setting(
        "there is no sampler \"\(name)\"", remedy: "Choose one of \(names.joined(separator: ", ")).")
    }
    return maker.make()
  }
}
