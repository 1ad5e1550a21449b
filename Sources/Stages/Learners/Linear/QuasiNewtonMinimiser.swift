import Foundation
import LatheCore

/// A function to minimise: a smooth convex part and the sum of absolute values of some of its arguments.
protocol MinimisableFunction {
  /// The strength of the absolute value of each argument, empty for none.
  var absolutePenalties: [Double] { get }
  /// The smooth part at `point`; writes its gradient.
  mutating func evaluate(_ point: [Double], gradient: inout [Double]) -> Double
}

/// Limited-memory BFGS (Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989), with
/// the orthant-wise steps of Andrew and Gao ("Scalable training of L1-regularized log-linear models", 2007) where absolute
/// values are penalised.
struct QuasiNewtonMinimiser {
  /// Past steps that approximate the curvature.
  var memory = 10
  /// The largest absolute value in the gradient at which it ends.
  var gradientTolerance = 1e-5
  /// The relative decrease over one iteration at which it ends.
  var decreaseTolerance = 1e-9
  /// Iterations it may take.
  var iterationLimit = 500

  /// Whether it ended by itself or was stopped.
  enum Ending { case finished, interrupted }

  private struct Pair {
    let step: [Double]
    let change: [Double]
    let curvature: Double
  }

  /// Moves `point` to the minimum of `function`.
  func minimise<Function: MinimisableFunction>(
    _ function: inout Function, from point: inout [Double], limits: FitLimits
  ) -> Ending {
    let penalties = function.absolutePenalties
    var gradient = [Double](repeating: 0, count: point.count)
    var smooth = function.evaluate(point, gradient: &gradient)
    var value = smooth + penalty(point, penalties)
    var history: [Pair] = []
    for _ in 0..<iterationLimit {
      let steepest = pseudoGradient(point, gradient, penalties)
      let largest = steepest.reduce(0) { max($0, abs($1)) }
      guard largest > gradientTolerance, value.isFinite else { return .finished }
      var direction = descentDirection(steepest, history)
      if !penalties.isEmpty {
        for place in direction.indices where direction[place] * steepest[place] >= 0 { direction[place] = 0 }
      }
      var slope = dot(direction, steepest)
      if slope >= 0 {
        history = []
        direction = steepest.map { -$0 }
        slope = -dot(steepest, steepest)
      }
      let orthant = point.indices.map {
        penalties.isEmpty ? 0 : sign(point[$0] != 0 ? point[$0] : -steepest[$0])
      }
      var length = history.isEmpty ? min(1, 1 / max(norm(steepest), 1e-300)) : 1
      var accepted = false
      for _ in 0..<40 {
        if limits.shouldStop { return .interrupted }
        var trial = point
        for place in trial.indices { trial[place] += length * direction[place] }
        if !penalties.isEmpty {
          for place in trial.indices where penalties[place] > 0 && trial[place] * orthant[place] < 0 {
            trial[place] = 0
          }
        }
        var trialGradient = gradient
        smooth = function.evaluate(trial, gradient: &trialGradient)
        let trialValue = smooth + penalty(trial, penalties)
        var expected = 0.0
        for place in trial.indices { expected += steepest[place] * (trial[place] - point[place]) }
        if trialValue.isFinite, trialValue <= value + 1e-4 * expected {
          remember(from: point, gradient, to: trial, trialGradient, in: &history)
          accepted = value - trialValue > decreaseTolerance * max(abs(value), 1e-12)
          (point, gradient, value) = (trial, trialGradient, trialValue)
          break
        }
        length /= 2
      }
      if !accepted { return .finished }
    }
    return .finished
  }

  private func remember(
    from point: [Double], _ gradient: [Double], to next: [Double], _ nextGradient: [Double],
    in history: inout [Pair]
  ) {
    let step = zip(next, point).map { $0 - $1 }
    let change = zip(nextGradient, gradient).map { $0 - $1 }
    let curvature = dot(step, change)
    guard curvature > 1e-12 * dot(change, change) else { return }
    history.append(Pair(step: step, change: change, curvature: curvature))
    if history.count > memory { history.removeFirst() }
  }

  /// The two-loop recursion: minus the inverse curvature times `gradient`.
  private func descentDirection(_ gradient: [Double], _ history: [Pair]) -> [Double] {
    var direction = gradient.map { -$0 }
    guard let last = history.last else { return direction }
    var factors = [Double](repeating: 0, count: history.count)
    for place in history.indices.reversed() {
      let pair = history[place]
      factors[place] = dot(pair.step, direction) / pair.curvature
      add(-factors[place], pair.change, to: &direction)
    }
    let scale = last.curvature / dot(last.change, last.change)
    for place in direction.indices { direction[place] *= scale }
    for (pair, factor) in zip(history, factors) {
      add(factor - dot(pair.change, direction) / pair.curvature, pair.step, to: &direction)
    }
    return direction
  }

  /// The subgradient of least size.
  private func pseudoGradient(_ point: [Double], _ gradient: [Double], _ penalties: [Double]) -> [Double] {
    guard !penalties.isEmpty else { return gradient }
    return point.indices.map { place in
      let (slope, penalty) = (gradient[place], penalties[place])
      if point[place] > 0 { return slope + penalty }
      if point[place] < 0 { return slope - penalty }
      if slope + penalty < 0 { return slope + penalty }
      if slope - penalty > 0 { return slope - penalty }
      return 0
    }
  }

  private func penalty(_ point: [Double], _ penalties: [Double]) -> Double {
    penalties.isEmpty ? 0 : zip(point, penalties).reduce(0) { $0 + abs($1.0) * $1.1 }
  }

  private func sign(_ value: Double) -> Double { value > 0 ? 1 : value < 0 ? -1 : 0 }

  private func norm(_ vector: [Double]) -> Double { dot(vector, vector).squareRoot() }

  private func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for place in left.indices { sum += left[place] * right[place] }
    return sum
  }

  private func add(_ factor: Double, _ vector: [Double], to target: inout [Double]) {
    for place in target.indices { target[place] += factor * vector[place] }
  }
}
