/// Lets any sampler learn from trials that are stopped or paused at different steps: it is shown the losses at one step,
/// the highest that enough trials have reached.
///
/// With a tree-structured Parzen estimator and ``Hyperband`` this is BOHB (Falkner, Klein and Hutter, "BOHB: Robust and
/// Efficient Hyperparameter Optimization at Scale", ICML 2018), which takes the highest budget with more trials than the
/// space has parameters. Here, a trial that has not got as far is not left out: its loss there is taken to be its last one
/// plus the median change from that step, among trials that went on.
///
/// Reports are of the first objective, so that with several the wrapped sampler sees the study as it is.
public struct FidelitySampler: Sampler {
  /// The trials that must have reached a step. Few, because the others are predicted: what is known of them at lower
  /// steps is not lost.
  public var count: Int
  /// The probability of a random proposal, so that nothing is ever ruled out by what cheap steps say.
  public var randomShare: Double
  private var inner: any Sampler
  private var shown: (numbers: [Int], losses: [Double], generation: Int, outer: Int)?

  /// A sampler that shows `inner` one step.
  public init(wrapping inner: any Sampler, count: Int = 4, randomShare: Double = 0.1) {
    self.inner = inner
    self.count = max(count, 1)
    self.randomShare = randomShare
  }

  /// The name of the wrapped sampler, and that it sees one step.
  public var name: String { "fidelity \(inner.name)" }

  /// What the wrapped sampler has decided.
  public var explanation: String? { inner.explanation }

  /// As many as the wrapped sampler.
  public mutating func capacity(_ request: SamplingRequest) throws(SearchError) -> Int? {
    try inner.capacity(request)
  }

  /// What the wrapped sampler proposes from the losses at one step.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    guard request.objectiveCount == 1 else { return try inner.propose(request) }
    var random = request.random(name)
    guard random.uniform() >= randomShare else { return Proposal(request.space.randomPoint(using: &random)) }
    let view = FidelityView(request, needed: count)
    var other = request
    other.observations = view.observations
    other.pending = view.pending
    other.generation = generation(of: view.observations, request.generation)
    return try inner.propose(other)
  }

  /// A generation that stays while what is shown only grows, as samplers expect.
  private mutating func generation(of observations: [Observation], _ outer: Int) -> Int {
    let numbers = observations.map(\.number)
    let losses = observations.map { $0.losses.first ?? .infinity }
    var generation = shown?.generation ?? 0
    if let shown {
      let grows =
        shown.outer == outer && numbers.starts(with: shown.numbers) && losses.starts(with: shown.losses)
      if !grows { generation += 1 }
    }
    shown = (numbers, losses, generation, outer)
    return generation
  }
}
