import Foundation
import LatheCore
import Synchronization

/// A search: asks a sampler for trials, keeps their results, and gives the best.
///
/// ```swift
/// let study = try Study(space: space)
/// try await study.run(trials: 100, parallel: 4) { trial in
///   let rate = try trial.suggestFloat("rate", in: 1e-4...1, scale: .logarithmic)
///   return try await loss(rate)
/// }
/// print(study.best?.parameters ?? [:])
/// ```
///
/// Or, with the loop in one's own hands, ``ask()`` and ``tell(_:_:)``. These two and the other synchronous methods block
/// while the storage is read or written and while the sampler thinks.
///
/// Any number of studies of one name, in any number of processes, may work on one storage. A trial belongs to one worker
/// for as long as that worker says that it is alive, which a thread of this object does.
public final class Study: Sendable {
  /// What may go wrong, and how often.
  public struct Tolerance: Codable, Sendable, Hashable {
    /// Seconds without a sign of life after which a worker counts as dead.
    public var leaseSeconds: Double
    /// How often a trial that failed, or whose worker died, is begun again.
    public var retries: Int
    /// Failed trials one after the other that end a run.
    public var consecutiveFailures: Int

    /// By default a minute, never, and ten.
    public init(leaseSeconds: Double = 60, retries: Int = 0, consecutiveFailures: Int = 10) {
      self.leaseSeconds = leaseSeconds
      self.retries = retries
      self.consecutiveFailures = consecutiveFailures
    }
  }

  private struct State {
    var history: StudyHistory
    var sampler: any Sampler
    var scheduler: (any Scheduler)?
    var plan = (trials: Int?.none, parallelism: 1)
    var running: Set<Int> = []
    var nextRelease = ContinuousClock.now
    var listeners: [Int: AsyncStream<TrialRecord>.Continuation] = [:]
    var listenerCount = 0
  }

  /// The study's name in its storage.
  public let name: String
  /// Where its trials live.
  public let storage: any StudyStorage
  /// What may go wrong.
  public let tolerance: Tolerance
  /// A name that no other worker has.
  public let worker: String
  private let state: Mutex<State>

  /// A study in `storage`, created there unless there is one of that name.
  ///
  /// - Parameters:
  ///   - space: The parameters; `nil` if trials say what they need (`trial.suggest…`).
  ///   - sampler: Where to look next; by default one that chooses the method by the study.
  ///   - scheduler: Which trials to stop early; none by default.
  ///   - seed: Of every random choice.
  ///   - maximumStep: The last step that a trial reports, if there are steps.
  /// - Throws: ``SearchError/study(name:problem:remedy:)`` if there is a study of that name with another space or other
  ///   directions, and ``SearchError/storage(place:message:)``.
  public init(
    _ name: String = "study", space: SearchSpace? = nil, directions: [Direction] = [.minimize],
    sampler: any Sampler = RandomSampler(), scheduler: (any Scheduler)? = nil,
    storage: any StudyStorage = MemoryStorage(), seed: UInt64 = 0, maximumStep: Int? = nil,
    tolerance: Tolerance = Tolerance()
  ) throws(SearchError) {
    guard !directions.isEmpty else {
      throw .setting("a study needs an objective", remedy: "Give a direction.")
    }
    let definition = StudyDefinition(
      name: name, directions: directions, space: space, seed: seed, maximumStep: maximumStep)
    let isNew = try storage.create(definition)
    var history = StudyHistory(definition)
    _ = try history.update(from: storage)
    if !isNew {
      guard history.definition.directions == directions else {
        throw .study(name: name, problem: "it exists with other directions", remedy: "Use another name.")
      }
      if let space, history.definition.space != space {
        throw .study(
          name: name, problem: "it exists with another space",
          remedy: "Use another name; a new study can begin with the results of this one.")
      }
    }
    self.name = name
    self.storage = storage
    self.tolerance = tolerance
    worker =
      "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString.prefix(8))"
    state = Mutex(State(history: history, sampler: sampler, scheduler: scheduler))
    startHeartbeat()
  }

  deinit {
    state.withLock { state in
      for listener in state.listeners.values { listener.finish() }
    }
  }

  /// Says how many trials there will be and how many run at a time: samplers plan with it.
  public func plan(trials: Int?, parallelism: Int = 1) {
    state.withLock { $0.plan = (trials, max(parallelism, 1)) }
  }

  // MARK: Results

  /// What the study is about.
  public var definition: StudyDefinition { state.withLock(\.history.definition) }

  /// The space as samplers see it: with the conditions that were found out, if it was not declared.
  public var searchedSpace: SearchSpace { state.withLock(\.history.space.space) }

  /// All trials that this worker knows of, by number. ``refresh()`` asks the storage for those of others.
  public var trials: [TrialRecord] { state.withLock(\.history.trials) }

  /// The best finished trial that keeps the constraints, by the first objective.
  public var best: TrialRecord? { StudyResults(definition: definition, trials: trials).best }

  /// The finished trials that keep the constraints and of which no other is better in every objective.
  public var paretoFront: [TrialRecord] { StudyResults(definition: definition, trials: trials).paretoFront }

  /// What the sampler has decided by itself.
  public var explanation: String? { state.withLock(\.sampler.explanation) }

  /// What a rule for the end of the study is told, as ``run(trials:parallel:deadline:stopping:onFinish:objective:)`` asks it.
  public var stoppingRequest: StoppingRequest { state.withLock(\.history.stoppingRequest) }

  /// Learns what other workers have done.
  public func refresh() throws(SearchError) {
    try locked { (state) throws(SearchError) in try update(&state) }
  }

  /// The trials that end from now on, in the order in which they do.
  public var finishedTrials: AsyncStream<TrialRecord> {
    AsyncStream { continuation in
      let identifier = state.withLock { state in
        state.listenerCount += 1
        state.listeners[state.listenerCount] = continuation
        return state.listenerCount
      }
      continuation.onTermination = { [weak self] _ in
        self?.state.withLock { _ = $0.listeners.removeValue(forKey: identifier) }
      }
    }
  }

  // MARK: Ask and tell

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
      if state.nextRelease <= .now {
        state.nextRelease = .now + .seconds(max(tolerance.leaseSeconds / 3, 0.1))
        _ = try storage.releaseAbandoned(study: name, retries: tolerance.retries)
      }
      try update(&state)
      // Another worker may be faster with a paused trial; then there is another decision to take.
      while true {
        let request = state.history.schedulingRequest(plannedTrials: state.plan.trials)
        switch state.scheduler?.next(request) ?? .begin(until: nil) {
        case .begin(let until): return try begin(until: until, limit: limit, &state)
        case .resume(let number, let until):
          let record = try storage.resume(
            number, until: until, study: name, worker: worker, leaseSeconds: tolerance.leaseSeconds)
          try update(&state)
          if record != nil { return trial(state.history.trials[number], &state) }
        case .branch(let branch):
          if let limit, state.history.trials.count >= limit { return nil }
          let record = try storage.branch(
            branch, study: name, worker: worker, leaseSeconds: tolerance.leaseSeconds, limit: limit)
          try update(&state)
          if let record { return trial(state.history.trials[record.number], &state) }
        case .end: return nil
        }
      }
    }
  }

  private func begin(until: Int?, limit: Int?, _ state: inout State) throws(SearchError) -> Trial? {
    let probe = request(for: state.history.trials.count, state)
    let room = try state.sampler.capacity(probe).map { $0 + state.history.trials.count { $0.wasEnqueued } }
    let limits = [limit, room].compactMap { $0 }
    guard
      let record = try storage.begin(
        study: name, worker: worker, leaseSeconds: tolerance.leaseSeconds, limit: limits.min())
    else { return nil }
    try update(&state)
    let isKnown = record.attempts > 1 && !record.parameters.isEmpty
    if !isKnown {
      do throws(SearchError) {
        let proposal = try state.sampler.propose(request(for: record.number, state))
        let parameters = try assignment(proposal.point, fixed: record, state)
        try storage.update(Claim(worker: worker, number: record.number), study: name) { trial in
          trial.parameters = parameters
          trial.note = proposal.note
          trial.until = until
        }
      } catch {
        try storage.finish(
          Claim(worker: worker, number: record.number),
          TrialResult(state: .failed, failure: error.description), study: name)
        throw error
      }
      try update(&state)
    }
    return trial(state.history.trials[record.number], &state)
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

  private func trial(_ record: TrialRecord, _ state: inout State) -> Trial {
    state.running.insert(record.number)
    return Trial(
      record, definition: state.history.definition, claim: Claim(worker: worker, number: record.number),
      study: self)
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

  func end(_ trial: Trial, _ end: TrialState, values: [Double] = [], failure: String? = nil)
    throws(SearchError)
  {
    let (result, domains) = trial.result(end, values: values, failure: failure)
    try locked { (state) throws(SearchError) in
      let known = state.history.definition.space.parameters
      let unknown =
        state.history.definition.isSpaceDeclared
        ? []
        : domains.filter { domain in !known.contains { $0.name == domain.name && $0.domain == domain.domain }
        }
      state.running.remove(trial.number)
      try storage.finish(trial.claim, result, newParameters: unknown, study: name)
      try update(&state)
    }
  }

  func report(_ report: IntermediateValue, by trial: Trial) throws(SearchError) -> SchedulingDecision {
    try locked { (state) throws(SearchError) in
      try storage.report(report, trial.claim, study: name)
      guard state.scheduler != nil else { return .proceed }
      try update(&state)
      let request = state.history.schedulingRequest(plannedTrials: state.plan.trials)
      return state.scheduler?.decide(trial.number, request) ?? .proceed
    }
  }

  // MARK: Inside

  private func update(_ state: inout State) throws(SearchError) {
    let ended = try state.history.update(from: storage)
    for listener in state.listeners.values {
      for trial in ended { listener.yield(trial) }
    }
  }

  private func locked<Result: Sendable>(_ body: (inout State) throws(SearchError) -> Result)
    throws(SearchError) -> Result
  {
    try state.withLock { state in Swift.Result { () throws(SearchError) in try body(&state) } }.get()
  }

  /// A thread of its own, so that no work of anybody else can make a living worker look dead.
  private func startHeartbeat() {
    guard storage.isShared else { return }
    let pause = max(tolerance.leaseSeconds / 4, 0.05)
    Thread.detachNewThread { [weak self] in
      while true {
        Thread.sleep(forTimeInterval: pause)
        guard let study = self else { return }
        let numbers = study.state.withLock(\.running)
        // A failure is not the end: the next beat may succeed, and a lost lease shows when the trial ends.
        if !numbers.isEmpty {
          try? study.storage.renew(
            numbers.sorted(), worker: study.worker, leaseSeconds: study.tolerance.leaseSeconds,
            study: study.name)
        }
      }
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
