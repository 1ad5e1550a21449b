import COpenBLAS
import Foundation
import LatheCore
import Models

/// Lasso and elastic net for a falling sequence of strengths: minimises
/// `½ mean (y - xβ)² + strength · (mixing · |β|₁ + ½ (1 - mixing) |β|²)` by cyclic coordinate descent from the solution of
/// the strength before (Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via
/// coordinate descent", Journal of Statistical Software 33, 2010). Between full cycles only the coefficients that are not
/// zero move. A cycle costs O(features × min(rows, features)).
struct CoordinateDescentPath: ModelPath {
  let problem: LeastSquares
  let strengths: [Double]
  let mixing: Double
  /// A cycle that moves no fitted value further than this share of the target's spread ends the descent.
  let tolerance: Double

  private var position = 0
  private var coefficients: [Double]
  /// The correlation of each feature with the residual, kept up to date where the covariance is known.
  private var correlations: [Double]
  /// The residual of each row, kept up to date otherwise.
  private var residuals: [Double]
  private let variances: [Double]
  private let targetVariance: Double

  /// Cycles a strength may take.
  private static let cycleLimit = 1000

  init(_ problem: LeastSquares, strengths: [Double], mixing: Double, tolerance: Double = 1e-4) {
    self.problem = problem
    self.strengths = strengths
    self.mixing = mixing
    self.tolerance = tolerance
    let count = problem.featureMeans.count
    coefficients = [Double](repeating: 0, count: count)
    switch problem.form {
    case .covariance(let gram, let products):
      correlations = products
      residuals = []
      variances = (0..<count).map { gram[$0 * count + $0] }
      // The largest share of the target's variance that one feature explains stands for the whole, which is not kept.
      targetVariance = zip(products, variances).reduce(0) { max($0, $1.1 > 0 ? $1.0 * $1.0 / $1.1 : 0) }
    case .rows(let design, let targets):
      correlations = []
      residuals = targets
      let rows = design.rowCount
      variances = (0..<count).map { column in
        design.values[column * rows..<(column + 1) * rows].reduce(0) { $0 + $1 * $1 }
      }
      targetVariance = targets.reduce(0) { $0 + $1 * $1 }
    }
  }

  var count: Int { strengths.count }

  /// The strength at and above which all coefficients are zero.
  static func largestStrength(_ problem: LeastSquares, mixing: Double) -> Double {
    let correlations: [Double]
    switch problem.form {
    case .covariance(_, let products): correlations = products
    case .rows(let design, let targets):
      var products = [Double](repeating: 0, count: design.columnCount)
      design.multiplyTransposed(targets, outputs: 1, into: &products)
      correlations = products
    }
    return correlations.reduce(0) { max($0, abs($1)) } / max(mixing, 1e-3)
  }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    guard position < strengths.count, !limits.shouldStop else { return nil }
    let strength = strengths[position]
    position += 1
    let enough = tolerance * tolerance * targetVariance
    let all = Array(coefficients.indices)
    var active = all
    for _ in 0..<Self.cycleLimit {
      let moved = cycle(over: active, strength)
      if limits.shouldStop { return PathStep(model: problem.model(coefficients), isComplete: false) }
      if moved > enough {
        active = all.filter { coefficients[$0] != 0 }
      } else if active.count == all.count {
        break
      } else {
        active = all
      }
    }
    return PathStep(model: problem.model(coefficients))
  }

  /// Moves each of `features` to its best value given the others; returns the largest change of fit.
  private mutating func cycle(over features: [Int], _ strength: Double) -> Double {
    let threshold = strength * mixing
    let shrinkage = strength * (1 - mixing)
    var largest = 0.0
    for feature in features where variances[feature] > 0 {
      let old = coefficients[feature]
      let pull = correlation(of: feature) + variances[feature] * old
      let excess = abs(pull) - threshold
      let new = excess > 0 ? (pull > 0 ? excess : -excess) / (variances[feature] + shrinkage) : 0
      guard new != old else { continue }
      coefficients[feature] = new
      update(feature, by: new - old)
      largest = max(largest, variances[feature] * (new - old) * (new - old))
    }
    return largest
  }

  private func correlation(of feature: Int) -> Double {
    guard case .rows(let design, _) = problem.form else { return correlations[feature] }
    return design.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return 0 }
      return cblas_ddot(Int32(design.rowCount), start + feature * design.rowCount, 1, residuals, 1)
    }
  }

  private mutating func update(_ feature: Int, by change: Double) {
    switch problem.form {
    case .covariance(let gram, _):
      let count = Int32(coefficients.count)
      gram.withUnsafeBufferPointer { gram in
        guard let start = gram.baseAddress else { return }
        cblas_daxpy(count, -change, start + feature * Int(count), 1, &correlations, 1)
      }
    case .rows(let design, _):
      let count = Int32(design.rowCount)
      design.values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        cblas_daxpy(count, -change, start + feature * Int(count), 1, &residuals, 1)
      }
    }
  }
}
