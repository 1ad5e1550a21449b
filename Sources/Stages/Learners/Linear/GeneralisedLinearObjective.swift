import Foundation
import LatheCore

/// The mean loss of a generalised linear model with a quadratic and an absolute penalty on its coefficients, as a function of
/// its coefficients (one run of features an output) followed by its intercepts, which are not penalised.
struct GeneralisedLinearObjective: MinimisableFunction {
  /// What is lost at a score for a target.
  enum Loss: Sendable, Hashable {
    /// Log loss of two classes, one score.
    case logistic
    /// Log loss of several classes, a score each.
    case softmax
    /// `max(0, 1 - ±score)²` for each output against the rest: the linear support vector machine.
    case squaredHinge
    /// Half the Poisson deviance, logarithmic link.
    case poisson
    /// Half the Tweedie deviance, logarithmic link, power in (1, 2).
    case tweedie(power: Double)
    /// Pinball loss with its kink smoothed over about `width` (Chen and Mangasarian, "A class of smoothing functions for
    /// nonlinear and mixed complementarity problems", 1996).
    case pinball(level: Double, width: Double)
  }

  let design: DesignMatrix
  let targets: [Double]
  let weights: [Double]
  let loss: Loss
  let outputCount: Int
  /// Strength of half the sum of squared coefficients.
  var quadraticPenalty = 0.0
  /// Strength of the sum of absolute coefficients.
  var absolutePenalty = 0.0

  private var scores: [Double]

  init(design: DesignMatrix, targets: [Double], weights: [Double], loss: Loss, outputCount: Int) {
    self.design = design
    self.targets = targets
    self.weights = weights
    self.loss = loss
    self.outputCount = outputCount
    scores = [Double](repeating: 0, count: design.rowCount * outputCount)
  }

  private var coefficientCount: Int { design.columnCount * outputCount }

  var absolutePenalties: [Double] {
    guard absolutePenalty > 0 else { return [] }
    return [Double](repeating: absolutePenalty, count: coefficientCount)
      + [Double](repeating: 0, count: outputCount)
  }

  mutating func evaluate(_ point: [Double], gradient: inout [Double]) -> Double {
    let coefficientCount = coefficientCount
    point.withUnsafeBufferPointer { point in
      guard let start = point.baseAddress else { return }
      design.multiply(start, outputs: outputCount, into: &scores)
    }
    for output in 0..<outputCount {
      let intercept = point[coefficientCount + output]
      for place in output * design.rowCount..<(output + 1) * design.rowCount { scores[place] += intercept }
    }
    var value = replaceScoresBySlopes()
    design.multiplyTransposed(scores, outputs: outputCount, into: &gradient)
    for output in 0..<outputCount {
      let slopes = scores[output * design.rowCount..<(output + 1) * design.rowCount]
      gradient[coefficientCount + output] = slopes.reduce(0, +)
    }
    if quadraticPenalty > 0 {
      var sum = 0.0
      for place in 0..<coefficientCount {
        sum += point[place] * point[place]
        gradient[place] += quadraticPenalty * point[place]
      }
      value += quadraticPenalty * sum / 2
    }
    return value
  }

  /// Returns the mean loss and leaves, in place of each score, the derivative of the mean loss by it.
  private mutating func replaceScoresBySlopes() -> Double {
    let rows = design.rowCount
    let (loss, outputCount) = (loss, outputCount)
    var sum = 0.0
    scores.withUnsafeMutableBufferPointer { scores in
      for row in 0..<rows {
        let weight = weights[row] / Double(rows)
        if loss == .softmax {
          sum += weight * Self.softmax(scores, row, rows, outputCount, class: Int(targets[row]), weight)
          continue
        }
        for output in 0..<outputCount {
          let place = output * rows + row
          let target: Double =
            switch loss {
            case .squaredHinge where outputCount > 1: Int(targets[row]) == output ? 1 : 0
            default: targets[row]
            }
          let (value, slope) = Self.valueAndSlope(loss, scores[place], target)
          sum += weight * value
          scores[place] = weight * slope
        }
      }
    }
    return sum
  }

  private static func valueAndSlope(_ loss: Loss, _ score: Double, _ target: Double) -> (Double, Double) {
    switch loss {
    case .logistic:
      let (softplus, probability) = softplusAndSigmoid(score)
      return (softplus - target * score, probability - target)
    case .squaredHinge:
      let side = target == 1 ? 1.0 : -1.0
      let lack = max(0, 1 - side * score)
      return (lack * lack, -2 * side * lack)
    case .poisson:
      let mean = exp(score)
      return (mean - target * score, mean - target)
    case .tweedie(let power):
      let first = exp((2 - power) * score)
      let second = target * exp((1 - power) * score)
      return (first / (2 - power) - second / (1 - power), first - second)
    case .pinball(let level, let width):
      let residual = target - score
      let (softplus, share) = softplusAndSigmoid(-residual / width)
      return (level * residual + width * softplus, share - level)
    case .softmax:
      return (0, 0)
    }
  }

  /// `log(1 + exp(x))` and `1 / (1 + exp(-x))` without overflow.
  private static func softplusAndSigmoid(_ x: Double) -> (Double, Double) {
    let small = exp(-abs(x))
    return (max(x, 0) + log1p(small), x >= 0 ? 1 / (1 + small) : small / (1 + small))
  }

  private static func softmax(
    _ scores: UnsafeMutableBufferPointer<Double>, _ row: Int, _ rows: Int, _ outputs: Int, class target: Int,
    _ weight: Double
  ) -> Double {
    var largest = -Double.infinity
    for output in 0..<outputs { largest = max(largest, scores[output * rows + row]) }
    let own = scores[target * rows + row] - largest
    var sum = 0.0
    for output in 0..<outputs {
      let term = exp(scores[output * rows + row] - largest)
      scores[output * rows + row] = term
      sum += term
    }
    for output in 0..<outputs { scores[output * rows + row] *= weight / sum }
    scores[target * rows + row] -= weight
    return log(sum) - own
  }
}
