import Foundation
import Synchronization

/// Studies in memory: gone with the process.
public final class MemoryStorage: StudyStorage {
  private let studies = Mutex<(names: [String], contents: [String: Contents])>(([], [:]))

  /// A storage without studies.
  public init() {}

  /// `memory`.
  public var place: String { "memory" }

  /// No.
  public var isShared: Bool { false }

  /// The names of all studies.
  public func studyNames() -> [String] { studies.withLock { $0.names } }

  /// Adds a study.
  public func create(_ definition: StudyDefinition) -> Bool {
    studies.withLock { studies in
      guard studies.contents[definition.name] == nil else { return false }
      studies.names.append(definition.name)
      studies.contents[definition.name] = Contents(definition: definition)
      return true
    }
  }

  /// Removes a study.
  public func remove(study: String) {
    studies.withLock { studies in
      studies.names.removeAll { $0 == study }
      studies.contents[study] = nil
    }
  }

  /// Runs a transaction.
  public func write<Result: Sendable>(
    study: String, _ body: (inout any StudyTransaction) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    try studies.withLock { studies -> Swift.Result<Result, SearchError> in
      guard let contents = studies.contents[study] else { return .failure(.noStudy(study, in: place)) }
      var transaction: any StudyTransaction = Transaction(base: contents)
      let result = Swift.Result { () throws(SearchError) in try body(&transaction) }
      if case .success = result, let changes = (transaction as? Transaction)?.changes {
        studies.contents[study]?.apply(changes)
      }
      return result
    }.get()
  }

  /// What has changed.
  public func changes(study: String, since revision: Int) throws(SearchError) -> StudyChanges {
    let changes = studies.withLock { $0.contents[study]?.changes(since: revision) }
    guard let changes else { throw .noStudy(study, in: place) }
    return changes
  }
}

extension MemoryStorage {
  /// One study.
  private final class Contents: Sendable {
    /// What is protected by the lock of the storage, which this object never leaves.
    private let state: Mutex<State>

    struct State {
      var definition: StudyDefinition
      var definitionRevision = 1
      var revision = 1
      var trials: [TrialRecord] = []
      var waiting: Set<Int> = []
      var running: Set<Int> = []
      /// The revision at which each trial changed last.
      var revisions: [Int] = []
      /// Trials in the order of their changes; one that changed again stands at its last place too.
      var changed: [(revision: Int, number: Int)] = []

      mutating func markChanged(_ number: Int) {
        revision += 1
        revisions[number] = revision
        changed.append((revision, number))
        guard changed.count > 2 * trials.count + 64 else { return }
        changed.removeAll { revisions[$0.number] != $0.revision }
      }
    }

    init(definition: StudyDefinition) { state = Mutex(State(definition: definition)) }

    func read<Result>(_ body: (State) -> Result) -> Result { state.withLock { body($0) } }

    func apply(_ changes: Changes) {
      state.withLock { state in
        if let definition = changes.definition {
          state.definition = definition
          state.revision += 1
          state.definitionRevision = state.revision
        }
        for number in changes.trials.keys.sorted() {
          guard var trial = changes.trials[number] else { continue }
          if number == state.trials.count {
            trial.reports = []
            state.trials.append(trial)
            state.revisions.append(0)
          } else {
            trial.reports = state.trials[number].reports
            state.trials[number] = trial
          }
          if trial.state == .waiting { state.waiting.insert(number) } else { state.waiting.remove(number) }
          if trial.state == .running { state.running.insert(number) } else { state.running.remove(number) }
          state.markChanged(number)
        }
        for (number, report) in changes.reports {
          state.trials[number].reports.insert(report)
          state.markChanged(number)
        }
      }
    }

    func changes(since: Int) -> StudyChanges {
      read { state in
        var numbers: [Int] = []
        for (revision, number) in state.changed.reversed() {
          guard revision > since else { break }
          if state.revisions[number] == revision { numbers.append(number) }
        }
        return StudyChanges(
          definition: state.definitionRevision > since ? state.definition : nil,
          trials: numbers.sorted().map { state.trials[$0] }, revision: state.revision)
      }
    }
  }

  /// What a transaction wants to change.
  private struct Changes {
    var definition: StudyDefinition?
    var trials: [Int: TrialRecord] = [:]
    var reports: [(number: Int, report: IntermediateValue)] = []
  }

  private struct Transaction: StudyTransaction {
    let base: Contents
    var changes = Changes()

    init(base: Contents) { self.base = base }

    var now: Date { Date() }

    func definition() -> StudyDefinition { changes.definition ?? base.read { $0.definition } }

    mutating func save(_ definition: StudyDefinition) { changes.definition = definition }

    func trialCount() -> Int {
      max(base.read { $0.trials.count }, (changes.trials.keys.max() ?? -1) + 1)
    }

    func trial(_ number: Int) -> TrialRecord? {
      changes.trials[number] ?? base.read { $0.trials.indices.contains(number) ? $0.trials[number] : nil }
    }

    func firstWaiting() -> TrialRecord? {
      let candidates = base.read { $0.waiting }.union(changes.trials.keys)
      return candidates.sorted().lazy.compactMap { trial($0) }.first { $0.state == .waiting }
    }

    func abandoned() -> [TrialRecord] {
      let now = now
      return base.read { $0.running }.union(changes.trials.keys).sorted().compactMap { trial($0) }.filter {
        $0.state == .running && ($0.leaseEnd ?? .distantFuture) < now
      }
    }

    mutating func save(_ trial: TrialRecord) throws(SearchError) {
      guard (0...trialCount()).contains(trial.number) else {
        throw .trial(number: trial.number, problem: "there is no such trial")
      }
      changes.trials[trial.number] = trial
    }

    mutating func save(_ report: IntermediateValue, of number: Int) throws(SearchError) {
      guard trial(number) != nil else { throw .trial(number: number, problem: "there is no such trial") }
      changes.reports.append((number, report))
    }
  }
}

extension SearchError {
  /// There is no study of this name.
  public static func noStudy(_ name: String, in place: String) -> SearchError {
    .study(
      name: name, problem: "there is no such study in \(place)", remedy: "Correct the name, or create it.")
  }
}

extension [IntermediateValue] {
  /// Adds a report in the order of steps, or replaces the one of its step.
  mutating func insert(_ report: IntermediateValue) {
    let place = lastIndex { $0.step <= report.step }
    if let place, self[place].step == report.step {
      self[place] = report
    } else {
      insert(report, at: place.map { $0 + 1 } ?? 0)
    }
  }
}
