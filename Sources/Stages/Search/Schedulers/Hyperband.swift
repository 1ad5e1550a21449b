/// Hyperband without waiting: brackets that begin at every rung, so that a good trial which begins badly has its chance.
///
/// Trials are dealt to brackets by their numbers, in rounds with as many for each bracket as Hyperband has. In every
/// bracket trials are paused at rungs and promoted as in ``AsynchronousSuccessiveHalving``, over all rounds together.
/// Where the last step is unknown, there are ``bracketsWithoutEnd`` brackets whose rungs grow without end.
///
/// Li et al., "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 2018, and section 3.3 of
/// "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020.
public struct Hyperband: Scheduler {
  /// The lowest step at which trials are compared.
  public var minimumStep: Int
  /// One in how many goes on, and how much longer each rung is than the one before.
  public var reductionFactor: Int
  /// The brackets where the last step is unknown.
  public var bracketsWithoutEnd: Int

  /// Whether promotions are delayed, as in ``AsynchronousSuccessiveHalving/isDelayed``.
  public var isDelayed: Bool

  /// A rule that lets one in `reductionFactor` go on.
  public init(
    minimumStep: Int = 1, reductionFactor: Int = 3, bracketsWithoutEnd: Int = 4, isDelayed: Bool = true
  ) {
    self.isDelayed = isDelayed
    self.minimumStep = max(minimumStep, 1)
    self.reductionFactor = max(reductionFactor, 2)
    self.bracketsWithoutEnd = max(bracketsWithoutEnd, 1)
  }

  /// `hyperband`.
  public var name: String { "hyperband" }

  /// The promotion that leads farthest, or else a new trial.
  public mutating func next(_ request: SchedulingRequest) -> ScheduledWork {
    var halving = halving(request)
    return halving.next(request)
  }

  /// Whether the trial pauses at the rung up to which it was to run.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    var halving = halving(request)
    return halving.decide(number, request)
  }

  private func halving(_ request: SchedulingRequest) -> AsynchronousSuccessiveHalving {
    AsynchronousSuccessiveHalving(
      .promotion, minimumStep: minimumStep, reductionFactor: reductionFactor,
      brackets: request.maximumStep == nil ? bracketsWithoutEnd : .max, isDelayed: isDelayed)
  }
}
