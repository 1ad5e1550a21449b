import Foundation
import LatheCore
import Testing

@testable import Metrics

@Suite struct CalibrationTests {
  private let binary = MetricTests.binary
  private let ternary = MetricTests.ternary

  @Test(arguments: try Golden.read().logistic.indices)
  func `the logistic map agrees with scikit-learn`(index: Int) throws {
    let golden = try Golden.read().logistic[index]
    let sample = try sample(golden.predictions, golden.targets, golden.weights, binary)
    guard case .logistic(let slope, let intercept)? = sample.logistic() else {
      Issue.record("no logistic map")
      return
    }
    #expect(isClose(slope, golden.slope, tolerance: 1e-4))
    #expect(isClose(intercept, golden.intercept, tolerance: 1e-4))
  }

  @Test(arguments: try Golden.read().softmax.indices)
  func `the softmax map solves its equations`(index: Int) throws {
    let golden = try Golden.read().softmax[index]
    let problem = LearningProblem.classification(classes: (0..<golden.classes).map { "\($0)" })
    let sample = try sample(golden.predictions, golden.targets, nil, problem)
    let calibration = try #require(sample.softmaxScaling(hasOffsets: golden.hasOffsets))
    guard case .softmax(let scale, _) = calibration else {
      Issue.record("\(calibration)")
      return
    }
    #expect(isClose(scale, golden.scale, tolerance: 1e-3))
    let calibrated = calibration.apply(to: golden.predictions, problem: problem)
    #expect(zip(calibrated, golden.calibrated).allSatisfy { isClose($0, $1, tolerance: 1e-3) })
  }

  @Test(arguments: try Golden.read().isotonic.indices)
  func `isotonic regression agrees with scikit-learn`(index: Int) throws {
    let golden = try Golden.read().isotonic[index]
    let checked = try ClassTargets(golden.targets, weights: golden.weights, problem: binary)
    let outcomes = golden.scores.withUnsafeBufferPointer {
      RankedOutcomes(scores: $0, targets: checked, positive: 1)
    }
    let blocks = IsotonicRegression(outcomes).blocks
    #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.value < $1.value && $0.center < $1.center })
    // Scores belong to the blocks in order, by weight.
    var block = 0
    var filled = 0.0
    for (index, score) in outcomes.scores.enumerated() {
      if filled >= blocks[block].weight - 1e-9 {
        block += 1
        filled = 0
      }
      filled += outcomes.positives[index] + outcomes.negatives[index]
      let row = try #require(golden.scores.firstIndex(of: score))
      #expect(isClose(blocks[block].value, golden.fitted[row], tolerance: 1e-9))
    }
    #expect(block == blocks.count - 1)
  }

  @Test func `calibrated predictions stay as they are`() throws {
    let kept = try (0..<10 as Range<UInt64>).count { seed in
      let (predictions, targets) = binarySample(rows: 400, positives: 0.3, seed: seed)
      return try Calibration.fitted(predictions: predictions, targets: targets, problem: binary) == .identity
    }
    #expect(kept >= 8)
  }

  @Test func `overconfident predictions are calibrated on rows they have not seen`() throws {
    let calibration = try fitted(rows: 800) { sigmoid(2.5 * logit($0) + 1) }
    guard case .logistic(let slope, let intercept) = calibration else {
      Issue.record("\(calibration)")
      return
    }
    #expect(abs(slope - 0.4) < 0.1 && abs(intercept + 0.4) < 0.25)
    let (truth, targets) = binarySample(rows: 800, positives: 0.3, seed: 99)
    let distorted = truth.map { sigmoid(2.5 * logit($0) + 1) }
    func logLoss(_ predictions: [Double]) throws -> Double {
      try Metric.logLoss.score(predictions: predictions, targets: targets, problem: binary)
    }
    #expect(try logLoss(calibration.apply(to: distorted, problem: binary)) < logLoss(distorted))
  }

  @Test func `a bent distortion of many rows takes an isotonic map`() throws {
    let calibration = try fitted(rows: 6_000) { sigmoid(pow(logit($0), 3) / 3) }
    guard case .isotonic = calibration else {
      Issue.record("\(calibration)")
      return
    }
    #expect(calibration.fits(binary))
    let calibrated = calibration.apply(to: (0...1_000).map { Double($0) / 1_000 }, problem: binary)
    #expect(zip(calibrated, calibrated.dropFirst()).allSatisfy(<))
    #expect(calibrated.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func `an isotonic map does not depend on the unit of the weights`() throws {
    let (predictions, targets) = binarySample(rows: 300, positives: 0.4, seed: 2)
    let weights = targets.indices.map { 1 + Double($0 % 3) }
    let map = try sample(predictions, targets, weights, binary).fitted(.isotonic)
    // A power of two, so that nothing is rounded otherwise.
    let other = try sample(predictions, targets, weights.map { $0 / 1_024 }, binary).fitted(.isotonic)
    #expect(map != nil && map == other)
  }

  @Test func `an isotonic map rises from score 0 to score 1`() throws {
    // Neither the outer blocks nor their probabilities reach 0 and 1.
    let predictions = (0..<40).map { 0.3 + Double($0) / 100 }
    let targets = (0..<40).map { $0 % 10 < $0 / 4 ? 1.0 : 0 }
    let map = try #require(try sample(predictions, targets, nil, binary).fitted(.isotonic))
    guard case .isotonic(let scores, let probabilities) = map else {
      Issue.record("\(map)")
      return
    }
    #expect(map.fits(binary) && scores.first == 0 && scores.last == 1)
    #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy(<))
    #expect(isClose(probabilities[0], probabilities[1] / 2) && probabilities[0] > 0)
    #expect(isClose(1 - (probabilities.last ?? 1), (1 - probabilities[probabilities.count - 2]) / 2))
  }

  @Test func `where ranks count only maps are tried that keep them`() throws {
    let calibration = try fitted(rows: 6_000, keepingRanks: true) { sigmoid(pow(logit($0), 3) / 3) }
    if case .isotonic = calibration { Issue.record("\(calibration)") }
    let golden = try Golden.read().softmax[0]
    let ofThree = try Calibration.fitted(
      predictions: golden.predictions, targets: golden.targets, problem: ternary, keepingRanks: true)
    #expect(ofThree == .identity)
    #expect(Metric.plain.filter(\.judgesRanks) == [.auc, .averagePrecision])
  }

  @Test func `three classes are calibrated`() throws {
    let golden = try Golden.read().softmax[0]
    let calibration = try Calibration.fitted(
      predictions: golden.predictions, targets: golden.targets, problem: ternary)
    let calibrated = calibration.apply(to: golden.predictions, problem: ternary)
    let loss = { try Metric.logLoss.score(predictions: $0, targets: golden.targets, problem: ternary) }
    #expect(calibration != .identity)
    #expect(try loss(calibrated) < loss(golden.predictions))
    for row in golden.targets.indices {
      #expect(isClose(calibrated[row * 3..<row * 3 + 3].reduce(0, +), 1))
    }
  }

  @Test(arguments: [1, 2, 4, 7])
  func `few rows are left alone`(rows: Int) throws {
    let targets = (0..<rows).map { Double($0 % 2) }
    let calibration = try Calibration.fitted(
      predictions: targets.map { 0.2 + 0.6 * $0 }, targets: targets, problem: binary)
    #expect(calibration.fits(binary))
    #expect(calibration.apply(to: [0.2, 0.8], problem: binary).allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func `predictions that point the wrong way are not turned round`() throws {
    let (predictions, targets) = binarySample(rows: 500, positives: 0.4, seed: 1)
    let calibration = try Calibration.fitted(
      predictions: predictions, targets: targets.map { 1 - $0 }, problem: binary)
    #expect(calibration == .identity)
  }

  @Test func `a regression is not calibrated`() throws {
    let calibration = try Calibration.fitted(predictions: [1, 2], targets: [2, 1], problem: .regression())
    #expect(calibration == .identity)
  }

  @Test func `calibrations are read back`() throws {
    let calibrations: [Calibration] = [
      .identity, .logistic(slope: 0.5, intercept: -1), .isotonic(scores: [0, 1], probabilities: [0.1, 0.8]),
      .softmax(scale: 1.5, offsets: [0, 1, -1]),
    ]
    let coded = try JSONEncoder().encode(calibrations)
    #expect(try JSONDecoder().decode([Calibration].self, from: coded) == calibrations)
  }

  @Test(arguments: [
    Calibration.logistic(slope: -1, intercept: 0), .logistic(slope: 1, intercept: .nan),
    .isotonic(scores: [], probabilities: []), .isotonic(scores: [0, 0], probabilities: [0, 1]),
    .isotonic(scores: [0, 1], probabilities: [1, 0]), .isotonic(scores: [0, 1], probabilities: [0, 2]),
    .isotonic(scores: [0], probabilities: [0, 1]), .softmax(scale: 1, offsets: [0, 0]),
  ])
  func `a damaged calibration fits nothing and changes nothing`(calibration: Calibration) {
    #expect(!calibration.fits(binary))
    #expect(calibration.apply(to: [0.3], problem: binary) == [0.3])
  }

  @Test func `certain predictions stay finite`() {
    let map = Calibration.logistic(slope: 2, intercept: 0)
    let calibrated = map.apply(to: [0, 1, 0.5], problem: binary)
    #expect(calibrated[0] >= 0 && calibrated[0] < 1e-20 && calibrated[1] <= 1 && calibrated[2] == 0.5)
    let scaled = Calibration.softmax(scale: 20, offsets: [0, 0, 0]).apply(to: [0, 0, 1], problem: ternary)
    #expect(isClose(scaled.reduce(0, +), 1))
  }

  /// The calibration fitted to predictions that `distort` made of calibrated ones.
  private func fitted(
    rows: Int, keepingRanks: Bool = false, distort: (Double) -> Double
  ) throws -> Calibration {
    let (truth, targets) = binarySample(rows: rows, positives: 0.4, seed: 21)
    return try Calibration.fitted(
      predictions: truth.map(distort), targets: targets, problem: binary, keepingRanks: keepingRanks)
  }

  private func sample(
    _ predictions: [Double], _ targets: [Double], _ weights: [Double]?, _ problem: LearningProblem
  ) throws -> CalibrationSample {
    let checked = try ClassTargets(targets, weights: weights, problem: problem)
    return try #require(CalibrationSample(predictions, checked, rows: Array(targets.indices)))
  }
}
