/// Chooses the strategy by the study, and another one when the study has grown out of it; says what it has chosen.
///
/// - Few separate combinations that the planned trials can all try: the grid.
/// - Several objectives: ``MultiObjectiveSampler`` while its models are cheap, then ``NSGASampler``.
/// - Otherwise ``GaussianProcessSampler``, which finds the best values in few trials, until its model costs too much, and then
///   ``CMAESSampler`` where all parameters are numbers and always there, ``TreeParzenSampler`` elsewhere; both begin with what is
///   known by then.
///
/// Where trials are stopped or paused on the way, what is chosen for one objective sees them through a ``FidelitySampler``.
///
/// The choice depends on the space, the objectives, the plan, the results and how long their trials took, never on a clock, so
/// that a study which is resumed goes on in the same way.
public struct AutoSampler: Sampler {
  /// What is chosen from.
  private enum Choice: String {
    case grid, mobo, gp, tpe
    case evolution = "nsga-ii"
    case covariance = "cma-es"
  }

  /// Results up to which one objective is modelled by a Gaussian process: its cost grows with their cube.
  public static let mostModelled = 400
  /// Results up to which it is where a trial takes so long that the model's time does not matter.
  public static let mostModelledOfLongTrials = 1_000
  /// Seconds from which a trial is long.
  public static let longTrialSeconds = 20.0
  /// Results up to which several objectives are.
  public static let mostModelledObjectives = 250

  private var choice: Choice?
  private var seesSteps = false
  private var chosen: (any Sampler)?
  private var reason = ""

  /// A sampler that has not chosen yet.
  public init() {}

  /// `auto`.
  public var name: String { "auto" }

  /// What it has chosen, and why.
  public var explanation: String? { choice.map { "\($0.rawValue), because \(reason)" } }

  /// The combinations there are, where all of them are tried.
  public mutating func capacity(_ request: SamplingRequest) throws(SearchError) -> Int? {
    choose(request)
    return try chosen?.capacity(request)
  }

  /// The next point, by the strategy that suits the study now.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    choose(request)
    var sampler = chosen ?? RandomSampler()
    // Taken out while it works, so that what it keeps is not copied.
    chosen = nil
    defer { chosen = sampler }
    return try sampler.propose(request)
  }

  private mutating func choose(_ request: SamplingRequest) {
    let (choice, reason) = Self.choice(request)
    let seesSteps = choice != .grid && request.objectiveCount == 1 && Self.hasSteps(request)
    guard choice != self.choice || seesSteps != self.seesSteps else { return }
    self.choice = choice
    self.seesSteps = seesSteps
    self.reason = reason
    let sampler = Self.sampler(choice)
    chosen = seesSteps ? FidelitySampler(wrapping: sampler) : sampler
  }

  private static func sampler(_ choice: Choice) -> any Sampler {
    switch choice {
    case .grid: GridSampler()
    case .mobo: MultiObjectiveSampler()
    case .gp: GaussianProcessSampler()
    case .tpe: TreeParzenSampler()
    case .evolution: NSGASampler()
    case .covariance: CMAESSampler()
    }
  }

  /// Whether some trials have only got to a step on the way.
  private static func hasSteps(_ request: SamplingRequest) -> Bool {
    request.pending.contains { $0.isPaused }
      || request.observations.contains { $0.ending == .pruned && !$0.curve.isEmpty }
  }

  private static func choice(_ request: SamplingRequest) -> (Choice, reason: String) {
    let space = request.space
    if let planned = request.plannedTrials, space.dimension > 0, !request.spaceMayGrow,
      let count = space.count(limit: min(planned, 10_000))
    {
      return (.grid, "the \(planned) planned trials can try all \(count) combinations")
    }
    let results = request.observations.count
    if request.objectiveCount > 1 {
      return results < mostModelledObjectives
        ? (.mobo, "there are \(request.objectiveCount) objectives")
        : (.evolution, "there are \(request.objectiveCount) objectives and already \(results) results")
    }
    if results < mostModelled { return (.gp, "a model of the objective finds the best values in few trials") }
    if results < mostModelledOfLongTrials, areLong(request.observations) {
      return (.gp, "trials take far longer than a model of \(results) results")
    }
    let isNumeric = !space.isConditional && space.axes.allSatisfy { !$0.isCategorical || $0.isConstant }
    return isNumeric
      ? (.covariance, "there are already \(results) results, and all parameters are numbers")
      : (.tpe, "there are already \(results) results, and some parameters are categories or conditional")
  }

  /// Whether half of the trials or more are long. Those until the choice first had to be made decide, so that it is made once.
  private static func areLong(_ observations: [Observation]) -> Bool {
    let seconds = observations.prefix(mostModelled).compactMap(\.seconds)
    return !seconds.isEmpty && 2 * seconds.count { $0 >= longTrialSeconds } >= seconds.count
  }
}
