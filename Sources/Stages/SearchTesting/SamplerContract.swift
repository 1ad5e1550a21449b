import Search

/// What every sampler must do. Run all checks on your own sampler in its tests:
///
/// ```swift
/// @Test(arguments: SamplerContract.Check.allCases)
/// func `my sampler keeps the contract`(check: SamplerContract.Check) throws {
///   try SamplerContract(MySampler()).verify(check)
/// }
/// ```
///
/// A sampler may refuse a space or several objectives with `SearchError.setting`; then there is nothing to check.
public struct SamplerContract: Sendable {
  /// One promise.
  public enum Check: String, Sendable, CaseIterable {
    /// A proposal has a position on each axis that is there, that of a value, and none on the others.
    case staysInTheSpace
    /// A sampler that has been asked before proposes what a fresh one does.
    case dependsOnTheRequestAlone
    /// What is learnt with one space does not disturb another.
    case followsTheSpace
    /// Another seed gives another search.
    case readsTheSeed
    /// Trials that are asked for before there are results differ.
    case separatesWorkers
    /// Trials that fail, break constraints, are stopped early or have odd results lead to no trouble.
    case survivesOddResults
    /// Spaces with nothing to choose, or next to nothing, lead to no trouble.
    case survivesDegenerateSpaces
    /// A space of hundreds of parameters leads to no trouble.
    case survivesLargeSpaces
    /// With several objectives the proposals are as good in form, or they are refused.
    case answersSeveralObjectives
    /// It proposes as many different points as it says that it can, and then throws.
    case keepsItsCapacity
  }

  /// A broken promise.
  public struct Violation: Error, CustomStringConvertible {
    /// What was found, with the sampler.
    public let description: String
  }

  private let sampler: any Sampler
  private let trials: Int

  /// The contract of `sampler`, which must not have been asked for anything yet.
  ///
  /// - Parameter trials: The trials of a rehearsed study: enough for the sampler to have left its beginning.
  public init(_ sampler: any Sampler, trials: Int = 30) {
    self.sampler = sampler
    self.trials = trials
  }

  /// Checks one promise.
  ///
  /// - Throws: ``Violation``, or the error of a proposal that should have succeeded.
  public func verify(_ check: Check) throws {
    switch check {
    case .staysInTheSpace: try staysInTheSpace()
    case .dependsOnTheRequestAlone: try dependsOnTheRequestAlone()
    case .followsTheSpace: try followsTheSpace()
    case .readsTheSeed: try readsTheSeed()
    case .separatesWorkers: try separatesWorkers()
    case .survivesOddResults: try survivesOddResults()
    case .survivesDegenerateSpaces: try survivesDegenerateSpaces()
    case .survivesLargeSpaces: try survivesLargeSpaces()
    case .answersSeveralObjectives: try answersSeveralObjectives()
    case .keepsItsCapacity: try keepsItsCapacity()
    }
  }
}

// MARK: - The checks

extension SamplerContract {
  private func staysInTheSpace() throws {
    for (name, space) in try Rehearsal.spaces() {
      try requireWellFormed(steps(Rehearsal(space: space), trials), name)
      try requireWellFormed(steps(Rehearsal(space: space, parallelism: 4), trials), name)
    }
  }

  private func dependsOnTheRequestAlone() throws {
    for (name, space) in try Rehearsal.spaces() {
      for parallelism in [1, 3] {
        let steps = try steps(
          Rehearsal(space: space, parallelism: parallelism, hasTrouble: parallelism > 1), trials)
        for (index, step) in steps.enumerated() where index % 3 == 0 || index > steps.count - 3 {
          var fresh = sampler
          let proposal = try fresh.propose(step.request)
          try require(
            same(proposal.point, step.proposal.point) && proposal.note == step.proposal.note,
            "\(name): trial \(step.request.number) is another one when a fresh sampler proposes it")
        }
      }
    }
  }

  private func followsTheSpace() throws {
    let spaces = try Rehearsal.spaces().map(\.space)
    var used = sampler
    for (generation, space) in (spaces + spaces.reversed()).enumerated() {
      guard let last = try steps(Rehearsal(space: space), trials).last else { continue }
      var request = last.request
      request.generation = generation
      let proposal = try used.propose(request)
      var fresh = sampler
      try require(
        same(proposal.point, try fresh.propose(request).point),
        "what was learnt with one space changes proposals for another")
    }
  }

  private func readsTheSeed() throws {
    for (name, space) in try Rehearsal.spaces() {
      let searches = try [1, 2].map { seed in
        try steps(Rehearsal(space: space, seed: seed), 10).map(\.proposal.point)
      }
      guard !searches[0].isEmpty else { continue }
      try require(
        !zip(searches[0], searches[1]).allSatisfy(same), "\(name): two seeds give the same search")
    }
  }

  private func separatesWorkers() throws {
    guard let (name, space) = try Rehearsal.spaces().first else { return }
    let steps = try steps(Rehearsal(space: space, parallelism: 12), 12)
    let points = Set(steps.map { $0.proposal.point.map(\.bitPattern) })
    try require(
      points.count == steps.count, "\(name): of \(steps.count) trials at a time some are the same")
  }

  private func survivesOddResults() throws {
    for (name, space) in try Rehearsal.spaces() {
      for parallelism in [1, 5] {
        let rehearsal = Rehearsal(space: space, parallelism: parallelism, hasTrouble: true)
        try requireWellFormed(steps(rehearsal, 2 * trials), name)
      }
      // From the first trial on nothing but failures.
      let failures = (0..<trials).map {
        Observation(number: $0, point: space.point(of: [:]), losses: [], ending: .failed)
      }
      let request = SamplingRequest(space: space, observations: failures, number: trials)
      try requireWellFormed(proposals([request]), name)
    }
  }

  private func survivesDegenerateSpaces() throws {
    for (name, space) in try Rehearsal.degenerateSpaces() {
      try requireWellFormed(steps(Rehearsal(space: space), trials), name)
      try requireWellFormed(steps(Rehearsal(space: space, parallelism: 3, hasTrouble: true), trials), name)
    }
  }

  private func survivesLargeSpaces() throws {
    let parameters = (0..<Self.largeDimension).map { index in
      Parameter("p\(index)", index % 3 == 0 ? .boolean : .float(low: 0, high: 1))
    }
    let space = EncodedSpace(try SearchSpace(parameters))
    do {
      try requireWellFormed(steps(Rehearsal(space: space), 14), "a space of \(Self.largeDimension) axes")
    } catch SearchError.space {
      // Too many points to have a list of them.
    }
  }

  /// More than the dimensions of any table of numbers.
  private static let largeDimension = 280

  private func answersSeveralObjectives() throws {
    for (name, space) in try Rehearsal.spaces() {
      for objectiveCount in [2, 3] {
        let rehearsal = Rehearsal(space: space, objectiveCount: objectiveCount, hasTrouble: true)
        try requireWellFormed(steps(rehearsal, 2 * trials), "\(name), \(objectiveCount) objectives")
      }
    }
  }

  private func keepsItsCapacity() throws {
    let space = EncodedSpace(
      try SearchSpace([Parameter("n", .integer(low: 1, high: 3)), Parameter("flag", .boolean)]))
    var used = sampler
    guard let capacity = try used.capacity(SamplingRequest(space: space, number: 0)) else { return }
    let steps = try steps(Rehearsal(space: space), capacity + 1)
    let points = Set(steps.map { $0.proposal.point.map(\.bitPattern) })
    try require(
      points.count == capacity, "it says that it can propose \(capacity) points but gives \(points.count)")
    do {
      _ = try used.propose(SamplingRequest(space: space, number: capacity))
    } catch {
      return
    }
    try require(false, "it proposes more points than the \(capacity) that it says there are")
  }
}

// MARK: - Helpers of the checks

extension SamplerContract {
  /// The steps of a rehearsal; none if the sampler refuses it.
  private func steps(_ rehearsal: Rehearsal, _ count: Int) throws -> [Rehearsal.Step] {
    do {
      return try rehearsal.steps(sampler, trials: count)
    } catch SearchError.setting {
      return []
    }
  }

  private func proposals(_ requests: [SamplingRequest]) throws -> [Rehearsal.Step] {
    var used = sampler
    do {
      return try requests.map { Rehearsal.Step(request: $0, proposal: try used.propose($0)) }
    } catch SearchError.setting {
      return []
    }
  }

  private func require(_ holds: Bool, _ message: String) throws {
    guard !holds else { return }
    throw Violation(description: "\(sampler.name): \(message)")
  }

  /// Whether two points have the same positions, and lack the same.
  private func same(_ left: Point, _ right: Point) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  private func requireWellFormed(_ steps: [Rehearsal.Step], _ name: String) throws {
    for step in steps {
      let space = step.request.space
      let point = step.proposal.point
      let place = "\(name), trial \(step.request.number)"
      try require(point.count == space.dimension, "\(place): the point has \(point.count) positions")
      for axis in space.axes.indices {
        let parameter = space.space.parameters[axis].name
        if space.isActive(axis, at: point) {
          try require(!point[axis].isNaN, "\(place): \"\(parameter)\" has no position")
          try require(
            abs(space.axes[axis].snapped(point[axis]) - point[axis]) < 1e-12,
            "\(place): the position \(point[axis]) of \"\(parameter)\" is not that of a value")
        } else {
          try require(point[axis].isNaN, "\(place): \"\(parameter)\" is not there but has a position")
        }
      }
    }
  }
}
