/// Guesses what the loss of a trial that was stopped early would have become.
///
/// The loss it had is lowered by what complete trials gained from that step to their end, in the median, but never below
/// the best of them: a trial that was stopped may say where not to go, and is never the best.
struct PrunedLossEstimate {
  private let complete: [Observation]
  private let best: Double?

  init(_ observations: [Observation]) {
    let needsCurves = observations.contains { $0.ending == .pruned }
    complete = needsCurves ? observations.filter { $0.isComplete && !$0.curve.isEmpty } : []
    best = observations.lazy.filter(\.isComplete).compactMap(\.losses.first).min()
  }

  /// The guess; `nil` if the trial reported nothing that is a number.
  func finalLoss(of observation: Observation) -> Double? {
    guard let last = observation.curve.last?.value ?? observation.losses.first, last.isFinite else {
      return nil
    }
    var changes: [Double] = []
    if let step = observation.curve.last?.step {
      changes = complete.compactMap { other -> Double? in
        guard let final = other.losses.first,
          let value = other.curve.last(where: { $0.step <= step && $0.value.isFinite })?.value
        else { return nil }
        return final - value
      }.sorted()
    }
    let change = changes.isEmpty ? 0 : changes[changes.count / 2]
    let estimate = last + min(change, 0)
    return best.map { max($0, estimate) } ?? estimate
  }
}
