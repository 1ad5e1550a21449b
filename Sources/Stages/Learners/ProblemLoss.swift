import Foundation
import LatheCore

extension LearningProblem {
  /// The mean loss of `predictions`, row-major as a model gives them: the log loss of a classification, the loss
  /// a regression minimises otherwise. Lower is better; the number to compare fits by. O(rows).
  package func meanLoss(of predictions: [Double], targets: [Double], weights: [Double]?) -> Double {
    var sum = 0.0
    var total = 0.0
    for row in targets.indices {
      let weight = weights?[row] ?? 1
      guard weight > 0 else { continue }
      sum += weight * rowLoss(predictions, targets[row], row)
      total += weight
    }
    return total > 0 ? sum / total : 0
  }

  /// Probabilities and means below this are taken for it, so that one bold mistake costs much but not everything.
  private static let smallest = 1e-15

  private func rowLoss(_ predictions: [Double], _ target: Double, _ row: Int) -> Double {
    switch task {
    case .binary:
      let probability = target == 1 ? predictions[row] : 1 - predictions[row]
      return -log(max(probability, Self.smallest))
    case .multiclass:
      return -log(max(predictions[row * classes.count + Int(target)], Self.smallest))
    case .regression:
      return loss.value(prediction: predictions[row], target: target)
    }
  }
}

extension RegressionLoss {
  /// The loss of one prediction; deviances are halved and free of the terms that do not depend on the prediction.
  func value(prediction: Double, target: Double) -> Double {
    switch self {
    case .squaredError:
      return (prediction - target) * (prediction - target)
    case .absoluteError:
      return abs(prediction - target)
    case .quantile(let level):
      return max(level * (target - prediction), (level - 1) * (target - prediction))
    case .poisson:
      let mean = max(prediction, 1e-15)
      return mean - target * log(mean)
    case .tweedie(let power):
      let mean = max(prediction, 1e-15)
      guard power != 1 else { return mean - target * log(mean) }
      return pow(mean, 2 - power) / (2 - power) - target * pow(mean, 1 - power) / (1 - power)
    }
  }
}
