import Foundation

/// Probabilities from decisions by a sigmoid, `1 / (1 + exp(-(slope · decision + intercept)))` (Platt, 1999), found with
/// the safeguarded Newton method of Lin, Lin and Weng, "A note on Platt's probabilistic outputs for support vector machines",
/// Machine Learning 68, 2007.
struct PlattScaling: Sendable {
  private(set) var slope = 1.0
  private(set) var intercept = 0.0

  /// Fits to decisions of rows not learnt from, `positive` where the answer is the class of positive decisions.
  init(decisions: [Double], positive: [Bool], weights: [Double]) {
    var counts = (positive: 0.0, negative: 0.0)
    for (isPositive, weight) in zip(positive, weights) {
      if isPositive { counts.positive += weight } else { counts.negative += weight }
    }
    // Not one and zero, so that separable data give a finite slope.
    let high = (counts.positive + 1) / (counts.positive + 2)
    let low = 1 / (counts.negative + 2)
    let targets = positive.map { $0 ? high : low }
    slope = 0
    intercept = log((counts.positive + 1) / (counts.negative + 1))
    var value = loss(slope, intercept, decisions, targets, weights)
    for _ in 0..<100 {
      var (slopeGradient, interceptGradient) = (0.0, 0.0)
      var (slopeCurvature, mixedCurvature, interceptCurvature) = (1e-12, 0.0, 1e-12)
      for row in decisions.indices {
        let probability = 1 / (1 + exp(-(slope * decisions[row] + intercept)))
        let error = weights[row] * (probability - targets[row])
        let curvature = weights[row] * probability * (1 - probability)
        slopeGradient += error * decisions[row]
        interceptGradient += error
        slopeCurvature += curvature * decisions[row] * decisions[row]
        mixedCurvature += curvature * decisions[row]
        interceptCurvature += curvature
      }
      if abs(slopeGradient) < 1e-5, abs(interceptGradient) < 1e-5 { return }
      let determinant = slopeCurvature * interceptCurvature - mixedCurvature * mixedCurvature
      let slopeStep = -(interceptCurvature * slopeGradient - mixedCurvature * interceptGradient) / determinant
      let interceptStep = -(slopeCurvature * interceptGradient - mixedCurvature * slopeGradient) / determinant
      let descent = slopeGradient * slopeStep + interceptGradient * interceptStep
      guard descent.isFinite else { return }
      var length = 1.0
      while length > 1e-10 {
        let next = loss(
          slope + length * slopeStep, intercept + length * interceptStep, decisions, targets, weights)
        if next < value + 1e-4 * length * descent {
          slope += length * slopeStep
          intercept += length * interceptStep
          value = next
          break
        }
        length /= 2
      }
      if length <= 1e-10 { return }
    }
  }

  private func loss(
    _ slope: Double, _ intercept: Double, _ decisions: [Double], _ targets: [Double], _ weights: [Double]
  ) -> Double {
    var sum = 0.0
    for row in decisions.indices {
      let logOdds = slope * decisions[row] + intercept
      sum += weights[row] * (max(logOdds, 0) + log1p(exp(-abs(logOdds))) - targets[row] * logOdds)
    }
    return sum
  }
}
