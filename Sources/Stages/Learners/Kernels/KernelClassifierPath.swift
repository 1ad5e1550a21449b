import LatheCore
import Models

/// Support vector classifiers for a rising sequence of costs, each pair of classes solved from its solution at the cost before.
///
/// Each pair has one machine for all its rows and one for each of three folds. The decisions of a fold's machine on the rows
/// it has not learnt from calibrate the pair's probabilities.
struct KernelClassifierPath: ModelPath {
  private struct Pair: Sendable {
    let first: Int
    let second: Int
    let rows: [Int]
    let signs: [Double]
    let folds: [Int]
    /// The machine of all rows, then one a fold.
    var machines: [SequentialMinimalOptimiser]
  }

  private static let foldCount = 3

  let costs: [Double]
  let tolerance: Double
  private let kernel: RadialKernel
  private let vectors: [Float]
  private let featureCount: Int
  private let classRows: [[Int]]
  private let weights: [Double]
  private var pairs: [Pair]
  private var position = 0

  /// Prepares the fit; nil if the limits stopped it.
  init?(_ set: LearningSet, gamma: Double, costs: [Double], tolerance: Double = 1e-3, limits: FitLimits) {
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
    weights = set.normalisedWeights
    let classRows = set.problem.classes.indices.map { label in
      set.targets.indices.filter { Int(set.targets[$0]) == label }
    }
    self.classRows = classRows
    var random = RandomSource(seed: limits.seed, stream: "calibration")
    var pairs: [Pair] = []
    for first in classRows.indices {
      for second in first + 1..<max(classRows.count, first + 1) {
        let members = classRows[first] + classRows[second]
        let signs = members.indices.map { $0 < classRows[first].count ? 1.0 : -1.0 }
        // Dealt class by class, so that each fold has its share of both.
        let folds =
          Self.deal(classRows[first].count, &random) + Self.deal(classRows[second].count, &random)
        let machine = SequentialMinimalOptimiser(
          rows: members, signs: signs, linear: [Double](repeating: -1, count: members.count))
        pairs.append(
          Pair(
            first: first, second: second, rows: members, signs: signs, folds: folds,
            machines: [SequentialMinimalOptimiser](repeating: machine, count: 1 + Self.foldCount)))
      }
    }
    self.pairs = pairs
  }

  private static func deal(_ count: Int, _ random: inout RandomSource) -> [Int] {
    (0..<count).map { $0 % foldCount }.shuffled(using: &random)
  }

  var count: Int { costs.count }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    guard position < costs.count, !limits.shouldStop else { return nil }
    let cost = costs[position]
    position += 1
    var isComplete = true
    var slopes: [Double] = []
    var intercepts: [Double] = []
    for place in pairs.indices {
      isComplete = solve(&pairs[place], cost, limits) && isComplete
      // Only the first step has no finished model before it to fall back on.
      if !isComplete, position > 1 { return nil }
      let scaling = calibration(pairs[place])
      slopes.append(scaling.slope)
      intercepts.append(scaling.intercept)
    }
    return PathStep(model: model(slopes: slopes, intercepts: intercepts), isComplete: isComplete)
  }

  private func solve(_ pair: inout Pair, _ cost: Double, _ limits: FitLimits) -> Bool {
    var isComplete = true
    for place in pair.machines.indices {
      // Thousands of pairs may wait, and a machine looks at the limits only now and then.
      guard !limits.shouldStop else { return false }
      let bounds = pair.rows.indices.map { pair.folds[$0] == place - 1 ? 0 : cost * weights[pair.rows[$0]] }
      isComplete =
        pair.machines[place].solve(kernel, bounds: bounds, tolerance: tolerance, limits: limits) && isComplete
    }
    return isComplete
  }

  private func calibration(_ pair: Pair) -> PlattScaling {
    // The slope of a variable is its decision without the bias, less its sign: the decision comes for free.
    let decisions = pair.rows.indices.map { row in
      let machine = pair.machines[1 + pair.folds[row]]
      return machine.slopes[row] + pair.signs[row] + machine.bias
    }
    return PlattScaling(
      decisions: decisions, positive: pair.signs.map { $0 > 0 }, weights: pair.rows.map { weights[$0] })
  }

  /// The model of the present multipliers: the rows that any pair uses, class by class.
  private func model(slopes: [Double], intercepts: [Double]) -> KernelModel {
    let classCount = classRows.count
    var table = [[Double]](repeating: [Double](repeating: 0, count: kernel.count), count: classCount - 1)
    for pair in pairs {
      for (row, multiplier) in zip(pair.rows, pair.machines[0].multipliers) where multiplier != 0 {
        // A vector's numbers leave out its own class, which the sign tells.
        table[multiplier > 0 ? pair.second - 1 : pair.first][row] = multiplier
      }
    }
    let kept = classRows.map { rows in rows.filter { row in table.contains { $0[row] != 0 } } }
    let order = kept.flatMap { $0 }
    return KernelModel(
      gamma: kernel.gamma, featureCount: featureCount,
      vectors: order.flatMap { vectors[$0 * featureCount..<($0 + 1) * featureCount] },
      coefficients: table.flatMap { numbers in order.map { numbers[$0] } },
      biases: pairs.map(\.machines[0].bias),
      pairs: KernelModel.Pairs(vectorCounts: kept.map(\.count), slopes: slopes, intercepts: intercepts))
  }
}
