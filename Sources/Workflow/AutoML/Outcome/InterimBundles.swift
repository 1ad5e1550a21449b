import Foundation
import LatheCore

/// Writes a usable bundle while the search goes on, so that a kill leaves the best so far.
actor InterimBundles {
  private let assembler: BundleAssembler
  private let output: URL
  private let decisions: [PlanDecision]
  private let end: Deadline
  private let emit: @Sendable (FitEvent) -> Void
  private var nextWrite = Deadline.after(seconds: 0)
  private var isWriting = false

  /// Least seconds between two writes.
  static let interval = 5.0

  init(
    assembler: BundleAssembler, output: URL, decisions: [PlanDecision], end: Deadline,
    emit: @escaping @Sendable (FitEvent) -> Void
  ) {
    self.assembler = assembler
    self.output = output
    self.decisions = decisions
    self.end = end
    self.emit = emit
  }

  /// Writes the state of the search if the last write is long enough ago and there is time for it.
  func write(_ state: SearchState) async {
    // One at a time, so that an older state never replaces a newer one.
    guard !isWriting, nextWrite.hasPassed, end.remainingSeconds > Self.interval else { return }
    isWriting = true
    defer { isWriting = false }
    nextWrite = .after(seconds: Self.interval)
    let assembler = assembler
    let output = output
    let decisions = decisions
    let written = await BlockingWork.run(stop: StopSignal()) {
      (try? assembler.writeInterim(state: state, decisions: decisions, to: output)) != nil
    }
    if written { emit(.saved) }
  }
}
