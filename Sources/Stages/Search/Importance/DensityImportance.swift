import Foundation

/// Importance from where the best trials lie (PED-ANOVA): a parameter matters as far as its values among the best trials
/// are distributed otherwise than among all.
///
/// Both distributions are estimated by kernels on a grid of cells; the importance is their Pearson divergence
/// Σ p(all) (p(best) ÷ p(all) - 1)². That of a parameter which is not always there is taken among the trials that have
/// it, and counts as much as the share of the best trials that do. With several objectives, the best are those of the
/// first layers of dominance. O(parameters × (trials + cells²)).
///
/// Watanabe, Bansal and Hutter, "PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary Subspaces",
/// IJCAI 2023.
public struct DensityImportance: ImportanceEvaluator {
  /// The share of trials that counts as the best.
  public var bestShare: Double
  /// The cells into which a numeric parameter is cut.
  public var cells: Int

  /// The fewest trials from which anything can be said.
  private static let leastCount = 4
  /// The fewest best trials.
  private static let leastBest = 2

  /// By default the best tenth, on fifty cells.
  public init(bestShare: Double = 0.1, cells: Int = 50) {
    self.bestShare = min(max(bestShare, 0), 1)
    self.cells = max(cells, 2)
  }

  /// The divergences.
  public func importance(of observations: [Observation], in space: EncodedSpace) throws(SearchError)
    -> ParameterImportance
  {
    let trials = try usable(observations, least: Self.leastCount)
    let count = min(max(Int((bestShare * Double(trials.count)).rounded(.up)), Self.leastBest), trials.count)
    let best = best(count, of: trials)
    let amounts = space.axes.indices.map { axis in
      let everywhere = trials.map { $0.point[axis] }.filter { !$0.isNaN }
      let good = best.map { trials[$0].point[axis] }.filter { !$0.isNaN }
      let share = Double(good.count) / Double(best.count)
      return (axis, share * divergence(of: good, from: everywhere, on: space.axes[axis]))
    }
    return ParameterImportance(amounts, in: space)
  }

  /// The indices of the best trials, and of those as good as the last of them.
  private func best(_ count: Int, of trials: [Observation]) -> [Int] {
    if trials[0].losses.count == 1 {
      let bar = trials.map { $0.losses[0] }.sorted()[count - 1]
      return trials.indices.filter { trials[$0].losses[0] <= bar }
    }
    var best: [Int] = []
    for layer in Dominance.layers(of: trials.map(\.losses)) where best.count < count { best += layer }
    return best
  }

  private func divergence(of good: [Double], from all: [Double], on axis: Axis) -> Double {
    guard !good.isEmpty, !axis.isConstant else { return 0 }
    let few = axis.count.map { axis.isCategorical || $0 <= cells } ?? false
    let count = few ? axis.count ?? cells : cells
    func histogram(_ positions: [Double]) -> [Double] {
      var histogram = [Double](repeating: 0, count: count)
      for position in positions {
        let cell = few ? axis.index(at: position) : Int(position * Double(count))
        histogram[min(max(cell, 0), count - 1)] += 1
      }
      return histogram
    }
    let estimate = axis.isCategorical ? CellDensity.categorical : CellDensity.ordered
    let (top, region) = (estimate(histogram(good)), estimate(histogram(all)))
    return zip(top, region).reduce(0) { $0 + $1.1 * ($1.0 / $1.1 - 1) * ($1.0 / $1.1 - 1) }
  }
}
