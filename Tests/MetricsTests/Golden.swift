import Foundation
import LatheCore
import Metrics
import Testing

/// What `Golden/make_golden.py` wrote.
struct Golden: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let classes: [String]
    let targets: [Double]
    let predictions: [Double]
    let weights: [Double]?
    let decision: DecisionRule
    let scores: [String: Double]

    var testDescription: String { name }

    var problem: LearningProblem { classes.isEmpty ? .regression() : .classification(classes: classes) }
  }

  struct Isotonic: Decodable {
    let scores: [Double]
    let targets: [Double]
    let weights: [Double]?
    let fitted: [Double]
  }

  struct Logistic: Decodable {
    let predictions: [Double]
    let targets: [Double]
    let weights: [Double]?
    let slope: Double
    let intercept: Double
  }

  struct Softmax: Decodable {
    let classes: Int
    let hasOffsets: Bool
    let predictions: [Double]
    let targets: [Double]
    let scale: Double
    let calibrated: [Double]
  }

  struct Bootstrap: Decodable {
    let targets: [Double]
    let predictions: [Double]
    let intervals: [String: [Double]]
  }

  struct Wilson: Decodable {
    let correct: Int
    let rows: Int
    let level: Double
    let lower: Double
    let upper: Double
  }

  struct DeLong: Decodable {
    let targets: [Double]
    let scores: [Double]
    let level: Double
    let area: Double
    let variance: Double
    let lower: Double
    let upper: Double
  }

  struct Curve: Decodable {
    let targets: [Double]
    let scores: [Double]
    let weights: [Double]
    let falsePositiveRates: [Double]
    let truePositiveRates: [Double]
    let precision: [Double]
    let recall: [Double]
    let confusion: [[Double]]
  }

  let cases: [Case]
  let isotonic: [Isotonic]
  let logistic: [Logistic]
  let softmax: [Softmax]
  let bootstrap: Bootstrap
  let wilson: [Wilson]
  let deLong: [DeLong]
  let curve: Curve

  static func read() throws -> Golden {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/golden.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }
}

/// Whether two numbers agree but for rounding.
func isClose(_ left: Double, _ right: Double, tolerance: Double = 1e-10) -> Bool {
  abs(left - right) <= tolerance * max(1, abs(right))
}

/// Probabilities that are informative about binary targets, a share `positives` of which is 1.
func binarySample(rows: Int, positives: Double, seed: UInt64) -> (predictions: [Double], targets: [Double]) {
  var random = RandomSource(seed: seed)
  var predictions: [Double] = []
  var targets: [Double] = []
  for _ in 0..<rows {
    // Calibrated: a target is 1 with the probability that is predicted.
    let probability = pow(random.uniform(), 1 / positives - 1)
    predictions.append(probability)
    targets.append(random.uniform() < probability ? 1 : 0)
  }
  return (predictions, targets)
}
