import Dispatch
import Foundation
import Synchronization

/// Says to a storage, again and again, that a worker's trials are being worked on.
///
/// It has a thread of its own, so that no work of anybody else can make a living worker look dead. A trial that was let go
/// of without a result is not kept alive: its lease ends, and it is begun again.
final class Heartbeat: Sendable {
  private struct Held {
    weak var trial: Trial?
    let claim: Claim
  }

  private struct State {
    var held: [Int: Held] = [:]
    var isBeating = false
  }

  private let storage: any StudyStorage
  private let study: String
  private let leaseSeconds: Double
  private let state = Mutex(State())
  private let end = DispatchSemaphore(value: 0)

  init(_ storage: any StudyStorage, study: String, leaseSeconds: Double) {
    self.storage = storage
    self.study = study
    self.leaseSeconds = leaseSeconds
  }

  deinit { end.signal() }

  /// Begins to say that a trial is being worked on.
  func hold(_ trial: Trial) {
    guard leaseSeconds.isFinite else { return }
    let isFirst = state.withLock { state in
      state.held[trial.number] = Held(trial: trial, claim: trial.claim)
      defer { state.isBeating = true }
      return !state.isBeating
    }
    if isFirst { start() }
  }

  /// The trials that are being worked on.
  var numbers: Set<Int> { state.withLock { Set($0.held.keys) } }

  /// Ends it.
  func release(_ claim: Claim) {
    state.withLock { state in
      if state.held[claim.number]?.claim == claim { state.held[claim.number] = nil }
    }
  }

  private func start() {
    let pause = max(leaseSeconds / 4, 0.05)
    Thread.detachNewThread { [weak self, end] in
      while end.wait(timeout: .now() + pause) == .timedOut {
        guard let heartbeat = self else { return }
        heartbeat.beat()
      }
    }
  }

  private func beat() {
    let claims = state.withLock { state in
      state.held = state.held.filter { $0.value.trial != nil }
      return state.held.values.map(\.claim)
    }
    guard !claims.isEmpty else { return }
    // A failure is not the end: the next beat may succeed, and a lost lease shows when the trial ends.
    try? storage.renew(
      claims.sorted { $0.number < $1.number }, leaseSeconds: leaseSeconds, study: study)
  }
}
