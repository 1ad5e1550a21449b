import Foundation

/// Successive halving in rounds: when all trials of a round have reached a rung, the best of every ``reductionFactor``
/// go on, and the others stay paused for good.
///
/// A round has ``trials`` trials. While some of them still run, the next round begins, so that no worker waits. A trial
/// that fails counts as one that has reached its rung last. Where the study is planned to have fewer trials than would
/// fill the last round, that round is smaller.
///
/// Where the last step is known, rungs are counted down from it. Otherwise they are counted up from ``minimumStep``, and
/// those who pass the last comparison run to their end.
///
/// Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016.
public struct SuccessiveHalving: Scheduler {
  /// The trials of a round; as many as leave one at the last rung if `nil`.
  public var trials: Int?
  /// The lowest step at which trials are compared.
  public var minimumStep: Int
  /// One in how many goes on, and how much longer each rung is than the one before.
  public var reductionFactor: Int

  /// The trials of a round where neither their number nor the last step is known.
  private static let trialsWithoutEnd = 27

  /// A rule that lets one in `reductionFactor` go on.
  public init(trials: Int? = nil, minimumStep: Int = 1, reductionFactor: Int = 3) {
    self.trials = trials.map { max($0, 1) }
    self.minimumStep = max(minimumStep, 1)
    self.reductionFactor = max(reductionFactor, 2)
  }

  /// `successive-halving`.
  public var name: String { "successive-halving" }

  /// A promotion in the earliest round that has one, or else a new trial.
  public mutating func next(_ request: SchedulingRequest) -> ScheduledWork {
    let (ladder, size) = plan(request)
    var first = 0
    while first < request.curves.count {
      var members = first..<first + size
      if let planned = request.plannedTrials, planned > first {
        members = members.clamped(to: first..<planned)
      }
      if members.upperBound <= request.curves.count, let work = promotion(members, ladder, request) {
        return work
      }
      first += size
    }
    return .begin(until: until(rung: 0, ladder, size))
  }

  /// Whether the trial pauses at the rung up to which it was to run.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    guard request.curves.indices.contains(number) else { return .proceed }
    let curve = request.curves[number]
    if curve.hasBrokenDown { return .stop }
    return curve.hasReachedItsEnd ? .pause : .proceed
  }

  /// A trial of a round that is to go on from the rung at which the round is, if that is complete.
  private func promotion(_ members: Range<Int>, _ ladder: RungLadder, _ request: SchedulingRequest)
    -> ScheduledWork?
  {
    var candidates = Set(members)
    for rung in 0..<rungCount(ladder, members.count) - 1 {
      let step = ladder.steps[rung]
      let isComplete = candidates.allSatisfy { number in
        let curve = request.curves[number]
        return curve.state.isFinal || (curve.loss(from: step) != nil && curve.state != .waiting)
      }
      guard isComplete else { return nil }
      let standing = RungStanding(request.curves, at: step) { candidates.contains($0.number) }
      // Half of two is one, and so is a third of two.
      let room = max(members.count / power(rung + 1), 1)
      let promoted = standing.ranking.filter { !(request.curves[$0].loss(from: step)?.isNaN ?? true) }
        .prefix(room)
      let until = until(rung: rung + 1, ladder, members.count)
      let next = promoted.first { number in
        let curve = request.curves[number]
        // Where reports skip steps, a trial may have passed the next rung already.
        return curve.state == .paused && !curve.hasBrokenDown
          && until.map { curve.loss(from: $0) == nil } ?? true
      }
      if let next { return .resume(next, until: until) }
      candidates = Set(promoted)
    }
    return nil
  }

  private func plan(_ request: SchedulingRequest) -> (RungLadder, size: Int) {
    let ladder = RungLadder(
      minimumStep: minimumStep, reductionFactor: reductionFactor, maximumStep: request.maximumStep)
    let filling = ladder.endsTrials ? power(ladder.steps.count - 1) : Self.trialsWithoutEnd
    return (ladder, trials ?? filling)
  }

  /// The rungs of a round of `size` trials, the end of a trial among them.
  private func rungCount(_ ladder: RungLadder, _ size: Int) -> Int {
    guard !ladder.endsTrials else { return ladder.steps.count }
    var count = 1
    while power(count) <= size, count < ladder.steps.count { count += 1 }
    return count
  }

  private func until(rung: Int, _ ladder: RungLadder, _ size: Int) -> Int? {
    rung < rungCount(ladder, size) - 1 ? ladder.steps[rung] : nil
  }

  private func power(_ exponent: Int) -> Int {
    Int(min(pow(Double(reductionFactor), Double(exponent)), 1e9))
  }
}
