import LatheCore

extension GeneralisedLinearPath {
  /// Numbers in the inputs, and numbers times outputs, up to which all rows are used.
  private static let affordableNumbers = (inputs: 20_000_000, products: 40_000_000)

  /// The number of rows of `set` that are affordable.
  static func affordableRows(_ set: LearningSet) -> Int {
    let features = max(set.features.columns.count, 1)
    return min(
      affordableNumbers.inputs / features, affordableNumbers.products / (features * set.problem.outputCount))
  }

  /// The path of a penalty over strengths that suit the data.
  init(_ set: LearningSet, loss: GeneralisedLinearObjective.Loss, penalty: Penalty) {
    let design = DesignMatrix(set.features)
    if penalty.mixing > 0 {
      let null = GeneralisedLinearPath(design: design, set: set, loss: loss, strengths: [], mixing: 1)
      let largest = null.largestSlope() / max(penalty.mixing, 1e-3)
      let strengths = Penalty.geometric(from: max(largest, 1e-12), to: max(largest, 1e-12) * 1e-3, count: 16)
      self.init(design: design, set: set, loss: loss, strengths: strengths, mixing: penalty.mixing)
    } else {
      // The curvature of a mean loss follows the mean square of the features per degree of freedom.
      let squares = design.values.reduce(0) { $0 + $1 * $1 } / Double(design.rowCount)
      let freedom = Double(max(1, min(design.rowCount, design.columnCount)))
      let scale = squares > 0 ? squares / freedom : 1
      let ratios = penalty == .none ? [1e-9] : [1, 0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6]
      self.init(design: design, set: set, loss: loss, strengths: ratios.map { $0 * scale }, mixing: 0)
    }
  }
}
