import LatheCore

/// Regularised evolution: of the latest trials some are drawn, the best of them is changed in one place; the oldest die.
///
/// Made for large conditional spaces, such as those of network architectures. Remembers nothing but the latest trials, so
/// that a lucky result is forgotten unless its children are good too. One objective only.
///
/// Real et al., "Regularized Evolution for Image Classifier Architecture Search", AAAI 2019.
public struct EvolutionSampler: Sampler {
  /// What can be set.
  public struct Settings: Codable, Sendable, Hashable {
    /// The latest trials that can have children.
    public var population = 30
    /// Of these, how many are drawn to take the best.
    public var tournament = 8
    /// The index of polynomial mutation: the larger, the smaller are the steps of numbers.
    public var mutationIndex = 5.0

    /// The defaults.
    public init() {}
  }

  /// What can be set.
  public var settings: Settings
  private var startup = SobolSampler()

  /// A sampler.
  public init(_ settings: Settings = Settings()) { self.settings = settings }

  /// `evolution`.
  public var name: String { "evolution" }

  /// A changed copy of a good trial; points of a Sobol sequence until the first generation is complete.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` for several objectives, or settings out of their ranges.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    guard request.objectiveCount == 1 else {
      throw .setting(
        "regularised evolution searches one objective",
        remedy: "Choose another sampler, such as nsga-ii.")
    }
    guard settings.population > 0, settings.tournament > 0, settings.mutationIndex >= 0 else {
      throw .setting(
        "evolution needs a population, a tournament and a mutation index that are not negative",
        remedy: "Correct the settings.")
    }
    var living: [Observation] = []
    for observation in request.observations.reversed() where observation.ending != .failed {
      living.append(observation)
      if living.count == settings.population { break }
    }
    guard living.count >= min(settings.population, startupTrials(request)) else {
      return startup.propose(request)
    }
    var random = request.random(name)
    let parent = (0..<settings.tournament).map { _ in
      living[Int(random.uniform() * Double(living.count))]
    }.min { ObservationRank($0) < ObservationRank($1) }
    guard let parent else { return startup.propose(request) }
    return Proposal(child(of: parent.point, in: request.space, using: &random))
  }

  /// A short study shall not be all beginning.
  private func startupTrials(_ request: SamplingRequest) -> Int {
    request.plannedTrials.map { max($0 / 5, 5) } ?? settings.population
  }

  private func child(of parent: Point, in space: EncodedSpace, using random: inout RandomSource) -> Point {
    var point = space.completed(parent) { space.randomPosition(on: $0, using: &random) }
    let places = space.axes.indices.filter { !point[$0].isNaN && !space.axes[$0].isConstant }
    guard !places.isEmpty else { return point }
    let place = places[Int(random.uniform() * Double(places.count))]
    point[place] = Variation.mutated(
      point[place], on: space.axes[place], index: settings.mutationIndex, using: &random)
    return space.completed(point) { space.randomPosition(on: $0, using: &random) }
  }
}
