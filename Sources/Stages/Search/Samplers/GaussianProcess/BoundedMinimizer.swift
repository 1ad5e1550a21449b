import Foundation

/// Minimises a smooth function in a box: limited-memory BFGS on the variables that are not held at a bound, with a search
/// along the projected path.
///
/// Bertsekas, "Projected Newton Methods for Optimization Problems with Simple Constraints", 1982; Nocedal, "Updating
/// Quasi-Newton Matrices with Limited Storage", 1980.
struct BoundedMinimizer: Sendable {
  /// A function's value and gradient.
  typealias Objective = ([Double]) -> (value: Double, gradient: [Double])

  /// Where it has come to.
  struct Result: Sendable {
    var point: [Double]
    var value: Double
    var evaluations: Int
  }

  var lowest: [Double]
  var highest: [Double]
  /// The most evaluations of the function.
  var evaluationLimit = 100
  /// It ends where no component of the projected gradient is larger.
  var gradientTolerance = 1e-3
  /// It ends where a step gains less than this share of the value.
  var valueTolerance = 1e-9
  /// Pairs of steps that are remembered.
  var memory = 10
  /// The longest first step in a variable.
  var firstStep = 1.0

  private struct Pair {
    let step: [Double]
    let change: [Double]
    let curvature: Double
  }

  /// Descends from `start`.
  func minimize(from start: [Double], _ objective: Objective) -> Result {
    var point = clamped(start)
    var (value, gradient) = objective(point)
    var evaluations = 1
    var pairs: [Pair] = []
    guard value.isFinite else { return Result(point: point, value: .infinity, evaluations: evaluations) }
    while evaluations < evaluationLimit {
      let free = point.indices.map { isFree($0, point: point, gradient: gradient) }
      let reduced = gradient.indices.map { free[$0] ? gradient[$0] : 0 }
      guard (reduced.map(abs).max() ?? 0) > gradientTolerance else { break }
      var direction = descent(reduced, pairs)
      for index in direction.indices where !free[index] { direction[index] = 0 }
      if Self.dot(direction, reduced) >= 0 {
        pairs.removeAll()
        direction = reduced.map { -$0 }
      }
      var length = 1.0
      if pairs.isEmpty { length = min(1, firstStep / (direction.map(abs).max() ?? 1)) }
      var accepted: (point: [Double], value: Double, gradient: [Double])?
      while evaluations < evaluationLimit {
        let trial = clamped(zip(point, direction).map { $0 + length * $1 })
        let (trialValue, trialGradient) = objective(trial)
        evaluations += 1
        let predicted = zip(zip(trial, point), gradient).reduce(0) { $0 + ($1.0.0 - $1.0.1) * $1.1 }
        if trialValue.isFinite, trialValue <= value + 1e-4 * predicted {
          accepted = (trial, trialValue, trialGradient)
          break
        }
        // The minimum of the parabola through the two values and the slope, kept within a tenth and a half.
        let slope = Self.dot(direction, reduced) * length
        let parabola = trialValue.isFinite ? -0.5 * slope / (trialValue - value - slope) : 0.1
        length *= min(max(parabola, 0.1), 0.5)
        if length < 1e-10 { break }
      }
      guard let accepted else { break }
      let step = zip(accepted.point, point).map { $0 - $1 }
      let change = zip(accepted.gradient, gradient).map { $0 - $1 }
      let curvature = Self.dot(step, change)
      if curvature > 1e-10 * Self.dot(change, change).squareRoot() * Self.dot(step, step).squareRoot() {
        pairs.append(Pair(step: step, change: change, curvature: curvature))
        if pairs.count > memory { pairs.removeFirst() }
      }
      let gain = value - accepted.value
      (point, value, gradient) = accepted
      if gain <= valueTolerance * max(abs(value), 1) { break }
    }
    return Result(point: point, value: value, evaluations: evaluations)
  }

  private func clamped(_ point: [Double]) -> [Double] {
    point.indices.map { min(max(point[$0], lowest[$0]), highest[$0]) }
  }

  private func isFree(_ index: Int, point: [Double], gradient: [Double]) -> Bool {
    !(point[index] <= lowest[index] && gradient[index] > 0)
      && !(point[index] >= highest[index] && gradient[index] < 0)
  }

  /// The two loops of limited-memory BFGS.
  private func descent(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
    var direction = gradient
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = Self.dot(pair.step, direction) / pair.curvature
      factors.append(factor)
      for index in direction.indices { direction[index] -= factor * pair.change[index] }
    }
    if let last = pairs.last {
      let scale = last.curvature / Self.dot(last.change, last.change)
      for index in direction.indices { direction[index] *= scale }
    }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      let correction = factor - Self.dot(pair.change, direction) / pair.curvature
      for index in direction.indices { direction[index] += correction * pair.step[index] }
    }
    return direction.map { -$0 }
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
  }
}
