import Foundation

/// Where studies live.
///
/// A storage gives exclusive transactions on one study; what is done in them is the same for every storage and written
/// once, in `StudyStorage+Trials.swift`. `StorageContract` in `SearchTesting` has the tests that every storage passes.
///
/// Calls block: they belong on a thread that may wait.
public protocol StudyStorage: Sendable {
  /// Where it is, for messages.
  var place: String { get }

  /// Whether workers of other processes can reach it.
  var isShared: Bool { get }

  /// The names of all studies, in the order of their creation.
  func studyNames() throws(SearchError) -> [String]

  /// Adds a study, and says whether it did: not if there is one of that name. A name has no zero characters.
  func create(_ definition: StudyDefinition) throws(SearchError) -> Bool

  /// Removes a study and its trials; nothing happens if there is none.
  func remove(study: String) throws(SearchError)

  /// Runs `body` while nobody else can change the study, and keeps what it has saved unless it throws. Not to be called
  /// within itself.
  ///
  /// - Throws: ``SearchError/study(name:problem:remedy:)`` if there is no such study, or what `body` throws.
  func write<Result: Sendable>(
    study: String, _ body: (inout any StudyTransaction) throws(SearchError) -> Result
  ) throws(SearchError) -> Result

  /// What has changed in a study since a revision: 0 for everything.
  func changes(study: String, since revision: Int) throws(SearchError) -> StudyChanges
}

/// What has changed in a study.
public struct StudyChanges: Sendable {
  /// The definition, if it has changed.
  public var definition: StudyDefinition?
  /// The trials that have changed, by number, each with the reports that were added or replaced since; with all of them
  /// in the changes since 0.
  public var trials: [TrialRecord]
  /// The numbers of those trials in the order of their last change, which for trials that have ended is the order in which
  /// they did: clocks do not matter.
  public var order: [Int]
  /// What to ask with next time.
  public var revision: Int

  /// Changes.
  public init(definition: StudyDefinition?, trials: [TrialRecord], order: [Int], revision: Int) {
    self.definition = definition
    self.trials = trials
    self.order = order
    self.revision = revision
  }
}

/// Access to one study that nobody else has meanwhile.
public protocol StudyTransaction {
  /// The time, by the clock that all workers share.
  var now: Date { get }

  /// The definition.
  func definition() throws(SearchError) -> StudyDefinition

  /// Replaces the definition.
  mutating func save(_ definition: StudyDefinition) throws(SearchError)

  /// The number of trials.
  func trialCount() throws(SearchError) -> Int

  /// A trial, without its reports.
  func trial(_ number: Int) throws(SearchError) -> TrialRecord?

  /// The trial of the lowest number that waits, without its reports.
  func firstWaiting() throws(SearchError) -> TrialRecord?

  /// The running trials by number, without their reports.
  func running() throws(SearchError) -> [TrialRecord]

  /// Adds a trial of the number `trialCount()`, or replaces one; leaves reports as they are.
  mutating func save(_ trial: TrialRecord) throws(SearchError)

  /// Adds a report to a trial, or replaces the one of its step; the trial has changed then.
  mutating func save(_ report: IntermediateValue, of number: Int) throws(SearchError)

  /// Moves the end of a trial's lease. The trial has not changed then: nobody but a transaction needs to know.
  mutating func setLeaseEnd(_ end: Date, of number: Int) throws(SearchError)
}
