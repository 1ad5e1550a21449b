import LatheCore

/// CMA-ES: a normal distribution that moves towards good trials and takes on the shape in which they lie.
///
/// The best choice for many trials of real numbers that depend on each other. Integers are kept from getting stuck by a
/// margin, categories have probabilities of their own, and parameters that are not there count as if they lay at the mean.
/// Steps are drawn from a Sobol sequence, whose evenness small generations gain from. Earlier trials of other samplers say
/// where to begin. When nothing is gained any more, the search begins anew somewhere else, in turn with larger and with smaller
/// generations. One objective only.
///
/// Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772; Hansen, "Benchmarking a BI-population CMA-ES on the
/// BBOB-2009 function testbed", GECCO 2009; Hamano et al., "CMA-ES with Margin", GECCO 2022; Nomura et al., "Warm Starting
/// CMA-ES for Hyperparameter Optimization", AAAI 2021.
public struct CMAESSampler: Sampler {
  /// What can be set.
  public struct Settings: Codable, Sendable, Hashable {
    /// The standard deviation at the beginning, as a share of each axis.
    public var step = 1.0 / 6
    /// Trials in a generation; chosen by the number of parameters if `nil`.
    public var population: Int?

    /// The defaults.
    public init() {}
  }

  /// What can be set.
  public var settings: Settings
  private var search: (generation: Int, state: EvolutionStrategy)?

  /// A sampler.
  public init(_ settings: Settings = Settings()) { self.settings = settings }

  /// `cma-es`.
  public var name: String { "cma-es" }

  /// A point drawn from the distribution.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` for several objectives, or settings out of their ranges.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    guard request.objectiveCount == 1 else {
      throw .setting("CMA-ES searches one objective", remedy: "Choose another sampler, such as nsga-ii.")
    }
    guard settings.step > 0, settings.step.isFinite, settings.population ?? 4 >= 4 else {
      throw .setting(
        "CMA-ES needs a positive step and at least 4 trials in a generation", remedy: "Correct the settings.")
    }
    var state: EvolutionStrategy
    if let search, search.generation == request.generation, search.state.continues(request) {
      state = search.state
      self.search = nil
    } else {
      state = EvolutionStrategy(request.space, settings: settings, seed: request.seed)
    }
    defer { search = (request.generation, state) }
    state.learn(request.observations)
    return state.draw(request)
  }
}
