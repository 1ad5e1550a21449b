import Foundation
import LatheCore

/// A map from predicted to better probabilities, learnt from out-of-fold predictions; stored in the bundle.
public enum Calibration: Codable, Hashable, Sendable {
  /// Predictions stay as they are; the only calibration of a regression.
  case identity
  /// For two classes: `sigmoid(slope × logit(p) + intercept)` with a slope above zero (Platt, "Probabilistic Outputs for
  /// Support Vector Machines", 1999; with intercept 0 it is temperature scaling).
  case logistic(slope: Double, intercept: Double)
  /// For two classes: straight lines between the points, constant outside of them; both arrays ascend.
  case isotonic(scores: [Double], probabilities: [Double])
  /// For more classes: `softmax(scale × log p + offset of the class)`, temperature scaling with a bias (Guo et al., "On
  /// Calibration of Modern Neural Networks", 2017; Alexandari et al., "Maximum Likelihood with Bias-Corrected
  /// Calibration", 2020).
  case softmax(scale: Double, offsets: [Double])

  /// Whether the calibration can be applied to predictions of `problem`: its task, one offset a class, finite numbers,
  /// points that ascend.
  public func fits(_ problem: LearningProblem) -> Bool {
    switch self {
    case .identity: true
    case .logistic(let slope, let intercept):
      problem.task == .binary && slope > 0 && slope.isFinite && intercept.isFinite
    case .isotonic(let scores, let probabilities):
      problem.task == .binary && !scores.isEmpty && scores.count == probabilities.count
        && scores.allSatisfy(\.isFinite) && probabilities.allSatisfy { (0...1).contains($0) }
        && zip(scores, scores.dropFirst()).allSatisfy(<)
        && zip(probabilities, probabilities.dropFirst()).allSatisfy(<=)
    case .softmax(let scale, let offsets):
      problem.task == .multiclass && offsets.count == problem.classes.count && scale > 0 && scale.isFinite
        && offsets.allSatisfy(\.isFinite)
    }
  }

  /// The calibrated predictions, laid out as they came; a calibration that does not fit the problem changes nothing.
  ///
  /// The order of the rows by a binary probability is kept; rows beyond the outer points of an isotonic map become equal.
  /// O(n), isotonic O(n log points).
  public func apply(to predictions: [Double], problem: LearningProblem) -> [Double] {
    guard fits(problem) else { return predictions }
    switch self {
    case .identity: return predictions
    case .logistic(let slope, let intercept):
      return predictions.map { sigmoid(slope * logit($0) + intercept) }
    case .isotonic(let scores, let probabilities):
      return predictions.map { interpolate($0, scores, probabilities) }
    case .softmax(let scale, let offsets):
      var calibrated = predictions
      calibrated.withUnsafeMutableBufferPointer { rows in
        for start in stride(from: 0, through: rows.count - offsets.count, by: offsets.count) {
          for index in offsets.indices {
            rows[start + index] = scale * clippedLog(rows[start + index]) + offsets[index]
          }
          exponentiateAndNormalise(rows, start..<start + offsets.count)
        }
      }
      return calibrated
    }
  }
}

/// The logarithm of the odds of a probability that is clipped as ``Metric/logLoss`` does.
func logit(_ probability: Double) -> Double {
  let clipped = min(max(probability, ClassTargets.probabilityFloor), 1 - ClassTargets.probabilityFloor)
  return log(clipped / (1 - clipped))
}

func clippedLog(_ probability: Double) -> Double { log(max(probability, ClassTargets.probabilityFloor)) }

func sigmoid(_ value: Double) -> Double {
  // The exponent is never positive, so that it cannot overflow.
  if value >= 0 { return 1 / (1 + exp(-value)) }
  let power = exp(value)
  return power / (1 + power)
}

/// Turns scores into probabilities in proportion to their exponentials, in place.
func exponentiateAndNormalise(_ scores: UnsafeMutableBufferPointer<Double>, _ range: Range<Int>) {
  var largest = -Double.infinity
  for index in range { largest = max(largest, scores[index]) }
  var sum = 0.0
  for index in range {
    scores[index] = exp(scores[index] - largest)
    sum += scores[index]
  }
  for index in range { scores[index] /= sum }
}

/// The height at `place` of the straight lines through the points, whose `places` ascend.
private func interpolate(_ place: Double, _ places: [Double], _ heights: [Double]) -> Double {
  // NaN is answered by NaN.
  guard !place.isNaN else { return place }
  var low = 0
  var high = places.count
  while low < high {
    let middle = (low + high) / 2
    if places[middle] <= place { low = middle + 1 } else { high = middle }
  }
  if low == 0 { return heights[0] }
  if low == places.count { return heights[low - 1] }
  let share = (place - places[low - 1]) / (places[low] - places[low - 1])
  return heights[low - 1] + share * (heights[low] - heights[low - 1])
}
