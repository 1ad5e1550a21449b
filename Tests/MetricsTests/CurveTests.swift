import Foundation
import LatheCore
import Testing

@testable import Metrics

@Suite struct CurveTests {
  private let binary = MetricTests.binary

  @Test func `the ROC curve agrees with scikit-learn`() throws {
    let golden = try Golden.read().curve
    let curve = try ROCCurve(
      predictions: golden.scores, targets: golden.targets, weights: golden.weights, problem: binary)
    #expect(curve.points.count == golden.truePositiveRates.count)
    for (index, point) in curve.points.enumerated() {
      #expect(isClose(point.falsePositiveRate, golden.falsePositiveRates[index]))
      #expect(isClose(point.truePositiveRate, golden.truePositiveRates[index]))
    }
  }

  @Test func `the precision-recall curve agrees with scikit-learn`() throws {
    let golden = try Golden.read().curve
    let curve = try PrecisionRecallCurve(
      predictions: golden.scores, targets: golden.targets, weights: golden.weights, problem: binary)
    // Ours ends where recall is full.
    #expect(curve.points.last?.recall == 1)
    for (index, point) in curve.points.enumerated() {
      #expect(isClose(point.recall, golden.recall[index]))
      #expect(isClose(point.precision, golden.precision[index]))
    }
  }

  @Test func `the confusion matrix agrees with scikit-learn`() throws {
    let golden = try Golden.read().curve
    let matrix = try ConfusionMatrix(
      predictions: golden.scores, targets: golden.targets, weights: golden.weights, problem: binary)
    for actual in 0..<2 {
      for predicted in 0..<2 {
        #expect(isClose(matrix.weights[actual][predicted], golden.confusion[actual][predicted]))
      }
    }
    #expect(isClose(matrix.support(of: 1), golden.confusion[1].reduce(0, +)))
    let f1 = try Metric.f1.score(
      predictions: golden.scores, targets: golden.targets, weights: golden.weights, problem: binary)
    #expect(try isClose(#require(matrix.f1(of: 1)), f1))
    let precision = try #require(matrix.precision(of: 1))
    let recall = try #require(matrix.recall(of: 1))
    #expect(isClose(2 * precision * recall / (precision + recall), f1))
  }

  @Test func `thinned curves keep their ends and their shape`() throws {
    let (predictions, targets) = binarySample(rows: 3_000, positives: 0.3, seed: 7)
    let full = try ROCCurve(
      predictions: predictions, targets: targets, problem: binary, pointLimit: .max)
    let thin = try ROCCurve(predictions: predictions, targets: targets, problem: binary, pointLimit: 100)
    #expect(full.points.count > 2_000 && thin.points.count <= 100 && thin.points.count > 90)
    #expect(thin.points.first == full.points.first && thin.points.last == full.points.last)
    #expect(thin.area == full.area)
    var area = 0.0
    for (left, right) in zip(thin.points, thin.points.dropFirst()) {
      #expect(
        right.falsePositiveRate >= left.falsePositiveRate && right.truePositiveRate >= left.truePositiveRate)
      area +=
        (right.falsePositiveRate - left.falsePositiveRate) * (right.truePositiveRate + left.truePositiveRate)
        / 2
    }
    #expect(abs(area - full.area) < 0.002)
    let precision = try PrecisionRecallCurve(predictions: predictions, targets: targets, problem: binary)
    #expect(precision.points.count <= 512)
  }

  @Test func `a class among several has its curve`() throws {
    let golden = try #require(try Golden.read().cases.first { $0.name == "multiclass" })
    let areas = try golden.classes.indices.map {
      try ROCCurve(
        predictions: golden.predictions, targets: golden.targets, problem: golden.problem, positive: $0
      ).area
    }
    #expect(try isClose(areas.reduce(0, +) / Double(areas.count), #require(golden.scores["auc"])))
  }

  @Test func `the curve of the negative class mirrors that of the positive`() throws {
    let (predictions, targets) = binarySample(rows: 200, positives: 0.3, seed: 8)
    let areas = try [0, 1].map {
      try ROCCurve(predictions: predictions, targets: targets, problem: binary, positive: $0).area
    }
    #expect(isClose(areas[0], areas[1]))
  }

  @Test func `a curve without a class of rows or of the problem is refused`() {
    #expect(throws: MetricsError.self) { try ROCCurve(predictions: [0.5], targets: [1], problem: binary) }
    #expect(throws: MetricsError.self) {
      try PrecisionRecallCurve(predictions: [0.5], targets: [0], problem: binary)
    }
    #expect(throws: MetricsError.self) {
      try ROCCurve(predictions: [0.5, 0.1], targets: [1, 0], problem: binary, positive: 2)
    }
    #expect(throws: MetricsError.self) {
      try ROCCurve(predictions: [0.5], targets: [1], problem: .regression())
    }
  }

  @Test func `bins of a reliability curve hold all rows and equal weights`() throws {
    let (predictions, targets) = binarySample(rows: 1_000, positives: 0.4, seed: 4)
    let curve = try ReliabilityCurve(predictions: predictions, targets: targets, problem: binary)
    #expect(curve.bins.count == 10)
    #expect(curve.bins.allSatisfy { isClose($0.share, 0.1) })
    #expect(zip(curve.bins, curve.bins.dropFirst()).allSatisfy { $0.predicted < $1.predicted })
    #expect(curve.expectedCalibrationError < 0.05)
    let brier = try Metric.brier.score(predictions: predictions, targets: targets, problem: binary)
    #expect(isClose(curve.brier, brier))
  }

  @Test func `a prediction that half of the rows share leaves the other bins as large as they are`() throws {
    let predictions = (0..<1_000).map { $0 < 500 ? 0.2 : 0.3 + Double($0) / 2_000 }
    let curve = try ReliabilityCurve(
      predictions: predictions, targets: predictions.map { $0 > 0.5 ? 1 : 0 }, problem: binary)
    #expect(curve.bins.count == 6)
    #expect(isClose(curve.bins[0].share, 0.5) && curve.bins.dropFirst().allSatisfy { isClose($0.share, 0.1) })
  }

  @Test func `the Brier score is the sum of its parts where bins hold one prediction each`() throws {
    let (scores, targets) = binarySample(rows: 500, positives: 0.4, seed: 6)
    let predictions = scores.map { ($0 * 4).rounded() / 4 }
    let weights = targets.indices.map { 1 + Double($0 % 2) }
    let curve = try ReliabilityCurve(
      predictions: predictions, targets: targets, weights: weights, problem: binary, binCount: 1_000)
    #expect(curve.bins.count == 5)
    #expect(isClose(curve.brier, curve.reliability - curve.resolution + curve.uncertainty))
    #expect(isClose(curve.bins.reduce(0) { $0 + $1.share }, 1))
  }

  @Test func `the reliability of many classes is that of the most probable`() throws {
    let curve = try ReliabilityCurve(
      predictions: [0.8, 0.1, 0.1, 0.1, 0.7, 0.2], targets: [0, 2], problem: MetricTests.ternary, binCount: 2)
    #expect(curve.bins.map(\.predicted) == [0.7, 0.8])
    #expect(curve.bins.map(\.observed.estimate) == [0, 1])
    #expect(isClose(curve.expectedCalibrationError, 0.45))
  }
}
