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
    /// How often a trial that failed is begun again.
    public var retries: Int
    /// How often a trial whose worker died is begun again, which is rarely the trial's fault; as often as one that failed
    /// if `nil`.
    public var recoveries: Int?
    /// Failed trials one after the other that end a run.
    public var consecutiveFailures: Int

    /// By default a minute, never, never, and ten.
    public init(
      leaseSeconds: Double = 60, retries: Int = 0, recoveries: Int? = nil, consecutiveFailures: Int = 10
    ) {
      self.leaseSeconds = leaseSeconds
      self.retries = retries
      self.recoveries = recoveries
      self.consecutiveFailures = consecutiveFailures
    }
  }

  struct State {
    var history: StudyHistory
    var sampler: any Sampler
    var scheduler: (any Scheduler)?
    var plan = (trials: Int?.none, parallelism: 1)
    var nextRelease = ContinuousClock.now
  }

  /// The study's name in its storage.
  public let name: String
  /// Where its trials live.
  public let storage: any StudyStorage
  /// What may go wrong.
  public let tolerance: Tolerance
  /// A name that no other worker has.
  public let worker: String
  /// How long a trial is a worker's own; for ever where all workers live and die together.
  let leaseSeconds: Double
  let heartbeat: Heartbeat
  /// Where there is no scheduler, reports need not wait for a sampler that thinks.
  let isScheduled: Atomic<Bool>
  private let state: Mutex<State>
  private let listeners = Mutex<[UUID: AsyncStream<TrialRecord>.Continuation]>([:])

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
    sampler: any Sampler = AutoSampler(), scheduler: (any Scheduler)? = nil,
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
    worker = WorkerName.make()
    leaseSeconds = storage.isShared ? tolerance.leaseSeconds : .infinity
    heartbeat = Heartbeat(storage, study: name, leaseSeconds: leaseSeconds)
    isScheduled = Atomic(scheduler != nil)
    state = Mutex(State(history: history, sampler: sampler, scheduler: scheduler))
  }

  deinit {
    for listener in listeners.withLock({ Array($0.values) }) { listener.finish() }
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

  /// The trials that end from now on, in the order in which they do, those of other workers when this one hears of them.
  /// Ends with the study.
  public var finishedTrials: AsyncStream<TrialRecord> {
    AsyncStream { continuation in
      let identifier = UUID()
      listeners.withLock { $0[identifier] = continuation }
      continuation.onTermination = { [weak self] _ in
        self?.listeners.withLock { _ = $0.removeValue(forKey: identifier) }
      }
    }
  }

  // MARK: Inside

  func locked<Result: Sendable>(_ body: (inout State) throws(SearchError) -> Result)
    throws(SearchError) -> Result
  {
    try state.withLock { state in Swift.Result { () throws(SearchError) in try body(&state) } }.get()
  }

  /// Stops trials early that are executed several times, unless there is a scheduler that decides.
  func rejectHopeless(executions: Int) {
    state.withLock { state in
      guard state.scheduler == nil, executions > 1 else { return }
      state.scheduler = ExecutionStopping(executions: executions)
      isScheduled.store(true, ordering: .releasing)
    }
  }

  /// Learns what has changed, and tells those who listen.
  func update(_ state: inout State) throws(SearchError) {
    let ended = try state.history.update(from: storage)
    guard !ended.isEmpty else { return }
    for listener in listeners.withLock({ Array($0.values) }) {
      for trial in ended { listener.yield(trial) }
    }
  }
}
