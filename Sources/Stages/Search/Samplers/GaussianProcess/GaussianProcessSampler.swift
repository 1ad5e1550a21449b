import Foundation
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
    let design = StartDesign(space: request.space, count: startupTrials, seed: request.seed)
    guard design.hasEnded(request), let surrogate = builder.surrogate(of: request) else {
      return Proposal(design.point(request))
    }
    let features = surrogate.features
    let objective = surrogate.objectives[0]
    let ranked = surrogate.ranked()
    var acquisition: any Acquisition = Feasibility(violation: surrogate.violation)
    if let best = ranked.first {
      acquisition = ExpectedImprovement(
        objective: objective.process, best: objective.means[best], violation: surrogate.violation)
    }
    var search = AcquisitionSearch(
      surrogate: surrogate, space: request.space, acquisition: acquisition,
      incumbents: ranked.prefix(5).map { surrogate.points[$0] }, random: request.random(name))
    let period = Int(Experiment.value("TR", 0))
    if period > 0, features.effectiveDimension >= Experiment.value("TRD", 1), request.number % period == 0,
      let best = ranked.first
    {
      var side = 0.8
      var failures = 0, successes = 0, least = Double.infinity
      let tolerance = Int(max(4, features.effectiveDimension))
      for (index, observation) in request.observations.enumerated() {
        guard let loss = observation.losses.first, loss.isFinite else { continue }
        if loss < least {
          least = loss; successes += 1; failures = 0
        } else {
          failures += 1; successes = 0
        }
        if index < startupTrials { failures = 0; successes = 0 }
        if failures >= tolerance { side /= 2; failures = 0 }
        if successes >= 3 { side = min(side * 2, 1.6); successes = 0 }
        if side < 0.01 { side = 0.8 }
      }
      let scales = search.lengthScales.map { min($0, 3) }
      let mean = exp(scales.map { log($0) }.reduce(0, +) / Double(scales.count))
      for (block, scale) in zip(features.blocks, scales) where !surrogate.points[best][block.axis].isNaN {
        let half = side / 2 * min(max(scale / mean, 0.2), 5)
        let centre = surrogate.points[best][block.axis]
        if request.space.axes[block.axis].isCategorical { continue }
        search.region[block.axis] = max(centre - half, 0)...min(centre + half, 1)
      }
    }
    let found = search.run()
    return Proposal(search.firstNew(found, besides: request))
  }
}
