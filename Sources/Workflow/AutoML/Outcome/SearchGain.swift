import LatheCore
import Metrics

/// What the search beyond the portfolio was worth.
struct SearchGain: Sendable {
  /// Candidates that it finished.
  let candidates: Int
  /// Others that it gave up after a look at part of the rows, or after the first folds.
  let givenUp: Int
  /// The ensemble's loss without them, and with them.
  let before: Double
  let after: Double

  /// The gain of a search; `nil` if there was none beyond the portfolio, or nothing but it.
  init?(_ state: SearchState, seed: UInt64, deadline: Deadline) {
    let found = state.trials.filter { CandidateTuner.isProposal($0.name) }
    guard !found.isEmpty, found.count < state.trials.count else { return nil }
    var portfolio = SearchState(evaluation: state.evaluation)
    for trial in state.trials where !CandidateTuner.isProposal(trial.name) { _ = portfolio.add(trial) }
    portfolio.choose(seed: seed, deadline: deadline)
    candidates = found.count
    givenUp = state.givenUp
    before = portfolio.loss
    after = state.loss
  }

  /// For the plan's decisions.
  func decision(_ metric: Metric) -> PlanDecision {
    func text(_ loss: Double) -> String { "\((metric.score(fromLoss: loss) * 1e5).rounded() / 1e5)" }
    let others = givenUp > 0 ? ", \(givenUp) others given up on the way" : ""
    return PlanDecision(
      "search around the best families: \(candidates) more candidates\(others)",
      because:
        "the portfolio was exhausted before the budget; the ensemble's validation \(metric.name) went from \(text(before)) to \(text(after))"
    )
  }
}
