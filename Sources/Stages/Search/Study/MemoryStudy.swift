import Foundation
import Synchronization

/// One study in memory.
final class MemoryStudy: Sendable {
  /// A trial, and when it changed.
  fileprivate struct Entry {
    var trial: TrialRecord
    var revision: Int
    /// The revision of each report.
    var reportRevisions: [Int] = []
  }

  fileprivate struct State {
    var definition: StudyDefinition
    var definitionRevision = 1
    var revision = 1
    var entries: [Entry] = []
    /// Numbers of trials, in order.
    var waiting: [Int] = []
    /// Numbers of trials, in order.
    var running: [Int] = []
    /// Trials in the order of their changes; one that changed again stands at its last place too.
    var changed: [(revision: Int, number: Int)] = []
  }

  /// Held during a transaction.
  private let turn = Mutex(())
  private let state: Mutex<State>

  init(_ definition: StudyDefinition) { state = Mutex(State(definition: definition)) }

  func write<Result: Sendable>(_ body: (inout any StudyTransaction) throws(SearchError) -> Result)
    throws(SearchError) -> Result
  {
    try turn.withLock { _ -> Swift.Result<Result, SearchError> in
      var transaction: any StudyTransaction = Transaction(
        study: self, count: state.withLock { $0.entries.count })
      let result = Swift.Result { () throws(SearchError) in try body(&transaction) }
      if case .success = result, let transaction = transaction as? Transaction {
        state.withLock { $0.apply(transaction) }
      }
      return result
    }.get()
  }

  func changes(since: Int) -> StudyChanges {
    state.withLock { state in
      var order: [Int] = []
      for (revision, number) in state.changed.reversed() {
        guard revision > since else { break }
        if state.entries[number].revision == revision { order.append(number) }
      }
      return StudyChanges(
        definition: state.definitionRevision > since ? state.definition : nil,
        trials: order.sorted().map { state.entries[$0].changes(since: since) }, order: order.reversed(),
        revision: state.revision)
    }
  }
}

extension MemoryStudy {
  /// What a transaction wants to change: nothing has, until it ends.
  fileprivate struct Transaction: StudyTransaction {
    let study: MemoryStudy
    var count: Int
    var definitionChange: StudyDefinition?
    var trials: [Int: TrialRecord] = [:]
    /// In the order in which they were saved.
    var reports: [(number: Int, report: IntermediateValue)] = []
    var leaseEnds: [Int: Date] = [:]

    init(study: MemoryStudy, count: Int) {
      self.study = study
      self.count = count
    }

    let now = Date()

    func definition() -> StudyDefinition { definitionChange ?? study.state.withLock(\.definition) }

    mutating func save(_ definition: StudyDefinition) { definitionChange = definition }

    func trialCount() -> Int { count }

    func trial(_ number: Int) -> TrialRecord? {
      var trial =
        trials[number]
        ?? study.state.withLock { $0.entries.indices.contains(number) ? $0.entries[number].trial : nil }
      trial?.reports = []
      if let end = leaseEnds[number] { trial?.leaseEnd = end }
      return trial
    }

    func firstWaiting() -> TrialRecord? {
      let stored = study.state.withLock { state in state.waiting.first { trials[$0] == nil } }
      let saved = trials.lazy.filter { $0.value.state == .waiting }.map(\.key).min()
      return [stored, saved].compactMap { $0 }.min().flatMap(trial)
    }

    func running() -> [TrialRecord] {
      let stored = study.state.withLock(\.running).filter { trials[$0] == nil }
      let saved = trials.values.filter { $0.state == .running }.map(\.number)
      return (stored + saved).sorted().compactMap(trial)
    }

    mutating func save(_ trial: TrialRecord) throws(SearchError) {
      guard (0...count).contains(trial.number) else {
        throw .trial(number: trial.number, problem: "there is no such trial")
      }
      count = max(count, trial.number + 1)
      trials[trial.number] = trial
      leaseEnds[trial.number] = nil
    }

    mutating func save(_ report: IntermediateValue, of number: Int) throws(SearchError) {
      guard (0..<count).contains(number) else {
        throw .trial(number: number, problem: "there is no such trial")
      }
      reports.append((number, report))
    }

    mutating func setLeaseEnd(_ end: Date, of number: Int) { leaseEnds[number] = end }
  }
}

extension MemoryStudy.Entry {
  /// The trial with the reports that were made since a revision.
  fileprivate func changes(since: Int) -> TrialRecord {
    guard since > 0, !reportRevisions.isEmpty else { return trial }
    var result = trial
    result.reports = zip(trial.reports, reportRevisions).filter { $1 > since }.map(\.0)
    return result
  }

  fileprivate mutating func insert(_ report: IntermediateValue, revision: Int) {
    let (place, isReplacement) = trial.reports.insert(report)
    if isReplacement {
      reportRevisions[place] = revision
    } else {
      reportRevisions.insert(revision, at: place)
    }
  }
}

extension MemoryStudy.State {
  fileprivate mutating func apply(_ transaction: MemoryStudy.Transaction) {
    if let definition = transaction.definitionChange {
      self.definition = definition
      revision += 1
      definitionRevision = revision
    }
    for number in transaction.trials.keys.sorted() {
      guard let trial = transaction.trials[number] else { continue }
      replace(trial)
    }
    for (number, report) in transaction.reports {
      markChanged(number)
      entries[number].insert(report, revision: revision)
    }
    for (number, end) in transaction.leaseEnds { entries[number].trial.leaseEnd = end }
  }

  private mutating func replace(_ trial: TrialRecord) {
    let number = trial.number
    if number == entries.count {
      entries.append(MemoryStudy.Entry(trial: trial, revision: 0))
      entries[number].trial.reports = []
    } else {
      let reports = entries[number].trial.reports
      entries[number].trial = trial
      entries[number].trial.reports = reports
    }
    waiting.setMembership(of: number, trial.state == .waiting)
    running.setMembership(of: number, trial.state == .running)
    markChanged(number)
  }

  private mutating func markChanged(_ number: Int) {
    revision += 1
    entries[number].revision = revision
    changed.append((revision, number))
    guard changed.count > 2 * entries.count + 64 else { return }
    changed.removeAll { entries[$0.number].revision != $0.revision }
  }
}

extension [Int] {
  /// Adds a number to those in order, or removes it.
  fileprivate mutating func setMembership(of number: Int, _ isMember: Bool) {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    let isThere = low < count && self[low] == number
    if isMember, !isThere { insert(number, at: low) }
    if !isMember, isThere { remove(at: low) }
  }
}

extension [IntermediateValue] {
  /// Adds a report in the order of steps, or replaces the one of its step; where it stands now.
  @discardableResult
  mutating func insert(_ report: IntermediateValue) -> (place: Int, isReplacement: Bool) {
    let before = lastIndex { $0.step <= report.step }
    if let before, self[before].step == report.step {
      self[before] = report
      return (before, true)
    }
    let place = before.map { $0 + 1 } ?? 0
    insert(report, at: place)
    return (place, false)
  }
}
