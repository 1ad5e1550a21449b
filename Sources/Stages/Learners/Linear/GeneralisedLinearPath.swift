import Foundation
import LatheCore
import Models

/// Generalised linear models for a falling sequence of strengths, each minimised from the one before.
struct GeneralisedLinearPath: ModelPath {
  let strengths: [Double]
  /// The share of the strength that goes to absolute values; the rest goes to squares.
  let mixing: Double
  var minimiser = QuasiNewtonMinimiser()

  private var objective: GeneralisedLinearObjective
  private let transform: TargetTransform
  private var point: [Double]
  private var position = 0

  init(
    design: DesignMatrix, set: LearningSet, loss: GeneralisedLinearObjective.Loss, strengths: [Double],
    mixing: Double
  ) {
    let weights = set.normalisedWeights
    self.strengths = strengths
    self.mixing = mixing
    transform = TargetTransform(set, loss, weights)
    objective = GeneralisedLinearObjective(
      design: design, targets: set.targets.map(transform.apply), weights: weights, loss: loss,
      outputCount: set.problem.outputCount)
    point = [Double](repeating: 0, count: set.problem.outputCount * design.columnCount)
    point += Self.startingIntercepts(set, loss, weights)
  }

  var count: Int { strengths.count }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    guard position < strengths.count, !limits.shouldStop else { return nil }
    objective.quadraticPenalty = strengths[position] * (1 - mixing)
    objective.absolutePenalty = strengths[position] * mixing
    position += 1
    let ending = minimiser.minimise(&objective, from: &point, limits: limits)
    guard point.allSatisfy(\.isFinite) else { return nil }
    return PathStep(model: model(), isComplete: ending == .finished)
  }

  private func model() -> LinearModel {
    let outputs = objective.outputCount
    let features = objective.design.columnCount
    let link: LinearModel.Link
    switch objective.loss {
    case .logistic: link = .logistic
    case .softmax: link = .softmax
    case .poisson, .tweedie: link = .exponential
    case .pinball, .squaredHinge: link = .identity
    }
    let coefficients = point[..<(features * outputs)].map { $0 * transform.scoreScale }
    var intercepts = point[(features * outputs)...].map { $0 * transform.scoreScale + transform.scoreShift }
    if case .pinball(let level, _) = objective.loss {
      intercepts[0] += residualQuantile(level) * transform.scoreScale
    }
    return LinearModel(link: link, coefficients: coefficients, intercepts: intercepts, featureCount: features)
  }

  /// The quantile of the residuals: what smoothing the kink has moved the intercept by.
  private func residualQuantile(_ level: Double) -> Double {
    var scores = [Double](repeating: 0, count: objective.design.rowCount)
    objective.design.multiply(point, outputs: 1, into: &scores)
    let intercept = point[point.count - 1]
    let residuals = zip(objective.targets, scores).map { $0 - $1 - intercept }
    return weightedQuantile(residuals, objective.weights, level: level)
  }

  private static func startingIntercepts(
    _ set: LearningSet, _ loss: GeneralisedLinearObjective.Loss, _ weights: [Double]
  ) -> [Double] {
    switch loss {
    case .logistic:
      let shares = set.problem.classShares(targets: set.targets, weights: weights)
      return [log(shares[1] / shares[0])]
    case .softmax:
      return set.problem.classShares(targets: set.targets, weights: weights).map { log($0) }
    case .squaredHinge, .poisson, .tweedie, .pinball:
      return [Double](repeating: 0, count: set.problem.outputCount)
    }
  }

  /// The strength at and above which an absolute penalty keeps all coefficients at zero, given the starting intercepts.
  func largestSlope() -> Double {
    var objective = objective
    var gradient = [Double](repeating: 0, count: point.count)
    _ = objective.evaluate(point, gradient: &gradient)
    return gradient.dropLast(objective.outputCount).reduce(0) { max($0, abs($1)) }
  }
}

/// Brings the targets of a regression to a scale on which strengths and tolerances mean the same for all data.
private struct TargetTransform: Sendable {
  private var targetScale = 1.0
  private var targetShift = 0.0
  /// What a coefficient or an intercept is multiplied by on the way back.
  private(set) var scoreScale = 1.0
  /// What is then added to an intercept.
  private(set) var scoreShift = 0.0

  init(_ set: LearningSet, _ loss: GeneralisedLinearObjective.Loss, _ weights: [Double]) {
    switch loss {
    case .logistic, .softmax, .squaredHinge: break
    case .poisson, .tweedie:
      // With a logarithmic link a factor of the target is a shift of the score.
      let mean = weightedMean(set.targets, weights)
      targetScale = mean > 0 ? mean : 1
      scoreShift = log(targetScale)
    case .pinball(let level, _):
      targetShift = weightedQuantile(set.targets, weights, level: level)
      let shift = targetShift
      let spread = weightedMean(set.targets.map { abs($0 - shift) }, weights)
      targetScale = spread > 0 ? spread : 1
      scoreScale = targetScale
      scoreShift = targetShift
    }
  }

  func apply(_ target: Double) -> Double { (target - targetShift) / targetScale }
}
