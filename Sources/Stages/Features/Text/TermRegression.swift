import LatheCore

/// Linear estimates of targets from the terms of a text, with a penalty on the squared weights (ridge regression), for all folds at once.
///
/// Solved by conjugate gradients on the normal equations: one column of unknowns for each target and fold, in which the rows of the fold have
/// no part, and one for each target with all rows. Hestenes and Stiefel, "Methods of conjugate gradients for solving linear systems", 1952.
struct TermRegression {
  /// The penalty, in squared lengths of a text's weights, which are 1.
  static let penalty: Float = 3
  /// Iterations, which act as a penalty too: stopping early keeps weights small.
  static let iterations = 15

  /// For each target the estimate by all rows; what a text without terms gets is the mean.
  let scores: [TermScore]
  /// For each fold the estimates by the rows of other folds, which a learner may be fitted on.
  let scoresOfFold: [[TermScore]]

  /// - Parameters:
  ///   - texts: One row of weights a text.
  ///   - targets: Lists of one target a text.
  ///   - rowWeights: One weight a text, `nil` for equal weights.
  ///   - folds: One fold a text in `0..<foldCount`.
  /// - Returns: `nil` if `limits` ask to stop.
  init?(texts: SparseMatrix, targets: [[Double]], rowWeights: [Double]?, folds: [UInt8], limits: FitLimits) {
    guard !targets.isEmpty else {
      scores = []
      scoresOfFold = Array(repeating: [], count: TargetEncoding.foldCount)
      return
    }
    let problems = TargetEncoding.foldCount + 1
    let width = targets.count * problems
    let rows = texts.rowCount
    let transposed = texts.transposed()
    let total = rowWeights?.reduce(0, +) ?? 0
    let unit = total > 0 ? Double(rows) / total : 1

    // What each row weighs in each problem: nothing in that of its own fold. The last problem has all rows.
    var shares = Array(repeating: Float(0), count: rows * width)
    var residuals = shares
    var means = Array(repeating: 0.0, count: width)
    for problem in 0..<problems {
      for (target, values) in targets.enumerated() {
        let column = target * problems + problem
        var sum = 0.0
        var weight = 0.0
        for row in 0..<rows where Int(folds[row]) != problem {
          let share = (rowWeights?[row] ?? 1) * unit
          shares[row * width + column] = Float(share)
          sum += share * values[row]
          weight += share
        }
        means[column] = weight > 0 ? sum / weight : 0
        for row in 0..<rows where Int(folds[row]) != problem {
          residuals[row * width + column] = shares[row * width + column] * Float(values[row] - means[column])
        }
      }
    }

    var solution = Array(repeating: Float(0), count: texts.columnCount * width)
    var residual = transposed.multiplied(by: residuals, width: width)
    var direction = residual
    var energy = Self.columnProducts(residual, residual, width: width)
    for _ in 0..<Self.iterations {
      guard !limits.shouldStop else { return nil }
      var images = texts.multiplied(by: direction, width: width)
      for index in images.indices { images[index] *= shares[index] }
      var curved = transposed.multiplied(by: images, width: width)
      for index in curved.indices { curved[index] += Self.penalty * direction[index] }
      let curvature = Self.columnProducts(direction, curved, width: width)
      let steps = zip(energy, curvature).map { $1 > 0 ? Float($0 / $1) : 0 }
      Self.add(direction, times: steps, to: &solution)
      Self.add(curved, times: steps.map { -$0 }, to: &residual)
      let next = Self.columnProducts(residual, residual, width: width)
      let ratios = zip(next, energy).map { $1 > 0 ? Float($0 / $1) : 0 }
      energy = next
      // direction = residual + ratio × direction
      for start in stride(from: 0, to: direction.count, by: width) {
        for column in 0..<width {
          direction[start + column] = residual[start + column] + ratios[column] * direction[start + column]
        }
      }
    }

    let estimates: [[TermScore]] = (0..<problems).map { problem in
      targets.indices.map { target in
        let column = target * problems + problem
        return TermScore(
          prior: means[column],
          weights: stride(from: column, to: solution.count, by: width).map { solution[$0] },
          scaling: .identity)
      }
    }
    scores = estimates[TargetEncoding.foldCount]
    scoresOfFold = Array(estimates.prefix(TargetEncoding.foldCount))
  }

  /// The inner product of each column of two matrices of `width` columns.
  private static func columnProducts(_ left: [Float], _ right: [Float], width: Int) -> [Double] {
    var products = Array(repeating: 0.0, count: width)
    for start in stride(from: 0, to: left.count, by: width) {
      for column in 0..<width { products[column] += Double(left[start + column] * right[start + column]) }
    }
    return products
  }

  private static func add(_ matrix: [Float], times factors: [Float], to sum: inout [Float]) {
    let width = factors.count
    for start in stride(from: 0, to: matrix.count, by: width) {
      for column in 0..<width { sum[start + column] += factors[column] * matrix[start + column] }
    }
  }
}
