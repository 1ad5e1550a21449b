import LatheCore

/// Importance as parts of the variance (fANOVA): how much of the variance of the loss over the space each parameter
/// explains by itself.
///
/// A random forest predicts the loss; for each of its trees, the variance over the whole space and that of the mean at
/// each value of one parameter are computed exactly, from the boxes of the leaves. Their ratios are averaged over the
/// trees, and shares made of them; what parameters explain only together counts for none. A parameter that is not always
/// there has one value more, "not there", as probable as it was among the trials. O(trees × trials × parameters), and the
/// sorting for the forest. For studies with several objectives, one of them is looked at.
///
/// Hutter, Hoos and Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", ICML 2014.
public struct VarianceImportance: ImportanceEvaluator {
  /// The trees of the forest.
  public var trees: Int
  /// The deepest a tree may be.
  public var depth: Int
  /// The objective.
  public var objective: Int
  /// The seed of the forest.
  public var seed: UInt64

  /// The fewest trials from which a forest is made.
  private static let leastCount = 4

  /// By default 64 trees of a depth of at most 64.
  public init(trees: Int = 64, depth: Int = 64, objective: Int = 0, seed: UInt64 = 0) {
    self.trees = max(trees, 1)
    self.depth = max(depth, 1)
    self.objective = max(objective, 0)
    self.seed = seed
  }

  /// The parts of the variance that parameters explain by themselves.
  public func importance(of observations: [Observation], in space: EncodedSpace) throws(SearchError)
    -> ParameterImportance
  {
    let amounts = try fractions(of: observations, in: space).enumerated().map { ($0.offset, $0.element) }
    return ParameterImportance(amounts, in: space)
  }

  /// The part of the variance that each axis explains by itself: at most 1 together, less what only several explain.
  func fractions(of observations: [Observation], in space: EncodedSpace) throws(SearchError) -> [Double] {
    let trials = try usable(observations, least: Self.leastCount)
    guard objective < trials[0].losses.count else {
      throw .setting(
        "there is no objective \(objective)", remedy: "Choose one of the \(trials[0].losses.count) from 0.")
    }
    let losses = trials.map { $0.losses[objective] }
    let lines = space.axes.indices.map { axis in
      MeasuredLine(space.axes[axis], trials.map { $0.point[axis] }, losses)
    }
    let columns = space.axes.indices.map { axis in trials.map { lines[axis].place(of: $0.point[axis]) } }
    var sums = [Double](repeating: 0, count: lines.count)
    var count = 0
    for tree in 0..<trees {
      var random = RandomSource(seed: seed, stream: "importance tree \(tree)")
      let rows = losses.indices.map { _ in Int.random(in: losses.indices, using: &random) }
      let leaves = RegressionBoxes.grow(
        columns, losses, rows: rows, lines: lines, depth: depth, using: &random)
      guard let fractions = BoxVariance(leaves, lines).fractions else { continue }
      for axis in sums.indices { sums[axis] += fractions[axis] }
      count += 1
    }
    return sums.map { count > 0 ? $0 / Double(count) : 0 }
  }
}
