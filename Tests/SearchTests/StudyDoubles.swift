import LatheCore
import Synchronization

@testable import Search

/// Memory that several workers believe to share with processes which may die.
struct SharedMemory: StudyStorage {
  let memory = MemoryStorage()
  var place: String { memory.place }
  var isShared: Bool { true }

  func studyNames() -> [String] { memory.studyNames() }
  func create(_ definition: StudyDefinition) -> Bool { memory.create(definition) }
  func remove(study: String) { memory.remove(study: study) }
  func write<Result: Sendable>(
    study: String, _ body: (inout any StudyTransaction) throws(SearchError) -> Result
  ) throws(SearchError) -> Result { try memory.write(study: study, body) }
  func changes(study: String, since revision: Int) throws(SearchError) -> StudyChanges {
    try memory.changes(study: study, since: revision)
  }
}

/// Proposes something else for everything that can be known of the trials before.
struct SensitiveSampler: Sampler {
  var name: String { "sensitive" }

  mutating func propose(_ request: SamplingRequest) -> Proposal {
    // How long a trial took is not the same when a study is made again.
    let ended = request.observations.map { observation in
      var observation = observation
      observation.seconds = nil
      return "\(observation)"
    }
    let known = ended + request.pending.map { "\($0)" }
    var random = RandomSource(seed: request.seed, stream: "\(request.number) \(request.ordinal) \(known)")
    return Proposal(request.space.randomPoint(using: &random), note: "after \(known.count)")
  }
}

/// Pauses each trial at its first report, and resumes the oldest paused one when `width` of them have been begun.
struct PausingScheduler: Scheduler {
  let width: Int
  var name: String { "pausing" }

  mutating func next(_ request: SchedulingRequest) -> ScheduledWork {
    if request.curves.count >= width, let paused = request.curves.first(where: { $0.state == .paused }) {
      return .resume(paused.number, until: nil)
    }
    return .begin(until: 1)
  }

  mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    request.curves[number].until == 1 ? .pause : .proceed
  }
}

/// Counts what happens on several tasks.
final class Tally: Sendable {
  private let state = Mutex((now: 0, most: 0, total: 0))

  var most: Int { state.withLock(\.most) }
  var total: Int { state.withLock(\.total) }

  func begin() {
    state.withLock { state in
      state.now += 1
      state.total += 1
      state.most = max(state.most, state.now)
    }
  }

  func end() { state.withLock { $0.now -= 1 } }
}

struct Mishap: Error {}
