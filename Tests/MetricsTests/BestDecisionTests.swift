import LatheCore
import Testing

@testable import Metrics

@Suite struct BestDecisionTests {
  private let binary = LearningProblem.classification(classes: ["no", "yes"])

  @Test func `a metric of labels is taken at its best threshold`() throws {
    // Every probability is below one half, yet a threshold of 0.2 separates the classes.
    let targets: [Double] = [0, 0, 0, 1, 1]
    let predictions = [0.05, 0.1, 0.15, 0.3, 0.4]
    let evaluator = try MetricEvaluator(.f1, targets: targets, problem: binary)
    #expect(try evaluator.loss(predictions) == 1)
    #expect(try evaluator.lossAtBestDecision(predictions) == 0)
  }

  @Test(arguments: [Metric.auc, .logLoss, .precision, .recall])
  func `other metrics stay as they are`(metric: Metric) throws {
    let targets: [Double] = [0, 1, 0, 1]
    let predictions = [0.2, 0.6, 0.55, 0.4]
    let evaluator = try MetricEvaluator(metric, targets: targets, problem: binary)
    #expect(try evaluator.lossAtBestDecision(predictions) == evaluator.loss(predictions))
  }

  @Test func `equal predictions have no threshold and are judged at one half`() throws {
    let evaluator = try MetricEvaluator(.accuracy, targets: [0, 1, 1], problem: binary)
    let predictions = [0.7, 0.7, 0.7]
    #expect(try evaluator.lossAtBestDecision(predictions) == evaluator.loss(predictions))
  }
}
