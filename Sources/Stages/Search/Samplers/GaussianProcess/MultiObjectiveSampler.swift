import Foundation
import LatheCore

/// Bayesian optimisation of several objectives at once: models each by a Gaussian process, and proposes the point that is
/// expected to add most to the volume that the front dominates.
///
/// The volume is exact for two and three objectives; for more, where it takes too many boxes, an improvement in a random
/// direction of the objectives stands in for it.
///
/// Emmerich, Giannakoglou and Naujoks, "Single- and Multiobjective Evolutionary Optimization Assisted by Gaussian Random
/// Field Metamodels", IEEE Transactions on Evolutionary Computation 2006; Daulton, Balandat and Bakshy, "Differentiable
/// Expected Hypervolume Improvement for Parallel Multi-Objective Bayesian Optimization", NeurIPS 2020.
public struct MultiObjectiveSampler: Sampler {
  /// The most boxes into which the space below the front is cut.
  static let largestBoxCount = 600

  /// Trials of a design that fills the space, before there is a model.
  public var startupTrials: Int

  private var builder = SurrogateBuilder()

  /// A sampler whose first `startupTrials` trials fill the space.
  public init(startupTrials: Int = 10) { self.startupTrials = max(startupTrials, 2) }

  /// `mobo`.
  public var name: String { "mobo" }

  /// The next point.
  public mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
    let design = StartDesign(count: startupTrials)
    guard design.hasEnded(request), let surrogate = builder.surrogate(of: request) else {
      return Proposal(design.point(request))
    }
    var random = request.random("mobo weights")
    let outcomes = surrogate.points.indices.map { point in surrogate.objectives.map { $0.means[point] } }
    let feasible = outcomes.indices.filter { surrogate.isFeasible[$0] }
    let front = ParetoFront(of: feasible.map { outcomes[$0] })
    let acquisition = acquisition(
      surrogate, front: front, outcomes: outcomes, random: &random)
    let onFront = Set(front.points)
    var incumbents = feasible.filter { onFront.contains(outcomes[$0]) }
    incumbents.shuffle(using: &random)
    var search = AcquisitionSearch(
      surrogate: surrogate, space: request.space, acquisition: acquisition,
      incumbents: surrogate.incumbents(incumbents, count: 8), random: request.random(name))
    return Proposal(search.newPoint(besides: request))
  }

  private func acquisition(
    _ surrogate: Surrogate, front: ParetoFront, outcomes: [[Double]],
    random: inout RandomSource
  ) -> any Acquisition {
    guard !front.points.isEmpty else { return surrogate.lessViolation }
    let processes = surrogate.objectives.map(\.process)
    let reference = front.reference(beyond: outcomes)
    if let boxes = NondominatedBoxes(front: front, reference: reference, limit: Self.largestBoxCount) {
      return HypervolumeImprovement(objectives: processes, boxes: boxes, constraints: surrogate.constraints)
    }
    let directions = processes.map { _ in
      abs(NormalDistribution.quantile(max(random.uniform(), 1e-16))) + 1e-3
    }
    return ScalarizedImprovement(
      objectives: processes, origin: reference, weights: directions, front: front,
      constraints: surrogate.constraints)
  }
}
