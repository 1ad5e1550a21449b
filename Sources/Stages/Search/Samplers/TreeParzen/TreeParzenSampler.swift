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
    /// Points drawn for each proposal, of which the best is taken; after some hundred trials fewer, but not below 24.
    public var candidates = 64
    /// The share of trials that count as good, from 0 to 1.
    public var goodShare = 0.1
    /// The most trials that count as good, for a single objective.
    public var largestGoodCount = 25

    /// The defaults, but for the grouping.
    public init(grouping: Grouping = .grouped) { self.grouping = grouping }
  }

  private struct State {
    let generation: Int
    let objectiveCount: Int
    let layout: ParzenLayout
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
    let running = Set(request.pending.map { PointKey($0.point) })
    func isNew(_ point: Point) -> Bool {
      let key = PointKey(point)
      return !state.tried.contains(key) && !running.contains(key)
    }
    var best: Point?
    for attempt in 0..<Self.attempts {
      let ranked = candidates(request, &state, using: &random)
      if let point = ranked.first(where: isNew) { return Proposal(point) }
      if attempt == 0 { best = ranked.first }
    }
    // Where nothing new is likely, anything new is better than to repeat.
    for _ in 0..<Self.attempts * 8 {
      let point = request.space.randomPoint(using: &random)
      if isNew(point) { return Proposal(point) }
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
    return State(
      generation: request.generation, objectiveCount: request.objectiveCount,
      layout: ParzenLayout(request.space, settings.grouping))
  }

  private func learn(_ request: SamplingRequest, _ state: inout State) {
    for observation in request.observations[state.observed...] {
      if observation.ending != .failed { state.usable += 1 }
      state.tried.insert(PointKey(observation.point))
      for axes in state.layout.groups(at: observation.point) {
        state.models[
          axes, default: ParzenModel(axes: axes, of: request.space, objectiveCount: request.objectiveCount)
        ].add(observation)
      }
    }
    state.observed = request.observations.count
    state.lastNumber = request.observations.last?.number
  }

  /// As many points as can be compared with `count` trials in about the time that a few hundred trials take.
  private func candidateCount(among count: Int) -> Int {
    min(max(settings.candidates, 1), max(Self.affordableKernels / max(count, 1), Self.leastCandidates))
  }

  private static let affordableKernels = 40_000
  private static let leastCandidates = 24

  private func goodCount(of count: Int, objectiveCount: Int) -> Int {
    let share = Int((min(1, max(0, settings.goodShare)) * Double(count)).rounded(.up))
    return objectiveCount > 1 ? share : min(share, max(settings.largestGoodCount, 0))
  }
}

// MARK: - Candidates

extension TreeParzenSampler {
  /// Points from the most to the least promising.
  private func candidates(_ request: SamplingRequest, _ state: inout State, using random: inout RandomSource)
    -> [Point]
  {
    let space = request.space
    var fixed = Point(repeating: .nan, count: space.dimension)
    if settings.grouping == .univariate {
      for axis in space.axes.indices where space.isActive(axis, at: fixed) {
        fixed[axis] =
          space.axes[axis].isConstant
          ? space.axes[axis].position(ofIndex: 0)
          : ranked([axis], along: [axis], fixed: fixed, request, &state, using: &random).first?[axis] ?? 0
      }
      return [fixed]
    }
    let layout = state.layout
    if !layout.roots.isEmpty {
      let walk = layout.walk(layout.roots)
      fixed =
        ranked(layout.roots, along: walk, fixed: fixed, request, &state, using: &random).first ?? fixed
    }
    let branch = layout.branch(at: fixed)
    return ranked(branch, along: layout.walk(branch), fixed: fixed, request, &state, using: &random)
  }

  private func ranked(
    _ axes: [Int], along walk: [Int], fixed: Point, _ request: SamplingRequest, _ state: inout State,
    using random: inout RandomSource
  ) -> [Point] {
    let layout = state.layout
    let pending = request.pending.map(\.point).filter { layout.groups(at: $0).contains(axes) }
    // Taken out, so that it is not copied.
    var model =
      state.models.removeValue(forKey: axes)
      ?? ParzenModel(axes: axes, of: request.space, objectiveCount: request.objectiveCount)
    defer { state.models[axes] = model }
    let candidates = model.candidates(
      candidateCount(among: model.count), fixed: fixed, along: walk, pending: pending,
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
