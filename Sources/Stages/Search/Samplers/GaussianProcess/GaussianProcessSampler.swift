import LatheCore

/// Bayesian optimisation: models the loss by a Gaussian process, and proposes the point at which the logarithm of the
/// expected improvement is largest.
public struct GaussianProcessSampler: Sampler {
  /// Trials of a design that fills the space, before there is a model.
  public var startupTrials: Int

  private var builder = SurrogateBuilder()

  /// A sampler whose first `startupTrials` trials fill the space.
  public init(startupTrials: Int = 10) {
    self.startupTrials = max(Int(Experiment.value("N0", Double(startupTrials))), 2)
  }

  /// `gp`.
  public var name: String { "gp" }

  /// The next point.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    guard request.objectiveCount == 1 else {
      throw .setting(
        "the sampler gp makes one objective small, and the study has \(request.objectiveCount)",
        remedy: "Use mobo.")
    }
    let design = StartDesign(count: startupTrials)
    guard design.hasEnded(request), let surrogate = builder.surrogate(of: request) else {
      return Proposal(design.point(request))
    }
    let objective = surrogate.objectives[0]
    let ranked = surrogate.ranked()
    var acquisition: any Acquisition = Feasibility(violation: surrogate.violation)
    var region: [ClosedRange<Double>]?
    if let best = ranked.first {
      acquisition = ExpectedImprovement(
        objective: objective.process, best: objective.means[best], violation: surrogate.violation)
      let period = Int(Experiment.value("TR", 2))
      if period > 0, request.number % period == 0 {
        let dimension = surrogate.features.effectiveDimension
        region = TrustRegion(
          after: request.observations, startupTrials: startupTrials, dimension: dimension
        ).ranges(around: surrogate.points[best], surrogate: surrogate, space: request.space)
      }
    }
    var search = AcquisitionSearch(
      surrogate: surrogate, space: request.space, acquisition: acquisition,
      incumbents: ranked.prefix(5).map { surrogate.points[$0] }, region: region, random: request.random(name))
    return Proposal(search.newPoint(besides: request))
  }
}
