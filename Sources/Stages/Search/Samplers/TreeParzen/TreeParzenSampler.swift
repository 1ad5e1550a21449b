import LatheCore

/// Two densities, one of the parameters of good trials and one of the others; the next trial is where the ratio is largest.
///
/// Handles every kind of parameter, conditional ones, many trials at a time, several objectives and constraints, at a cost
/// that grows slowly with the number of trials.
///
/// Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011; Watanabe, "Tree-Structured Parzen
/// Estimator", arXiv 2304.11127; Ozaki et al., "Multiobjective Tree-Structured Parzen Estimator", JAIR 2022.
public struct TreeParzenSampler: Sampler {
  /// Which parameters are modelled together.
  public enum Grouping: String, Codable, Sendable, CaseIterable {
    /// Each by itself.
    case univariate
    /// All; where a trial lacks a parameter, it says nothing about it.
    case multivariate
    /// Those of a branch of a conditional space, from the trials of that branch, after the branch has been chosen. The
    /// same as `multivariate` in other spaces.
    case grouped
  }

  /// What can be set.
  public struct Settings: Codable, Sendable, Hashable {
    /// Which parameters are modelled together.
    public var grouping = Grouping.grouped
    /// Trials with a result before the first that is modelled.
    public var startupTrials = 10
    /// Points drawn for each proposal, of which the best is taken.
    public var candidates = 24
    /// The share of trials that count as good.
    public var goodShare = 0.1
    /// The most trials that count as good, for a single objective.
    public var largestGoodCount = 25

    /// The defaults.
    public init() {}
  }

  private struct State {
    let generation: Int
    let objectiveCount: Int
    var observed = 0
    var lastNumber: Int?
    /// Trials that have a result, or were stopped early.
    var usable = 0
    /// By the axes that they model.
    var models: [[Int]: ParzenModel] = [:]
    var tried: Set<PointKey> = []
  }

  /// What can be set.
  public var settings: Settings
  private var state: State?
  private var startup = SobolSampler()

  /// A sampler.
  public init(_ settings: Settings = Settings()) { self.settings = settings }

  /// `tpe`.
  public var name: String { "tpe" }

  /// The best of some points drawn from the density of good trials.
  public mutating func propose(_ request: SamplingRequest) -> Proposal {
    var state = current(for: request)
    self.state = nil
    defer { self.state = state }
    learn(request, &state)
    guard state.usable >= settings.startupTrials else { return startup.propose(request) }
    var random = request.random(name)
    let tried = state.tried.union(request.pending.map { PointKey($0.point) })
    var best: Point?
    for attempt in 0..<Self.attempts {
      let ranked = candidates(request, &state, using: &random)
      if let point = ranked.first(where: { !tried.contains(PointKey($0)) }) { return Proposal(point) }
      if attempt == 0 { best = ranked.first }
    }
    // Where nothing new is likely, anything new is better than to repeat.
    for _ in 0..<Self.attempts * 8 {
      let point = request.space.randomPoint(using: &random)
      if !tried.contains(PointKey(point)) { return Proposal(point) }
    }
    return Proposal(best ?? request.space.randomPoint(using: &random))
  }

  /// How often points are drawn anew because all were tried before.
  private static let attempts = 4
}

// MARK: - What is learnt

extension TreeParzenSampler {
  private func current(for request: SamplingRequest) -> State {
    if let state, state.generation == request.generation, state.objectiveCount == request.objectiveCount,
      state.observed <= request.observations.count,
      state.observed == 0 || request.observations[state.observed - 1].number == state.lastNumber
    {
      return state
    }
    return State(generation: request.generation, objectiveCount: request.objectiveCount)
  }

  private func learn(_ request: SamplingRequest, _ state: inout State) {
    for observation in request.observations[state.observed...] {
      if observation.ending != .failed { state.usable += 1 }
      state.tried.insert(PointKey(observation.point))
      for axes in groups(containing: observation.point, in: request.space) {
        state.models[
          axes, default: ParzenModel(axes: axes, of: request.space, objectiveCount: request.objectiveCount)
        ].add(observation)
      }
    }
    state.observed = request.observations.count
    state.lastNumber = request.observations.last?.number
  }

  /// The groups of axes about which a point says something.
  private func groups(containing point: Point, in space: EncodedSpace) -> [[Int]] {
    switch settings.grouping {
    case .univariate: Self.variable(space).filter { !point[$0].isNaN }.map { [$0] }
    case .multivariate: [Self.variable(space)]
    case .grouped:
      space.isConditional ? [Self.roots(space), Self.branch(at: point, in: space)] : [Self.variable(space)]
    }
  }

  /// The axes on which there is something to choose.
  private static func variable(_ space: EncodedSpace) -> [Int] {
    space.axes.indices.filter { !space.axes[$0].isConstant }
  }

  /// The axes that decide which others are there.
  private static func roots(_ space: EncodedSpace) -> [Int] {
    Set(space.axes.indices.flatMap(space.parents(of:))).filter { !space.axes[$0].isConstant }.sorted()
  }

  /// The axes that are there at a point.
  private static func branch(at point: Point, in space: EncodedSpace) -> [Int] {
    variable(space).filter { space.isActive($0, at: point) }
  }

  private func goodCount(of count: Int, objectiveCount: Int) -> Int {
    let share = Int((settings.goodShare * Double(count)).rounded(.up))
    return objectiveCount > 1 ? share : min(share, settings.largestGoodCount)
  }
}

// MARK: - Candidates

extension TreeParzenSampler {
  /// Points from the most to the least promising.
  private func candidates(_ request: SamplingRequest, _ state: inout State, using random: inout RandomSource)
    -> [Point]
  {
    let space = request.space
    let nowhere = Point(repeating: .nan, count: space.dimension)
    switch settings.grouping {
    case .univariate:
      let point = space.completed(nowhere) { axis in
        ranked([axis], fixed: nowhere, request, &state, using: &random).first?[axis]
          ?? space.randomPosition(on: axis, using: &random)
      }
      return [point]
    case .multivariate:
      return ranked(Self.variable(space), fixed: nowhere, request, &state, using: &random)
    case .grouped:
      guard space.isConditional else {
        return ranked(Self.variable(space), fixed: nowhere, request, &state, using: &random)
      }
      let roots = Self.roots(space)
      guard let chosen = ranked(roots, fixed: nowhere, request, &state, using: &random).first else {
        return []
      }
      var fixed = nowhere
      for axis in roots { fixed[axis] = chosen[axis] }
      return ranked(Self.branch(at: fixed, in: space), fixed: fixed, request, &state, using: &random)
    }
  }

  private func ranked(
    _ axes: [Int], fixed: Point, _ request: SamplingRequest, _ state: inout State,
    using random: inout RandomSource
  ) -> [Point] {
    let pending = request.pending.map(\.point).filter {
      groups(containing: $0, in: request.space).contains(axes)
    }
    // Taken out, so that it is not copied.
    var model =
      state.models.removeValue(forKey: axes)
      ?? ParzenModel(axes: axes, of: request.space, objectiveCount: request.objectiveCount)
    defer { state.models[axes] = model }
    let candidates = model.candidates(
      settings.candidates, fixed: fixed, pending: pending,
      goodCount: goodCount(of: model.count, objectiveCount: request.objectiveCount), using: &random)
    let order = candidates.indices.sorted {
      (-candidates[$0].score, $0) < (-candidates[$1].score, $1)
    }
    return order.map { candidates[$0].point }
  }
}

/// A point that can be looked up.
private struct PointKey: Hashable {
  private let bits: [UInt64]

  init(_ point: Point) { bits = point.map { $0.isNaN ? .max : $0.bitPattern } }
}
