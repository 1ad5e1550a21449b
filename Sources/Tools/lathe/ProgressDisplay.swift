import AutoML
import Foundation
import LatheCore
import Metrics
import Synchronization

/// Shows a fit as it goes: one redrawn line on a terminal, plain lines elsewhere.
final class ProgressDisplay: Sendable {
  private struct State {
    var phase = "starting"
    var best: Double?
    var tried = 0
    var metric = "score"
  }

  private let state = Mutex(State())
  private let clock: RunClock
  private let secondsAllowed: Double?
  private let showsDecisions: Bool
  private let status = StatusLine()

  /// A display for a run of `clock`; `secondsAllowed` is its budget, `nil` when it goes by trials.
  init(clock: RunClock, secondsAllowed: Double?, showsDecisions: Bool) {
    self.clock = clock
    self.secondsAllowed = secondsAllowed
    self.showsDecisions = showsDecisions
  }

  /// Takes note of `event` and shows what matters of it.
  func show(_ event: FitEvent) {
    switch event {
    case .phase(let phase):
      state.withLock { $0.phase = phase }
      status.redraws ? redraw() : status.print("[\(elapsed)] \(phase)")
    case .objective(let objective):
      state.withLock { $0.metric = objective.name }
    case .decision(let decision):
      if showsDecisions { status.print("plan: \(decision.decision): \(decision.reason)") }
    case .diagnostic(let diagnostic):
      status.print(diagnostic.description)
    case .trial(let name, let score, let seconds):
      state.withLock { $0.tried += 1 }
      if status.redraws {
        redraw()
      } else {
        status.print("[\(elapsed)] \(name): \(metricName) \(Self.text(score)) in \(Self.text(seconds)) s")
      }
    case .best(let score, _, let members):
      state.withLock { $0.best = score }
      if status.redraws {
        redraw()
      } else {
        status.print("[\(elapsed)] best so far: \(metricName) \(Self.text(score)), ensemble of \(members)")
      }
    case .skipped(let name, let reason):
      if showsDecisions { status.print("left out: \(name): \(reason)") }
    case .saved:
      break
    }
  }

  /// Does `work` and shows meanwhile how far it is.
  func during<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try await status.keepCurrent({ self.redraw() }, during: work)
  }

  private var metricName: String { state.withLock(\.metric) }

  private var elapsed: String { "\(Self.text(clock.seconds)) s" }

  private func redraw() {
    let state = state.withLock { $0 }
    let used = clock.seconds
    var parts = [elapsed]
    if let secondsAllowed {
      let left = Int(max(0, secondsAllowed - used).rounded(.up))
      parts = ["\(StatusLine.bar(used / secondsAllowed)) \(left) s left"]
    }
    parts.append(state.phase)
    if state.tried > 0 { parts.append("\(state.tried) tried") }
    if let best = state.best { parts.append("best \(state.metric) \(Self.text(best))") }
    status.draw(parts)
  }

  private static func text(_ number: Double) -> String {
    let magnitude = abs(number)
    if magnitude >= 1_000 { return String(format: "%.0f", number) }
    if magnitude >= 10 { return String(format: "%.1f", number) }
    return String(format: "%.4g", number)
  }
}
