import Foundation
import LatheCore
import Testing

@testable import Metrics

@Suite struct DecisionRuleTests {
  private let binary = MetricTests.binary
  private let ternary = MetricTests.ternary

  @Test func `labels follow the rule`() {
    let probabilities = [0.2, 0.5, 0.7]
    #expect(DecisionRule.mostProbable.labels(for: probabilities, problem: binary) == [0, 1, 1])
    #expect(DecisionRule.threshold(at: 0.7).labels(for: probabilities, problem: binary) == [0, 0, 1])
    let rows = [0.5, 0.3, 0.2, 0.4, 0.4, 0.2]
    #expect(DecisionRule.mostProbable.labels(for: rows, problem: ternary) == [0, 0])
    #expect(DecisionRule.multipliers(perClass: [1, 1, 3]).labels(for: rows, problem: ternary) == [2, 2])
  }

  @Test func `a rule for another problem is refused by metrics and ignored by labels`() {
    let rule = DecisionRule.multipliers(perClass: [1, 2])
    #expect(!rule.fits(ternary) && !rule.fits(binary))
    #expect(rule.labels(for: [0.2, 0.2, 0.6], problem: ternary) == [2])
    #expect(throws: MetricsError.self) {
      try Metric.accuracy.score(predictions: [0.2, 0.2, 0.6], targets: [2], problem: ternary, decision: rule)
    }
  }

  @Test func `rules are read back`() throws {
    let rules: [DecisionRule] = [.mostProbable, .threshold(at: 0.25), .multipliers(perClass: [1, 2])]
    let coded = try JSONEncoder().encode(rules)
    #expect(try JSONDecoder().decode([DecisionRule].self, from: coded) == rules)
  }

  @Test(arguments: [Metric.f1, .mcc, .balancedAccuracy, .accuracy, .f1Macro, .f1Weighted])
  func `the sweep finds the best of all thresholds`(metric: Metric) throws {
    let (scores, targets) = binarySample(rows: 120, positives: 0.2, seed: 5)
    let predictions = scores.map { ($0 * 50).rounded() / 50 }
    let checked = try ClassTargets(targets, weights: nil, problem: binary)
    let search = ThresholdSearch(metric: metric, predictions: predictions, targets: checked)
    let outcomes = predictions.withUnsafeBufferPointer {
      RankedOutcomes(scores: $0, targets: checked, positive: 1)
    }
    let threshold = try #require(search.bestThreshold(outcomes))
    func score(_ threshold: Double) throws -> Double {
      try metric.score(
        predictions: predictions, targets: targets, problem: binary, decision: .threshold(at: threshold))
    }
    let best = try Set(predictions).sorted().dropFirst().map(score).max()
    #expect(try isClose(score(threshold), #require(best)))
    #expect(!predictions.contains(threshold))
  }

  @Test func `the threshold is the middle of the widest best stretch`() throws {
    let checked = try ClassTargets([0, 0, 1, 1], weights: nil, problem: binary)
    let predictions = [0.1, 0.2, 0.6, 0.9]
    let search = ThresholdSearch(metric: .accuracy, predictions: predictions, targets: checked)
    let outcomes = predictions.withUnsafeBufferPointer {
      RankedOutcomes(scores: $0, targets: checked, positive: 1)
    }
    #expect(try isClose(#require(search.bestThreshold(outcomes)), 0.4))
  }

  @Test func `tuning pays for F1 of a rare class`() throws {
    let (predictions, targets) = binarySample(rows: 3_000, positives: 0.06, seed: 11)
    let rule = try DecisionRule.tuned(
      for: .f1, predictions: predictions, targets: targets, problem: binary, seed: 1)
    guard case .threshold(let threshold) = rule else {
      Issue.record("stayed at \(rule)")
      return
    }
    #expect(threshold < 0.45)
    let (freshPredictions, freshTargets) = binarySample(rows: 3_000, positives: 0.06, seed: 12)
    func f1(_ rule: DecisionRule) throws -> Double {
      try Metric.f1.score(
        predictions: freshPredictions, targets: freshTargets, problem: binary, decision: rule)
    }
    #expect(try f1(rule) > f1(.mostProbable))
  }

  @Test func `calibrated probabilities keep their threshold for accuracy`() throws {
    let tuned = try (0..<10 as Range<UInt64>).filter { seed in
      let (predictions, targets) = binarySample(rows: 150, positives: 0.5, seed: seed)
      return try DecisionRule.tuned(
        for: .accuracy, predictions: predictions, targets: targets, problem: binary)
        != .mostProbable
    }
    #expect(tuned.count <= 2)
  }

  @Test(arguments: [Metric.precision, .recall, .auc])
  func `metrics that tuning would degrade keep the most probable class`(metric: Metric) throws {
    let (predictions, targets) = binarySample(rows: 300, positives: 0.2, seed: 2)
    let rule = try DecisionRule.tuned(
      for: metric, predictions: predictions, targets: targets, problem: binary)
    #expect(rule == .mostProbable)
  }

  @Test(arguments: [(1, 0.4), (3, 0.4), (3, 0.0)])
  func `few rows and equal scores are no trouble`(rows: Int, prediction: Double) throws {
    let rule = try DecisionRule.tuned(
      for: .f1, predictions: Array(repeating: prediction, count: rows),
      targets: (0..<rows).map { Double($0 % 2) }, problem: binary)
    #expect(rule == .mostProbable)
  }

  @Test(arguments: [Metric.balancedAccuracy, .f1Macro])
  func `multipliers lift a rare class on rows they have not seen`(metric: Metric) throws {
    let (predictions, targets) = ternarySample(rows: 1_000, seed: 3)
    let rule = try DecisionRule.tuned(
      for: metric, predictions: predictions, targets: targets, problem: ternary, seed: 4)
    guard case .multipliers(let multipliers) = rule else {
      Issue.record("stayed at \(rule)")
      return
    }
    #expect(multipliers[2] > multipliers[0])
    let (freshPredictions, freshTargets) = ternarySample(rows: 1_500, seed: 30)
    func score(_ rule: DecisionRule) throws -> Double {
      try metric.score(
        predictions: freshPredictions, targets: freshTargets, problem: ternary, decision: rule)
    }
    #expect(try score(rule) > score(.mostProbable))
    let again = try DecisionRule.tuned(
      for: metric, predictions: predictions, targets: targets, problem: ternary, seed: 4)
    #expect(again == rule)
  }

  @Test func `a class that is never predicted gets no multiplier that makes the score worse`() throws {
    let predictions = (0..<40).flatMap { $0 % 2 == 0 ? [0.6, 0.1, 0.3] : [0.1, 0.6, 0.3] }
    let targets = (0..<40).map { Double($0 % 2) }
    let search = MultiplierSearch(
      metric: .accuracy, predictions: predictions,
      targets: try ClassTargets(targets, weights: nil, problem: ternary))
    #expect(search.bestMultipliers(Array(targets.indices)) == [1, 1, 1])
  }

  /// Calibrated probabilities of three classes, the last of which is rare.
  private func ternarySample(rows: Int, seed: UInt64) -> (predictions: [Double], targets: [Double]) {
    var random = RandomSource(seed: seed)
    var predictions: [Double] = []
    var targets: [Double] = []
    for _ in 0..<rows {
      let raw = [random.uniform(), 0.7 * random.uniform(), 0.3 * random.uniform()]
      let total = raw.reduce(0, +)
      let row = raw.map { $0 / total }
      predictions += row
      let draw = random.uniform()
      targets.append(draw < row[0] ? 0 : draw < row[0] + row[1] ? 1 : 2)
    }
    return (predictions, targets)
  }
}
