import Foundation
import LatheCore
import Models

/// Linear support vector machines (squared hinge loss, one class against the rest) for a falling sequence of strengths, with
/// probabilities: the softmax of a scale times the decisions plus a shift a class, fitted to the decisions of three machines
/// on the third of the rows that each has not learnt from.
struct LinearMachinePath: ModelPath {
  private static let foldCount = 3
  private static let ratios = [1, 0.1, 0.01, 1e-3, 1e-4]

  private let design: DesignMatrix
  private let problem: LearningProblem
  private let targets: [Double]
  private let weights: [Double]
  private let folds: [Int]
  private let strengths: [Double]
  /// The function of all rows, then one a fold.
  private var objectives: [GeneralisedLinearObjective]
  private var points: [[Double]]
  private var position = 0

  init(_ set: LearningSet, seed: UInt64) {
    design = DesignMatrix(set.features)
    problem = set.problem
    targets = set.targets
    weights = set.normalisedWeights
    var folds = [Int](repeating: 0, count: set.rowCount)
    for (number, fold) in set.folds(Self.foldCount, seed: seed).enumerated() {
      for row in fold.validation { folds[row] = number }
    }
    self.folds = folds
    let squares = design.values.reduce(0) { $0 + $1 * $1 } / Double(design.rowCount)
    let scale = squares > 0 ? squares / Double(max(1, min(design.rowCount, design.columnCount))) : 1
    strengths = Self.ratios.map { $0 * scale }
    let outputs = set.problem.outputCount
    objectives = []
    for machine in 0...Self.foldCount {
      // A row of weight zero takes no part; the weight of the others makes up for it.
      let kept = zip(weights, folds).map { $1 == machine - 1 ? 0 : $0 }
      let factor = Double(kept.count) / max(kept.reduce(0, +), 1e-300)
      objectives.append(
        GeneralisedLinearObjective(
          design: design, targets: targets, weights: kept.map { $0 * factor }, loss: .squaredHinge,
          outputCount: outputs))
    }
    points = objectives.map { _ in [Double](repeating: 0, count: outputs * (set.features.columns.count + 1)) }
  }

  var count: Int { strengths.count }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    guard position < strengths.count, !limits.shouldStop else { return nil }
    let minimiser = QuasiNewtonMinimiser(
      gradientTolerance: 1e-4, decreaseTolerance: 1e-6, iterationLimit: 200)
    var isComplete = true
    for machine in objectives.indices {
      objectives[machine].quadraticPenalty = strengths[position]
      let ending = minimiser.minimise(&objectives[machine], from: &points[machine], limits: limits)
      isComplete = isComplete && ending == .finished
    }
    position += 1
    var scaling = DecisionScaling(
      decisions: decisionsOfUnseenRows(), targets: targets, weights: weights, outputCount: problem.outputCount
    )
    var point = [1.0] + [Double](repeating: 0, count: problem.outputCount)
    let ending = QuasiNewtonMinimiser(gradientTolerance: 1e-6).minimise(
      &scaling, from: &point, limits: limits)
    let model = model(scale: point[0], shifts: Array(point[1...]))
    return PathStep(model: model, isComplete: isComplete && ending == .finished)
  }

  /// The decision of each row by the machine that has not learnt from it, all rows of an output together.
  private func decisionsOfUnseenRows() -> [Double] {
    let rows = design.rowCount
    let outputs = problem.outputCount
    var result = [Double](repeating: 0, count: rows * outputs)
    var decisions = result
    for fold in 0..<Self.foldCount {
      let point = points[fold + 1]
      design.multiply(point, outputs: outputs, into: &decisions)
      for output in 0..<outputs {
        for row in 0..<rows where folds[row] == fold {
          result[output * rows + row] =
            decisions[output * rows + row] + point[outputs * design.columnCount + output]
        }
      }
    }
    return result
  }

  private func model(scale: Double, shifts: [Double]) -> LinearModel {
    let coefficientCount = design.columnCount * problem.outputCount
    return LinearModel(
      link: problem.task == .binary ? .logistic : .softmax,
      coefficients: points[0][..<coefficientCount].map { $0 * scale },
      intercepts: zip(points[0][coefficientCount...], shifts).map { $0 * scale + $1 },
      featureCount: design.columnCount)
  }
}

/// The mean log loss of decisions times a scale plus a shift an output, as a function of the scale and the shifts. A slight
/// pull of both to zero keeps them finite where the decisions separate the classes.
private struct DecisionScaling: MinimisableFunction {
  let decisions: [Double]
  let targets: [Double]
  let weights: [Double]
  let outputCount: Int
  private let pull: Double

  var absolutePenalties: [Double] { [] }

  init(decisions: [Double], targets: [Double], weights: [Double], outputCount: Int) {
    self.decisions = decisions
    self.targets = targets
    self.weights = weights
    self.outputCount = outputCount
    pull = 0.1 / Double(targets.count)
  }

  mutating func evaluate(_ point: [Double], gradient: inout [Double]) -> Double {
    let rows = targets.count
    var value = 0.0
    for place in point.indices {
      value += pull * point[place] * point[place] / 2
      gradient[place] = pull * point[place]
    }
    // Two classes have one decision; the other class's score is zero.
    let implicitScore = outputCount == 1
    var probabilities = [Double](repeating: 0, count: outputCount)
    for row in 0..<rows {
      let weight = weights[row] / Double(rows)
      var largest = implicitScore ? 0 : -Double.infinity
      for output in 0..<outputCount {
        probabilities[output] = point[0] * decisions[output * rows + row] + point[1 + output]
        largest = max(largest, probabilities[output])
      }
      let own = implicitScore ? (targets[row] == 1 ? 0 : -1) : Int(targets[row])
      let ownScore = own >= 0 ? probabilities[own] : 0
      var sum = implicitScore ? exp(-largest) : 0
      for output in 0..<outputCount {
        probabilities[output] = exp(probabilities[output] - largest)
        sum += probabilities[output]
      }
      value += weight * (log(sum) + largest - ownScore)
      for output in 0..<outputCount {
        let slope = weight * (probabilities[output] / sum - (output == own ? 1 : 0))
        gradient[0] += slope * decisions[output * rows + row]
        gradient[1 + output] += slope
      }
    }
    return value
  }
}
