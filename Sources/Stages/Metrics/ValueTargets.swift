import Foundation
import LatheCore

/// Checked targets of a regression, with the scores of predicted values.
struct ValueTargets: Sendable {
  let values: [Double]
  /// One weight a row, `nil` for ones.
  let weights: [Double]?
  let totalWeight: Double

  init(_ targets: [Double], weights: [Double]?) throws(MetricsError) {
    totalWeight = try Metrics.totalWeight(weights, rows: targets.count)
    if let row = firstNonFinite(targets) {
      throw .target(row: row, value: targets[row], expected: "a finite number")
    }
    values = targets
    self.weights = weights
  }

  private init(values: [Double], weights: [Double], totalWeight: Double) {
    self.values = values
    self.weights = weights
    self.totalWeight = totalWeight
  }

  /// The same rows with other weights, `nil` if all are zero.
  func reweighted(_ weights: [Double]) -> ValueTargets? {
    let total = weights.reduce(0, +)
    return total > 0 ? ValueTargets(values: values, weights: weights, totalWeight: total) : nil
  }

  /// Checks that `metric` is defined for all targets.
  func check(domainOf metric: Metric) throws(MetricsError) {
    switch metric {
    case .rmsle, .poissonDeviance, .tweedieDeviance:
      if let row = values.firstIndex(where: { $0 < 0 }) {
        throw .target(row: row, value: values[row], expected: "a number of at least zero, as \(metric) needs")
      }
    default: break
    }
  }

  /// The smallest prediction that a deviance counts.
  static let smallestMean = 1e-10

  /// The score by `metric`, one of those for regressions.
  func score(_ predictions: UnsafeBufferPointer<Double>, _ metric: Metric) -> Double {
    switch metric {
    case .rmse: return mean(predictions) { ($0 - $1) * ($0 - $1) }.squareRoot()
    case .mae: return mean(predictions) { abs($0 - $1) }
    case .mape: return mean(predictions) { abs($0 - $1) / max(abs($1), .ulpOfOne) }
    case .rmsle:
      return mean(predictions) {
        let error = log1p(max($0, 0)) - log1p($1)
        return error * error
      }.squareRoot()
    case .pinball(let level):
      return mean(predictions) { $1 >= $0 ? level * ($1 - $0) : (1 - level) * ($0 - $1) }
    case .poissonDeviance:
      return mean(predictions) {
        let mean = max($0, Self.smallestMean)
        return 2 * (($1 > 0 ? $1 * log($1 / mean) : 0) - $1 + mean)
      }
    case .tweedieDeviance(let power):
      let first = 1 - power
      let second = 2 - power
      return mean(predictions) {
        let mean = max($0, Self.smallestMean)
        return 2
          * (pow($1, second) / (first * second) - $1 * pow(mean, first) / first + pow(mean, second) / second)
      }
    case .r2: return determination(predictions)
    default: return .nan
    }
  }

  private func determination(_ predictions: UnsafeBufferPointer<Double>) -> Double {
    let unexplained = mean(predictions) { ($0 - $1) * ($0 - $1) }
    let center = mean(predictions) { $1 }
    let spread = mean(predictions) { ($1 - center) * ($1 - center) }
    guard spread > 0 else { return unexplained == 0 ? 1 : 0 }
    return 1 - unexplained / spread
  }

  /// The weighted mean of `term(prediction, target)`.
  @inline(__always)
  private func mean(_ predictions: UnsafeBufferPointer<Double>, _ term: (Double, Double) -> Double) -> Double
  {
    values.withUnsafeBufferPointer { values in
      var sum = 0.0
      if let weights {
        weights.withUnsafeBufferPointer { weights in
          for row in values.indices { sum += weights[row] * term(predictions[row], values[row]) }
        }
      } else {
        for row in values.indices { sum += term(predictions[row], values[row]) }
      }
      return sum / totalWeight
    }
  }
}
