import LatheCore

/// Bayesian optimisation: models the loss by a Gaussian process, and proposes the point at which the logarithm of the
/// expected improvement is largest.
///
/// The process has a Matérn 5/2 kernel with one length scale a parameter, fitted with the noise to the highest posterior
/// density, on losses that are warped; conditional parameters and categories are part of it. Every second proposal stays
/// in a trust region around the best trial. Trials that failed count as bad as the worst, trials that run as ending as
/// expected, and where constraints on the result were broken, a second process says how probably they hold.
///
/// A proposal costs O(n³) in the number of trials, of which it looks at no more than 500.
///
/// Jones, Schonlau and Welch, "Efficient Global Optimization of Expensive Black-Box Functions", Journal of Global
/// Optimization 1998; Ament et al., "Unexpected Improvements to Expected Improvement for Bayesian Optimization",
/// NeurIPS 2023; Hvarfner et al., "Vanilla Bayesian Optimization Performs Great in High Dimensions", ICML 2024.
public struct GaussianProcessSampler: Sampler {
  /// Trials of a design that fills the space, before there is a model.
  public var startupTrials: Int

  private var builder = SurrogateBuilder()

  /// A sampler whose first `startupTrials` trials fill the space.
  public init(startupTrials: Int = 10) {
    self.startupTrials = max(startupTrials, 2)
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
    let incumbents = surrogate.incumbents(ranked, count: 5)
    var acquisition = surrogate.lessViolation
    // Where nothing keeps the constraints, what breaks them least is to be trusted at once.
    var firstTrusted = startupTrials
    if let best = ranked.first {
      acquisition = ExpectedImprovement(
        objective: objective.process, best: objective.means[best], constraints: surrogate.constraints)
      firstTrusted = 3 * startupTrials
    }
    var region: [ClosedRange<Double>]?
    // Every second proposal once there is something to trust.
    if let centre = incumbents.first, request.number % 2 == 0, request.observations.count >= firstTrusted {
      region = TrustRegion(
        after: request.observations, startupTrials: startupTrials,
        dimension: surrogate.features.effectiveDimension
      ).ranges(around: centre, surrogate: surrogate, space: request.space)
    }
    var search = AcquisitionSearch(
      surrogate: surrogate, space: request.space, acquisition: acquisition, incumbents: incumbents,
      region: region,
      random: request.random(name))
    return Proposal(search.newPoint(besides: request))
  }
}
