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
    var lineIsOpen = false
  }

  private let state = Mutex(State())
  private let clock: RunClock
  private let secondsAllowed: Double?
  private let showsDecisions: Bool
  private let redraws = Terminal.canRedraw
  private let metric = Mutex<String>("score")

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
      redraws ? redraw() : line("[\(elapsed)] \(phase)")
    case .objective(let objective):
      metric.withLock { $0 = objective.name }
    case .decision(let decision):
      if showsDecisions { line("plan: \(decision.decision): \(decision.reason)") }
    case .diagnostic(let diagnostic):
      line(diagnostic.description)
    case .trial(let name, let score, let seconds):
      state.withLock { $0.tried += 1 }
      if redraws {
        redraw()
      } else {
        line("[\(elapsed)] \(name): \(metricName) \(Self.text(score)) in \(Self.text(seconds)) s")
      }
    case .best(let score, _, let members):
      state.withLock { $0.best = score }
      if redraws {
        redraw()
      } else {
        line("[\(elapsed)] best so far: \(metricName) \(Self.text(score)), ensemble of \(members)")
      }
    case .skipped(let name, let reason):
      if showsDecisions { line("left out: \(name): \(reason)") }
    case .saved:
      break
    }
  }

  /// Ends the redrawn line.
  func finish() {
    state.withLock { state in
      if state.lineIsOpen { Terminal.writeError("\r\u{1B}[K") }
      state.lineIsOpen = false
    }
  }

  /// Redraws the line every quarter of a second until cancelled.
  func keepCurrent() async {
    guard redraws else { return }
    while !Task.isCancelled {
      redraw()
      try? await Task.sleep(for: .milliseconds(250))
    }
  }

  private var metricName: String { metric.withLock { $0 } }

  private var elapsed: String { "\(Self.text(clock.seconds)) s" }

  private func line(_ text: String) {
    state.withLock { state in
      Terminal.writeError(state.lineIsOpen ? "\r\u{1B}[K\(text)\n" : "\(text)\n")
      state.lineIsOpen = false
    }
  }

  private func redraw() {
    let name = metricName
    state.withLock { state in
      let used = clock.seconds
      var parts = [state.phase]
      if let secondsAllowed {
        let share = min(1, used / secondsAllowed)
        let filled = Int((share * 20).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
        parts.insert("\(bar) \(Int(max(0, secondsAllowed - used).rounded(.up))) s left", at: 0)
      } else {
        parts.insert(elapsed, at: 0)
      }
      if state.tried > 0 { parts.append("\(state.tried) tried") }
      if let best = state.best { parts.append("best \(name) \(Self.text(best))") }
      let line = parts.joined(separator: " · ").prefix(Terminal.width - 1)
      Terminal.writeError("\r\u{1B}[K\(line)")
      state.lineIsOpen = true
    }
  }

  private static func text(_ number: Double) -> String {
    let magnitude = abs(number)
    if magnitude >= 1_000 { return String(format: "%.0f", number) }
    if magnitude >= 10 { return String(format: "%.1f", number) }
    return String(format: "%.4g", number)
  }
}
