import Foundation
import LatheCore
import Testing

@testable import Metrics

@Suite struct MetricTests {
  static let binary = LearningProblem.classification(classes: ["no", "yes"])
  static let ternary = LearningProblem.classification(classes: ["a", "b", "c"])

  @Test(arguments: try Golden.read().cases)
  func `scores agree with scikit-learn`(golden: Golden.Case) throws {
    for (name, expected) in golden.scores {
      let metric = try Metric(parsing: name)
      let score = try metric.score(
        predictions: golden.predictions, targets: golden.targets, weights: golden.weights,
        problem: golden.problem, decision: golden.decision)
      #expect(isClose(score, expected), "\(name): \(score) instead of \(expected)")
    }
  }

  @Test(arguments: try Golden.read().cases)
  func `a weight of two counts like the row twice`(golden: Golden.Case) throws {
    let width = golden.problem.outputCount
    let weights = golden.targets.indices.map { Double(1 + $0 % 2) }
    let rows = golden.targets.indices.flatMap { Array(repeating: $0, count: 1 + $0 % 2) }
    for name in golden.scores.keys {
      let metric = try Metric(parsing: name)
      let weighted = try metric.score(
        predictions: golden.predictions, targets: golden.targets, weights: weights, problem: golden.problem,
        decision: golden.decision)
      let repeated = try metric.score(
        predictions: rows.flatMap { golden.predictions[$0 * width..<($0 + 1) * width] },
        targets: rows.map { golden.targets[$0] }, problem: golden.problem, decision: golden.decision)
      #expect(isClose(weighted, repeated), "\(name)")
    }
  }

  @Test func `every supported metric has golden values`() throws {
    let covered = Set(try Golden.read().cases.flatMap(\.scores.keys))
    #expect(Metric.plain.filter { !covered.contains($0.name) }.isEmpty)
  }

  @Test(arguments: Metric.plain + [.pinball(level: 0.1), .tweedieDeviance(power: 1.3)])
  func `names and coding are read back`(metric: Metric) throws {
    #expect(try Metric(parsing: metric.name) == metric)
    #expect(try Metric(parsing: metric.name.uppercased().replacing("-", with: "_")) == metric)
    let coded = try JSONEncoder().encode([metric])
    #expect(String(decoding: coded, as: UTF8.self) == "[\"\(metric.name)\"]")
    #expect(try JSONDecoder().decode([Metric].self, from: coded) == [metric])
  }

  @Test(arguments: [
    ("roc_auc", Metric.auc), ("neg_log_loss", .logLoss), ("logloss", .logLoss),
    ("pinball", .pinball(level: 0.5)),
    ("F1_macro", .f1Macro), ("Neg_Root_Mean_Squared_Error", .rmse),
  ])
  func `names of the peers are understood`(name: String, metric: Metric) throws {
    #expect(try Metric(parsing: name) == metric)
  }

  @Test(arguments: [
    "", "auk", "pinball:1", "pinball:", "pinball:x", "tweedie-deviance", "tweedie-deviance:2",
  ])
  func `an unknown name is refused with the valid ones`(name: String) {
    let error = #expect(throws: MetricsError.self) { try Metric(parsing: name) }
    #expect(error?.description.contains("balanced-accuracy") == true)
    #expect(error?.isBadInput == true)
  }

  @Test func `the standard metric follows from the problem and is supported`() {
    let cases: [(LearningProblem, Metric)] = [
      (Self.binary, .auc), (Self.ternary, .logLoss), (.regression(), .rmse),
      (.regression(loss: .absoluteError), .mae),
      (.regression(loss: .quantile(level: 0.9)), .pinball(level: 0.9)),
      (.regression(loss: .poisson), .poissonDeviance),
      (.regression(loss: .tweedie(power: 1.4)), .tweedieDeviance(power: 1.4)),
      (.regression(loss: .tweedie(power: 1)), .poissonDeviance),
    ]
    for (problem, metric) in cases {
      #expect(Metric.standard(for: problem) == metric)
      #expect(metric.supports(problem))
    }
  }

  @Test func `perfect predictions have no loss`() throws {
    let targets = [0.0, 1, 1, 0]
    for metric in Metric.plain where metric.supports(Self.binary) {
      let loss = try metric.loss(predictions: targets, targets: targets, problem: Self.binary)
      #expect(isClose(loss, 0), "\(metric)")
    }
    for metric in Metric.plain where metric.supports(.regression()) {
      let loss = try metric.loss(predictions: targets, targets: targets, problem: .regression())
      #expect(isClose(loss, 0, tolerance: 1e-9), "\(metric)")
    }
  }

  @Test(arguments: [Metric.auc, .averagePrecision])
  func `ranking one class alone is an error`(metric: Metric) {
    let targets = [Double](repeating: 0, count: 3)
    #expect(throws: MetricsError.self) {
      try metric.score(predictions: [0.1, 0.2, 0.3], targets: targets, problem: Self.binary)
    }
  }

  @Test func `the AUC of many classes leaves out classes without rows`() throws {
    let predictions = [0.7, 0.2, 0.1, 0.3, 0.6, 0.1, 0.6, 0.3, 0.1]
    let score = try Metric.auc.score(predictions: predictions, targets: [0, 1, 0], problem: Self.ternary)
    #expect(score == 1)
  }

  @Test func `a metric of another task is refused`() {
    let error = #expect(throws: MetricsError.self) {
      try Metric.f1.score(predictions: [], targets: [], problem: Self.ternary)
    }
    #expect(error?.description.contains("f1-macro") == true)
    #expect(throws: MetricsError.self) {
      try Metric.rmse.score(predictions: [0], targets: [0], problem: Self.binary)
    }
  }

  @Test(
    arguments: [
      ([Double.nan, 0.5], [0.0, 1], nil), ([0.1, .infinity], [0, 1], nil), ([0.5], [0, 1], nil),
      ([0.1, 0.2], [0, 2], nil), ([0.1, 0.2], [0, 0.5], nil), ([0.1, 0.2], [0, .nan], nil),
      ([0.1, 0.2], [0, 1], [1]), ([0.1, 0.2], [0, 1], [1, -1]), ([0.1, 0.2], [0, 1], [0, 0]), ([], [], nil),
    ] as [([Double], [Double], [Double]?)])
  func `numbers that mean nothing are refused`(predictions: [Double], targets: [Double], weights: [Double]?) {
    #expect(throws: MetricsError.self) {
      try Metric.logLoss.score(
        predictions: predictions, targets: targets, weights: weights, problem: Self.binary)
    }
  }

  @Test func `targets outside of a metric's domain are refused`() {
    for metric in [Metric.rmsle, .poissonDeviance, .tweedieDeviance(power: 1.5)] {
      #expect(throws: MetricsError.self) {
        try metric.score(predictions: [1], targets: [-1], problem: .regression())
      }
    }
  }

  @Test func `a certain but wrong prediction costs a finite log-loss`() throws {
    let loss = try Metric.logLoss.score(predictions: [1], targets: [0], problem: Self.binary)
    #expect(isClose(loss, -log(Double.ulpOfOne)))
  }
}
