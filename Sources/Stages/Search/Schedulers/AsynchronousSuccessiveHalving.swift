/// Successive halving without waiting (ASHA): a trial goes on from a rung when it is among the best of every
/// ``reductionFactor`` trials that have got there so far.
///
/// With ``Variant/promotion``, the default, a trial is paused at every rung and taken up again when it is among the best:
/// at once, or after others have come that are worse. With ``Variant/stopping``, it is decided on arrival, for good:
/// nothing needs to be kept for going on, but a trial that comes early is compared with few.
///
/// Rungs are counted down from the last step by ``reductionFactor``. Where the last step is unknown they are counted up
/// from ``minimumStep`` without end; use the stopping variant then if trials end by themselves, because a paused trial
/// that is not taken up again has no result.
///
/// Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020.
public struct AsynchronousSuccessiveHalving: Scheduler {
  /// What happens to trials that are not among the best.
  public enum Variant: String, Codable, Sendable, CaseIterable {
    /// They wait for others to be worse.
    case promotion
    /// They end.
    case stopping
  }

  /// What happens to trials that are not among the best.
  public var variant: Variant
  /// The lowest step at which trials are compared.
  public var minimumStep: Int
  /// One in how many goes on, and how much longer each rung is than the one before.
  public var reductionFactor: Int
  /// Ladders that begin at different rungs, among which trials are dealt as in Hyperband: 1 for the lowest alone.
  public var brackets: Int

  /// Whether a promotion waits until, with it, no more than one in ``reductionFactor`` has been promoted.
  ///
  /// Where later trials are better than earlier ones, because a sampler learns, each of them is among the best when it
  /// comes, and without delay almost all would be promoted (Li et al., "Hyper-Tune: Towards Efficient Hyper-parameter
  /// Tuning at Scale", VLDB 2022).
  public var isDelayed: Bool

  /// A rule that lets one in `reductionFactor` go on.
  public init(
    _ variant: Variant = .promotion, minimumStep: Int = 1, reductionFactor: Int = 3, brackets: Int = 1,
    isDelayed: Bool = true
  ) {
    self.isDelayed = isDelayed
    self.variant = variant
    self.minimumStep = max(minimumStep, 1)
    self.reductionFactor = max(reductionFactor, 2)
    self.brackets = max(brackets, 1)
  }

  /// `asha`.
  public var name: String { "asha" }

  /// The promotion that leads farthest, or else a new trial.
  public mutating func next(_ request: SchedulingRequest) -> ScheduledWork {
    guard variant == .promotion else { return .begin(until: nil) }
    let (ladder, cycle) = plan(request)
    let table = PromotionTable(request.curves, ladder, cycle)
    for bracket in cycle.sizes.indices {
      for rung in table.rungs(ofBracket: bracket).reversed() {
        if let index = table.promoted(
          bracket: bracket, rung: rung, oneIn: reductionFactor, isDelayed: isDelayed)
        {
          let until = ladder.until(rung: rung + 1, ofBracket: bracket)
          return .resume(request.curves[index].number, until: until)
        }
      }
    }
    return .begin(
      until: ladder.until(rung: 0, ofBracket: cycle.place(ofTrial: request.nextNumber).bracket))
  }

  /// Whether the trial stops or pauses at the rung that it has reached, if it has.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    guard request.curves.indices.contains(number) else { return .proceed }
    let curve = request.curves[number]
    if curve.hasBrokenDown { return .stop }
    guard variant == .stopping else { return curve.hasReachedItsEnd ? .pause : .proceed }
    let (ladder, cycle) = plan(request)
    let bracket = cycle.place(ofTrial: number).bracket
    let steps = ladder.steps(ofBracket: bracket)
    for step in curve.justReached(ladder.endsTrials ? steps.dropLast() : steps) {
      let standing = RungStanding(request.curves, at: step) {
        cycle.place(ofTrial: $0.number).bracket == bracket
      }
      // The best goes on even where there are too few to let one in so many do so.
      let best = standing.ranking.prefix(max(standing.ranking.count / reductionFactor, 1))
      if !best.contains(number) { return .stop }
    }
    return .proceed
  }

  private func plan(_ request: SchedulingRequest) -> (RungLadder, BracketCycle) {
    let ladder = RungLadder(
      minimumStep: minimumStep, reductionFactor: reductionFactor, maximumStep: request.maximumStep)
    let depth = ladder.endsTrials ? ladder.steps.count : brackets
    return (ladder, BracketCycle(depth: depth, count: brackets, reductionFactor: reductionFactor))
  }
}
