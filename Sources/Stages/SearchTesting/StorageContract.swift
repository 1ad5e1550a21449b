import Foundation
import Search

/// What every storage of studies must do. Run all checks on your own storage in its tests:
///
/// ```swift
/// @Test(arguments: StorageContract.Check.allCases)
/// func `my storage keeps the contract`(check: StorageContract.Check) throws {
///   try StorageContract { try MyStorage(path: path) }.verify(check)
/// }
/// ```
///
/// Each check works on studies of its own, whose names no other study has.
public struct StorageContract: Sendable {
  /// One promise.
  public enum Check: String, Sendable, CaseIterable {
    /// Studies are created once, listed in order, removed, and know nothing of each other.
    case keepsStudiesApart
    /// Seeds beyond the largest signed number, whole real numbers, unusual text and bounds come back as they were.
    case keepsDefinitionsExactly
    /// Every field of a trial comes back as it was: numbers that are not finite, whole real numbers, unusual text.
    case keepsTrialsExactly
    /// Reports come back in the order of their steps, the last one of each step.
    case keepsReports
    /// A transaction sees what it has saved.
    case seesOwnChanges
    /// A transaction that throws changes nothing.
    case rollsBack
    /// Changes since a revision are all there are and no others, in the order in which they were made.
    case tellsChanges
    /// A trial that does not exist cannot be saved, ended or reported to.
    case refusesUnknownTrials
    /// Trials that wait are begun first, in order; there are never more trials than the limit.
    case beginsWaitingTrialsFirst
    /// A worker whose lease has ended can end nothing any more, not even after it has begun the same trial again.
    case refusesLateResults
    /// A lease that is renewed does not end.
    case renewsLeases
    /// The same result told twice counts once; another one is refused.
    case endsOnce
    /// Trials that fail, or lose their worker, are begun again as often as allowed; given back, as often as one likes.
    case retries
    /// A trial that is given back or paused keeps what was proposed.
    case keepsParametersOfOpenTrials
    /// Of many workers that begin trials at once, each gets trials of its own, and no more than the limit altogether.
    case givesTrialsOnce
    /// Of many workers that resume a paused trial, one gets it.
    case resumesOnce
    /// Whoever asks for changes while others write misses none.
    case tellsChangesUnderConcurrency
    /// A space that grows from several workers loses no parameter; one that contradicts it makes its trial a failed one.
    case growsSpaces
  }

  /// A broken promise.
  public struct Violation: Error, CustomStringConvertible {
    /// What was found, with the storage.
    public let description: String
  }

  private let open: @Sendable () throws -> any StudyStorage

  /// The contract of a storage.
  ///
  /// - Parameter open: Opens the same storage every time; each worker has an object of its own then. What lives in one
  ///   object gives the same one each time.
  public init(_ open: @escaping @Sendable () throws -> any StudyStorage) { self.open = open }

  /// Checks one promise.
  ///
  /// - Throws: ``Violation``, or the error of a call that should have succeeded.
  public func verify(_ check: Check) throws {
    let run = StorageContractRun(check: check, open: open, storage: try open())
    switch check {
    case .keepsStudiesApart: try run.keepsStudiesApart()
    case .keepsDefinitionsExactly: try run.keepsDefinitionsExactly()
    case .keepsTrialsExactly: try run.keepsTrialsExactly()
    case .keepsReports: try run.keepsReports()
    case .seesOwnChanges: try run.seesOwnChanges()
    case .rollsBack: try run.rollsBack()
    case .tellsChanges: try run.tellsChanges()
    case .refusesUnknownTrials: try run.refusesUnknownTrials()
    case .beginsWaitingTrialsFirst: try run.beginsWaitingTrialsFirst()
    case .refusesLateResults: try run.refusesLateResults()
    case .renewsLeases: try run.renewsLeases()
    case .endsOnce: try run.endsOnce()
    case .retries: try run.retries()
    case .keepsParametersOfOpenTrials: try run.keepsParametersOfOpenTrials()
    case .givesTrialsOnce: try run.givesTrialsOnce()
    case .resumesOnce: try run.resumesOnce()
    case .tellsChangesUnderConcurrency: try run.tellsChangesUnderConcurrency()
    case .growsSpaces: try run.growsSpaces()
    }
    try run.removeStudies()
  }
}

/// One check of one storage.
struct StorageContractRun: Sendable {
  let check: StorageContract.Check
  let open: @Sendable () throws -> any StudyStorage
  let storage: any StudyStorage
  /// The study of the check, and the beginning of the names of others.
  let name = "contract \(UUID().uuidString)"

  func create(_ definition: StudyDefinition? = nil) throws {
    try require(
      try storage.create(definition ?? StudyDefinition(name: name, seed: 1)), "a new study was not created")
  }

  func removeStudies() throws {
    for study in try storage.studyNames() where study.hasPrefix(name) { try storage.remove(study: study) }
  }

  func begin(_ worker: String, leaseSeconds: Double = 60, limit: Int? = nil) throws -> TrialRecord {
    guard
      let trial = try storage.begin(study: name, worker: worker, leaseSeconds: leaseSeconds, limit: limit)
    else { throw violation("no trial was begun") }
    return trial
  }

  /// All trials, as someone sees them who has just come.
  func trials() throws -> [TrialRecord] { try storage.changes(study: name, since: 0).trials }

  func trial(_ number: Int) throws -> TrialRecord {
    let trials = try trials()
    guard trials.indices.contains(number), trials[number].number == number else {
      throw violation("trial \(number) is missing among \(trials.count)")
    }
    return trials[number]
  }

  func violation(_ what: String) -> StorageContract.Violation {
    StorageContract.Violation(description: "\(storage.place), \(check.rawValue): \(what)")
  }

  func require(_ isTrue: Bool, _ otherwise: @autoclosure () -> String) throws {
    if !isTrue { throw violation(otherwise()) }
  }

  func requireEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
    try require(found == expected, "\(what) is \(found), not \(expected)")
  }

  /// Requires that `body` throws an error of one kind.
  func requireRefusal(_ what: String, _ isExpected: (SearchError) -> Bool, _ body: () throws -> Void) throws {
    do { try body() } catch let error as SearchError where isExpected(error) { return } catch {
      throw violation("\(what) ended in \(error)")
    }
    throw violation("\(what) succeeded")
  }

  /// Requires that `body` throws ``SearchError/trial(number:problem:)``.
  func requireTrialRefusal(_ what: String, _ body: () throws -> Void) throws {
    try requireRefusal(what, { if case .trial = $0 { true } else { false } }, body)
  }

  /// Runs `body` on several threads at once, each with a storage object of its own; what each gave.
  func inParallel<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int, any StudyStorage) throws -> Result
  ) throws -> [Result] {
    let storages = try (0..<count).map { _ in try open() }
    let queue = DispatchQueue(label: "storage contract", attributes: .concurrent)
    let results = ParallelResults<Result>()
    let group = DispatchGroup()
    for (index, storage) in storages.enumerated() {
      queue.async(group: group) { results.add(.init { try body(index, storage) }) }
    }
    group.wait()
    return try results.all()
  }
}
