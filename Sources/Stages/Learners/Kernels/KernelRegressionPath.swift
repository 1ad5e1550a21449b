import LatheCore
import Models

/// Support vector regressions for a rising sequence of costs: errors within a tube of half-width `tube` cost nothing, beyond it
/// they cost in proportion (Vapnik, 1995). Each is solved from the solution at the cost before.
struct KernelRegressionPath: ModelPath {
  let costs: [Double]
  let tolerance: Double
  private let kernel: RadialKernel
  private let vectors: [Float]
  private let featureCount: Int
  private let weights: [Double]
  private var machine: SequentialMinimalOptimiser
  private var position = 0

  /// Prepares the fit; nil if the limits stopped it.
  init?(
    _ set: LearningSet, gamma: Double, costs: [Double], tube: Double, tolerance: Double = 1e-3,
    limits: FitLimits
  ) {
    let rows = RadialKernel.rows(of: set.features)
    let count = set.features.columns.count
    guard
      let kernel = RadialKernel(
        rows: rows, count: set.rowCount, features: count, gamma: gamma, limits: limits)
    else { return nil }
    self.kernel = kernel
    self.costs = costs
    self.tolerance = tolerance
    vectors = rows
    featureCount = count
    let weights = set.normalisedWeights
    self.weights = weights + weights
    // Two variables a row, for errors above and below.
    let all = Array(0..<set.rowCount)
    machine = SequentialMinimalOptimiser(
      rows: all + all, signs: all.map { _ in 1 } + all.map { _ in -1 },
      linear: set.targets.map { tube - $0 } + set.targets.map { tube + $0 })
  }

  var count: Int { costs.count }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    guard position < costs.count, !limits.shouldStop else { return nil }
    let cost = costs[position]
    position += 1
    let isComplete = machine.solve(
      kernel, bounds: weights.map { cost * $0 }, tolerance: tolerance, limits: limits)
    let multipliers = machine.multipliers
    let sums = (0..<kernel.count).map { multipliers[$0] + multipliers[kernel.count + $0] }
    let kept = sums.indices.filter { sums[$0] != 0 }
    let model = KernelModel(
      gamma: kernel.gamma, featureCount: featureCount,
      vectors: kept.flatMap { vectors[$0 * featureCount..<($0 + 1) * featureCount] },
      coefficients: kept.map { sums[$0] }, bias: machine.bias)
    return PathStep(model: model, isComplete: isComplete)
  }
}
