import LatheCore

/// Population-based training: several trials are trained side by side, and every few steps the worst take over the state
/// of one of the best and go on from there with changed parameters.
///
/// A trial is paused every ``interval`` steps. Then, if it is among the worst ``quantile`` of those that have got as far,
/// it ends for good, and a new trial takes its place: it begins with the state of one of the best ``quantile`` at that
/// step (`Trial.parent`), with that one's parameters, each of which is multiplied by one of ``factors``, moved to a
/// neighbouring value, or, with probability ``resampling``, drawn anew. So an objective must keep its state at every
/// multiple of ``interval``, under the numbers of trial and step.
///
/// The study's sampler gives the first ``populationSize`` trials their parameters. With more workers than that, some have
/// nothing to do. The last step of the study must be known, or trials are never told to run to their end.
///
/// Jaderberg et al., "Population Based Training of Neural Networks", 2017; the constants are those of Ray Tune.
public struct PopulationBasedTraining: Scheduler {
  /// The trials that are trained side by side.
  public var populationSize: Int
  /// Steps between two comparisons.
  public var interval: Int
  /// The share that gives up, and the share that is taken over; at most a half.
  public var quantile: Double
  /// The probability with which a parameter is drawn anew.
  public var resampling: Double
  /// What a number is multiplied by; one of these by chance.
  public var factors: [Double]

  /// A population of `populationSize` trials that are compared every `interval` steps.
  public init(
    populationSize: Int = 8, interval: Int, quantile: Double = 0.25, resampling: Double = 0.25,
    factors: [Double] = [1.2, 0.8]
  ) {
    self.populationSize = max(populationSize, 2)
    self.interval = max(interval, 1)
    self.quantile = min(max(quantile, 0), 0.5)
    self.resampling = resampling
    self.factors = factors
  }

  /// `population`.
  public var name: String { "population" }

  /// The trial that is farthest behind, or what takes its place.
  public mutating func next(_ request: SchedulingRequest) -> ScheduledWork {
    let living = request.curves.filter { $0.state != .pruned && $0.state != .failed }
    if living.contains(where: { $0.state == .waiting }) { return .begin(until: until(after: 0, request)) }
    if living.count < populationSize { return replacement(living, request) }
    guard let last = farthestBehind(living), let step = last.until else { return .end }
    // Where reports skip steps, it may have got farther than it was told.
    let reached = max(step, last.lastStep ?? step)
    return exploit(last, at: step, request) ?? .resume(last.number, until: until(after: reached, request))
  }

  /// Whether the trial pauses at the step up to which it was to run.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    guard request.curves.indices.contains(number) else { return .proceed }
    let curve = request.curves[number]
    if curve.hasBrokenDown { return .stop }
    return curve.hasReachedItsEnd ? .pause : .proceed
  }

  /// The next comparison after a step; `nil` for the end.
  private func until(after step: Int, _ request: SchedulingRequest) -> Int? {
    let next = (step / interval + 1) * interval
    return next < request.maximumStep ?? .max ? next : nil
  }

  private func farthestBehind(_ living: [Curve]) -> Curve? {
    living.filter { $0.state == .paused }.min {
      ($0.until ?? .max, $0.number) < ($1.until ?? .max, $1.number)
    }
  }

  /// What takes an empty place: a fresh trial, or, once a population has been, a branch of one of the best.
  private func replacement(_ living: [Curve], _ request: SchedulingRequest) -> ScheduledWork {
    if request.curves.count >= populationSize, let last = farthestBehind(living), let step = last.until,
      let branch = branch(at: step, replacing: nil, use: "\(request.curves.count)", request)
    {
      return .branch(branch)
    }
    return .begin(until: until(after: 0, request))
  }

  /// What takes the place of a trial that is among the worst; `nil` if it is not.
  private func exploit(_ curve: Curve, at step: Int, _ request: SchedulingRequest) -> ScheduledWork? {
    let ranking = standing(at: step, request).ranking
    let share = Int(Double(ranking.count) * quantile)
    guard ranking.suffix(share).contains(curve.number) else { return nil }
    return branch(at: step, replacing: curve.number, use: "\(curve.number) \(step)", request).map {
      .branch($0)
    }
  }

  private func branch(at step: Int, replacing number: Int?, use: String, _ request: SchedulingRequest)
    -> TrialBranch?
  {
    let ranking = standing(at: step, request).ranking
    let best = ranking.prefix(max(Int(Double(ranking.count) * quantile), 1)).filter {
      $0 != number && !(request.curves[$0].loss(from: step)?.isNaN ?? true)
    }
    var random = request.random("\(name) \(use)")
    guard let parent = best.randomElement(using: &random) else { return nil }
    let perturbation = Perturbation(factors: factors, resampling: resampling)
    return TrialBranch(
      from: parent, at: step,
      parameters: perturbation.changed(
        request.curves[parent].parameters, in: request.space, using: &random),
      replacing: number, until: until(after: step, request))
  }

  /// The trials that have been at a step themselves: one that began there with another's state has not.
  private func standing(at step: Int, _ request: SchedulingRequest) -> RungStanding {
    RungStanding(request.curves, at: step) { $0.parentStep ?? 0 < step }
  }
}
