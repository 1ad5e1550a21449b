import LatheCore
import Synchronization

extension Study {
  /// Adds a trial that will be run before others, with some or all of its parameters fixed; its number.
  ///
  /// - Throws: ``SearchError/value(_:remedy:)`` for a parameter that the declared space does not have, or a value that it
  ///   cannot have.
  @discardableResult
  public func enqueue(_ parameters: [String: ParameterValue]) throws(SearchError) -> Int {
    let definition = definition
    if definition.isSpaceDeclared { try definition.space.check(parameters) }
    return try storage.enqueue([parameters], study: name)[0]
  }

  /// The next trial.
  public func ask() throws(SearchError) -> Trial {
    guard let trial = try next(limit: nil) else {
      throw .space(
        "all combinations have been tried", remedy: "End the study, or choose a sampler that does not end.")
    }
    return trial
  }

  /// The next trial; `nil` if the study has `limit` trials, there is no other combination, or the scheduler has nothing
  /// left to run.
  public func next(limit: Int?) throws(SearchError) -> Trial? {
    try locked { (state) throws(SearchError) in
      if storage.isShared, state.nextRelease <= .now {
        state.nextRelease = .now + .seconds(max(leaseSeconds / 3, 0.1))
        try storage.releaseAbandoned(
          study: name, retries: tolerance.recoveries ?? tolerance.retries, isDead: WorkerName.isKnownDead)
      }
      try update(&state)
      while true {
        let request = state.history.schedulingRequest(plannedTrials: state.plan.trials)
        switch state.scheduler?.next(request) ?? .begin(until: nil) {
        case .begin(let until): return try begin(until: until, limit: limit, &state)
        case .resume(let number, let until):
          // A scheduler that insists on what cannot be must not hang the study.
          guard state.history.trials.indices.contains(number), state.history.trials[number].state == .paused
          else { throw .trial(number: number, problem: "the scheduler resumes it although it is not paused") }
          let record = try storage.resume(
            number, until: until, study: name, worker: worker, leaseSeconds: leaseSeconds)
          try update(&state)
          // Another worker may have been faster; then there is another decision to take.
          if let record { return trial(record, &state) }
        case .branch(let branch):
          if let limit, state.history.trials.count >= limit { return nil }
          let record = try storage.branch(
            branch, study: name, worker: worker, leaseSeconds: leaseSeconds, limit: limit)
          try update(&state)
          if let record { return trial(record, &state) }
        case .end: return nil
        }
      }
    }
  }

  private func begin(until: Int?, limit: Int?, _ state: inout State) throws(SearchError) -> Trial? {
    let room = try state.sampler.capacity(request(for: state.history.trials.count, state))
    let limits = [limit, room.map { $0 + state.history.enqueued.count }].compactMap { $0 }
    guard
      let record = try repeating({ () throws(SearchError) in
        try storage.begin(study: name, worker: worker, leaseSeconds: leaseSeconds, limit: limits.min())
      })
    else { return nil }
    try update(&state)
    guard !record.isProposed else { return trial(record, &state) }
    let claim = Claim(record, worker: worker)
    do throws(SearchError) {
      let proposal = try state.sampler.propose(request(for: record.number, state))
      let parameters = try assignment(proposal.point, fixed: record, state)
      try repeating { () throws(SearchError) in
        try storage.update(claim, study: name) { trial in
          trial.parameters = parameters
          trial.note = proposal.note
          trial.until = until
          trial.isProposed = true
        }
      }
    } catch {
      // The error is the one to hear of, not that the storage may have failed again.
      try? storage.finish(claim, TrialResult(state: .failed, failure: error.description), study: name)
      throw error
    }
    try update(&state)
    return trial(record, &state)
  }

  private func request(for number: Int, _ state: State) -> SamplingRequest {
    state.history.request(for: number, plannedTrials: state.plan.trials, parallelism: state.plan.parallelism)
  }

  /// What was proposed, with what is fixed in its place.
  private func assignment(
    _ proposed: Point, fixed record: TrialRecord, _ state: State
  ) throws(SearchError) -> [String: ParameterValue] {
    let space = state.history.space
    var random = RandomSource(seed: state.history.definition.seed, stream: "fill \(record.number)")
    let allowed = try space.nearestAllowed(
      to: proposed, holding: space.point(of: record.parameters), using: &random)
    // A space that is not declared may not know all that was fixed.
    let unknown = record.parameters.filter { space.axisIndex(named: $0.key) == nil }
    return space.assignment(at: allowed).merging(unknown) { first, _ in first }
  }

  private func trial(_ begun: TrialRecord, _ state: inout State) -> Trial {
    let trial = Trial(
      state.history.trials[begun.number], definition: state.history.definition, space: state.history.space,
      claim: Claim(begun, worker: worker), study: self)
    heartbeat.hold(trial)
    return trial
  }

  /// Tells the result of a trial, of the first objective.
  public func tell(_ trial: Trial, _ value: Double) throws(SearchError) { try tell(trial, [value]) }

  /// Tells the results of a trial, one an objective. A result that is not a number makes it a failed one.
  public func tell(_ trial: Trial, _ values: [Double]) throws(SearchError) {
    let count = definition.directions.count
    guard values.count == count else {
      throw .value(
        "\(values.count) values were told to a study with \(count) objectives",
        remedy: "Tell one value for each.")
    }
    if values.contains(where: \.isNaN) {
      try end(trial, .failed, failure: "the result is not a number")
    } else {
      try end(trial, .complete, values: values)
    }
  }

  /// Ends a trial without a result.
  public func fail(_ trial: Trial, reason: String) throws(SearchError) {
    try end(trial, .failed, failure: reason)
  }

  /// Ends a trial that the scheduler has stopped, or pauses it if that was the decision.
  public func stop(_ trial: Trial) throws(SearchError) {
    try end(trial, trial.decision == .pause ? .paused : .pruned)
  }

  /// Whether a trial was to run up to a step before its last one.
  func goesOnLater(_ trial: Trial) -> Bool {
    trial.until.map { $0 < definition.maximumStep ?? .max } ?? false
  }

  /// Pauses a trial that has run as far as it was to. What it returned counts as its report there unless it made one.
  func pause(_ trial: Trial, _ values: [Double]) throws(SearchError) {
    if let until = trial.until, let value = values.first, trial.lastStep ?? .min < until {
      _ = try trial.report(value, step: until)
    }
    try end(trial, trial.decision == .stop ? .pruned : .paused)
  }

  /// Gives a trial back: it will be begun again, with the same parameters.
  public func giveBack(_ trial: Trial) throws(SearchError) { try end(trial, .waiting) }

  /// - Parameter retries: How often a trial may fail and be begun again.
  func end(_ trial: Trial, _ end: TrialState, values: [Double] = [], failure: String? = nil, retries: Int = 0)
    throws(SearchError)
  {
    let (result, domains) = trial.result(end, values: values, failure: failure)
    try locked { (state) throws(SearchError) in
      let space = state.history.space
      let unknown =
        state.history.definition.isSpaceDeclared
        ? [] : domains.filter { space.domain(of: $0.name)?.contains($0.domain) != true }
      do throws(SearchError) {
        try repeating { () throws(SearchError) in
          try storage.finish(trial.claim, result, retries: retries, newParameters: unknown, study: name)
        }
      } catch {
        // What the storage has not taken can be told again, so the trial must stay this worker's.
        if case .trial = error { heartbeat.release(trial.claim) }
        throw error
      }
      heartbeat.release(trial.claim)
      try update(&state)
    }
  }

  /// A connection that breaks in the last moment leaves open whether something was kept. What is done here can be done
  /// twice: of a trial that was begun twice, one has nobody who keeps it alive, and is begun again when its lease ends.
  private func repeating<Result>(_ body: () throws(SearchError) -> Result) throws(SearchError) -> Result {
    do throws(SearchError) {
      return try body()
    } catch {
      guard case .storage = error else { throw error }
      return try body()
    }
  }

  func report(_ report: IntermediateValue, by trial: Trial) throws(SearchError) -> SchedulingDecision {
    guard isScheduled.load(ordering: .acquiring) else {
      try repeating { () throws(SearchError) in try storage.report(report, trial.claim, study: name) }
      return .proceed
    }
    return try locked { (state) throws(SearchError) in
      try repeating { () throws(SearchError) in try storage.report(report, trial.claim, study: name) }
      try update(&state)
      return state.scheduler?.decide(
        trial.number, state.history.schedulingRequest(plannedTrials: state.plan.trials)) ?? .proceed
    }
  }
}

extension SearchSpace {
  /// Checks that values are ones that these parameters can have.
  func check(_ assignment: [String: ParameterValue]) throws(SearchError) {
    for (name, value) in assignment.sorted(by: { $0.key < $1.key }) {
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        throw .value("there is no parameter \"\(name)\"", remedy: "Correct the name.")
      }
      guard Axis(parameter.domain).position(of: value) != nil else {
        throw .value("parameter \"\(name)\" cannot be \(value)", remedy: "Give a value within its bounds.")
      }
    }
  }
}
