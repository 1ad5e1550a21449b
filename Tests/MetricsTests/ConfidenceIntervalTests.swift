import Foundation
import LatheCore
import Testing

@testable import Metrics

@Suite struct ConfidenceIntervalTests {
  private let binary = MetricTests.binary

  @Test func `Wilson's interval agrees with SciPy`() throws {
    for golden in try Golden.read().wilson {
      let interval = ConfidenceInterval.wilson(
        share: Double(golden.correct) / Double(golden.rows), rows: Double(golden.rows), level: golden.level)
      #expect(isClose(interval.lower, golden.lower) && isClose(interval.upper, golden.upper))
    }
  }

  @Test func `DeLong's interval agrees with the comparison of all pairs`() throws {
    for golden in try Golden.read().deLong {
      let interval = try Metric.auc.confidenceInterval(
        predictions: golden.scores, targets: golden.targets, problem: binary, level: golden.level)
      #expect(interval.method == .deLong)
      #expect(isClose(interval.estimate, golden.area))
      #expect(isClose(interval.lower, golden.lower) && isClose(interval.upper, golden.upper))
    }
  }

  @Test(arguments: [Metric.rmse, .r2])
  func `the accelerated bootstrap agrees with SciPy's`(metric: Metric) throws {
    let golden = try Golden.read().bootstrap
    let bounds = try #require(golden.intervals[metric.name])
    let interval = try metric.confidenceInterval(
      predictions: golden.predictions, targets: golden.targets, problem: .regression(), seed: 1)
    let width = bounds[1] - bounds[0]
    #expect(interval.method == .acceleratedBootstrap)
    #expect(abs(interval.lower - bounds[0]) < 0.15 * width)
    #expect(abs(interval.upper - bounds[1]) < 0.15 * width)
  }

  @Test(arguments: Metric.plain)
  func `every metric has an interval around its score that a seed decides`(metric: Metric) throws {
    let problem: LearningProblem = metric.supports(binary) ? binary : .regression()
    let (predictions, targets) = binarySample(rows: 120, positives: 0.4, seed: 3)
    let weights = targets.indices.map { 1 + Double($0 % 3) }
    for weights in [nil, weights] {
      func interval() throws -> ConfidenceInterval {
        try metric.confidenceInterval(
          predictions: predictions, targets: targets, weights: weights, problem: problem, level: 0.9, seed: 5)
      }
      let first = try interval()
      #expect(first.lower < first.estimate && first.estimate < first.upper, "\(metric): \(first)")
      #expect(try interval() == first)
    }
  }

  @Test func `many classes have intervals`() throws {
    let golden = try #require(try Golden.read().cases.first { $0.name == "multiclass weighted" })
    for metric in [Metric.auc, .logLoss, .f1Macro] {
      let interval = try metric.confidenceInterval(
        predictions: golden.predictions, targets: golden.targets, weights: golden.weights,
        problem: golden.problem)
      #expect(interval.lower < interval.estimate && interval.estimate < interval.upper)
    }
  }

  @Test func `the width of a bootstrapped mean is that of theory`() throws {
    var random = RandomSource(seed: 9)
    // More rows than the accelerated interval is for.
    let errors = (0..<1_200).map { _ in random.uniform() }
    let interval = try Metric.mae.confidenceInterval(
      predictions: errors, targets: errors.map { _ in 0 }, problem: .regression())
    #expect(interval.method == .percentileBootstrap)
    let theory = 2 * 1.96 * (1.0 / 12 / 1_200).squareRoot()
    #expect(abs((interval.upper - interval.lower) / theory - 1) < 0.12)
  }

  @Test func `a choice of the rows gives the standard error of all`() throws {
    let values = (0..<2_000).map { Double($0 % 100) }
    let bootstrap = Bootstrap(
      weights: Array(repeating: 1, count: values.count), cost: 1_000_000, thinning: 4, range: 0...100
    ) { weights in
      zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    }
    var random = RandomSource(seed: 1)
    let interval = try #require(bootstrap.interval(estimate: 49.5, level: 0.95, &random))
    #expect(interval.method == .normalBootstrap)
    let theory = 2 * 1.96 * (833.25 / 8_000).squareRoot()
    #expect(abs((interval.upper - interval.lower) / theory - 1) < 0.4)
  }

  @Test func `an interval by the standard error stays within the scores that there can be`() throws {
    // One row in two hundred makes the mean, whose standard error is then as large as the mean.
    let bootstrap = Bootstrap(
      weights: Array(repeating: 1, count: 200), cost: 1_000_000, thinning: 1, range: 0...1.5
    ) { weights in 200 * weights[0] / weights.reduce(0, +) }
    var random = RandomSource(seed: 1)
    let interval = try #require(bootstrap.interval(estimate: 1, level: 0.95, &random))
    #expect(interval.method == .normalBootstrap && interval.lower == 0 && interval.upper == 1.5)
    let ranges = Metric.plain.map { $0.scoreRange(for: $0.supports(binary) ? binary : .regression()) }
    #expect(zip(Metric.plain, ranges).allSatisfy { $1.contains($0.loss(fromScore: 0)) && $1.contains(0.5) })
  }

  @Test func `a perfect ranking has a lower bound below one`() throws {
    let interval = try Metric.auc.confidenceInterval(
      predictions: [0.1, 0.2, 0.3, 0.8, 0.9, 0.95], targets: [0, 0, 0, 1, 1, 1], problem: binary)
    #expect(interval.upper == 1 && isClose(interval.lower, pow(0.025, 1.0 / 3)))
  }

  @Test func `a single positive row has no interval of its AUC by DeLong`() throws {
    let targets = (0..<30).map { $0 == 20 ? 1.0 : 0 }
    let interval = try Metric.auc.confidenceInterval(
      predictions: (0..<30).map { Double($0) / 30 }, targets: targets, problem: binary)
    #expect(interval.method == .acceleratedBootstrap)
    #expect(interval.lower <= interval.estimate && interval.estimate <= interval.upper)
  }
}
