import LatheCore

/// NSGA-II: trials that no other dominates, and among them those with room around, have children.
///
/// For several objectives and many trials. What breaks constraints comes after what keeps them. The population changes
/// with each trial instead of with each generation, so that workers never wait for each other.
///
/// Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Transactions on Evolutionary
/// Computation 2002; Durillo et al., "On the effect of the steady-state selection scheme in multi-objective genetic
/// algorithms", EMO 2009.
public struct NSGASampler: Sampler {
  /// What can be set.
  public struct Settings: Codable, Sendable, Hashable {
    /// The best trials, which can have children.
    public var population = 50
    /// The probability that a child has two parents.
    public var crossover = 0.9
    /// The index of simulated binary crossover: the larger, the closer are children to their parents.
    public var crossoverIndex = 10.0
    /// The index of polynomial mutation: the larger, the smaller are the steps of numbers.
    public var mutationIndex = 20.0

    /// The defaults.
    public init() {}
  }

  /// What can be set.
  public var settings: Settings
  private var state: (generation: Int, population: RankedPopulation)?
  private var startup = SobolSampler()

  /// A sampler.
  public init(_ settings: Settings = Settings()) { self.settings = settings }

  /// `nsga-ii`.
  public var name: String { "nsga-ii" }

  /// A child of good trials; points of a Sobol sequence at first.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` for settings out of their ranges.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    guard settings.population > 1, (0...1).contains(settings.crossover), settings.crossoverIndex >= 0,
      settings.mutationIndex >= 0
    else {
      throw .setting(
        "NSGA-II needs a population of at least 2, a probability of crossover and indices that are not negative",
        remedy: "Correct the settings.")
    }
    var population: RankedPopulation
    if let state, state.generation == request.generation, state.population.continues(request) {
      population = state.population
      self.state = nil
    } else {
      population = RankedPopulation(size: settings.population, objectiveCount: request.objectiveCount)
    }
    defer { state = (request.generation, population) }
    population.learn(request.observations)
    // A short study shall not be all beginning.
    let startupTrials = request.plannedTrials.map { max($0 / 5, 5) } ?? settings.population
    guard population.resultCount >= min(settings.population, startupTrials), population.count > 0 else {
      return startup.propose(request)
    }
    var random = request.random(name)
    let first = population.winner(using: &random)
    let second = random.uniform() < settings.crossover ? population.winner(using: &random) : first
    return Proposal(child(of: first, second, in: request.space, using: &random))
  }

  private func child(
    of first: Point, _ second: Point, in space: EncodedSpace, using random: inout RandomSource
  ) -> Point {
    let activeCount = max(first.count { !$0.isNaN }, 1)
    var child = Point(repeating: .nan, count: space.dimension)
    for axis in space.axes.indices where space.isActive(axis, at: child) {
      let parents = [first[axis], second[axis]].filter { !$0.isNaN }
      var position: Double
      switch parents.count {
      case 2 where random.uniform() < 0.5:
        position = Variation.crossed(
          parents[0], parents[1], on: space.axes[axis], index: settings.crossoverIndex, using: &random)
      case 0: position = space.randomPosition(on: axis, using: &random)
      default: position = parents[0]
      }
      position = space.axes[axis].snapped(position)
      if random.uniform() * Double(activeCount) < 1 {
        position = Variation.mutated(
          position, on: space.axes[axis], index: settings.mutationIndex, using: &random)
      }
      child[axis] = space.axes[axis].snapped(position)
    }
    return child
  }
}
