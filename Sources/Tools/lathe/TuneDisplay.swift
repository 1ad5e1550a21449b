import Foundation
import Search
import Synchronization
import Tuning

/// Shows how a program is tuned: one redrawn line on a terminal, plain lines elsewhere.
final class TuneDisplay: Sendable {
  private struct State {
    var earlier = 0
    var planned: Int?
    var running = 0
    var ended = 0
    var failed = 0
    var best = ""
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now
  private let secondsAllowed: Double?
  private let objectives: [String]
  private let status = StatusLine()

  /// A display for a run of `file`.
  init(file: StudyFile) {
    secondsAllowed = file.seconds
    objectives = file.objectives.map(\.name)
  }

  /// Takes note of `event` and shows what matters of it.
  func show(_ event: TuneEvent) {
    switch event {
    case .started(let trials, let planned, let sampler):
      state.withLock { state in
        state.earlier = trials
        state.planned = planned
      }
      let goal = planned.map { "\($0) trials" } ?? "trials until time is up"
      status.print("\(goal), sampler \(sampler)\(trials > 0 ? ", going on after \(trials)" : "")")
    case .began: state.withLock { $0.running += 1 }
    case .left: state.withLock { $0.running -= 1 }
    case .ended(let trial, let isBest): ended(trial, isBest: isBest)
    }
    if status.redraws { redraw() }
  }

  private func ended(_ trial: TrialRecord, isBest: Bool) {
    let values = text(trial.values)
    state.withLock { state in
      state.ended += 1
      if trial.state == .failed { state.failed += 1 }
      if isBest { state.best = values }
    }
    if trial.state == .failed {
      status.print("[\(elapsed)] trial \(trial.number) failed: \(trial.failure ?? "")")
    } else if isBest {
      status.print(
        "[\(elapsed)] trial \(trial.number): \(values)\(objectives.count > 1 ? ", on the front" : ", the best so far")"
      )
    } else if !status.redraws {
      status.print("[\(elapsed)] trial \(trial.number): \(trial.state == .pruned ? "stopped early" : values)")
    }
  }

  /// Does `work` and shows meanwhile how far it is.
  func during<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try await status.keepCurrent({ self.redraw() }, during: work)
  }

  private var seconds: Double { start.duration(to: .now) / .seconds(1) }

  private var elapsed: String { "\(seconds.rounded(digits: 4)) s" }

  private func text(_ values: [Double]) -> String {
    zip(objectives, values).map { "\($0) \($1.rounded(digits: 5))" }.joined(separator: ", ")
  }

  private func redraw() {
    let state = state.withLock { $0 }
    var parts: [String] = []
    if let share = share(state) { parts.append(StatusLine.bar(share)) }
    if let left = secondsLeft(state) { parts.append("\(Self.duration(left)) left") }
    let count = state.earlier + state.ended
    parts.append(state.planned.map { "\(count)/\($0) trials" } ?? "\(count) trials")
    parts.append("\(state.running) running")
    if state.failed > 0 { parts.append("\(state.failed) failed") }
    if !state.best.isEmpty { parts.append("best \(state.best)") }
    status.draw(parts)
  }

  /// How much of the run is done, by trials or by time, whichever is nearer to its end.
  private func share(_ state: State) -> Double? {
    let shares = [
      state.planned.map { Double(state.earlier + state.ended) / Double(max($0, 1)) },
      secondsAllowed.map { seconds / $0 },
    ].compactMap(\.self)
    return shares.max()
  }

  private func secondsLeft(_ state: State) -> Double? {
    var left = secondsAllowed.map { max($0 - seconds, 0) }
    if let planned = state.planned, state.ended > 0 {
      let pace = seconds / Double(state.ended)
      let estimate = pace * Double(max(planned - state.earlier - state.ended, 0))
      left = min(left ?? .infinity, estimate)
    }
    return left
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    if whole < 120 { return "\(whole) s" }
    return whole < 7_200 ? "\(whole / 60) min" : "\(whole / 3_600) h \(whole % 3_600 / 60) min"
  }
}
