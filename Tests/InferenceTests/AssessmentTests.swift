import BundleSamples
import Bundles
import Foundation
import LatheCore
import Metrics
import Testing

@testable import Inference

@Suite struct AssessmentTests {
  private func predictor(_ task: PredictionTask) throws -> Predictor {
    Predictor(try ModelBundle(files: BundleSample.contents(task).files()))
  }

  /// The sample's frame with `labels` as its target.
  private func labelled(_ labels: [String?]) throws -> DataFrame {
    let target = Column(name: "target", kind: .category, values: .categories(CategoricalValues(labels)))
    return try DataFrame(columns: BundleSample.frame().columns + [target])
  }

  @Test func `scores are those of the metrics on the predictions`() throws {
    let predictor = try predictor(.binary)
    let targets = BundleSample.targets(.binary)
    let frame = try labelled(targets.map { $0 == 1 ? "yes" : "no" })
    let assessment = try predictor.assess(frame)
    let values = try predictor.predict(frame).values
    #expect(assessment.scores.map(\.metric) == Assessment.metrics(for: predictor.manifest))
    for score in assessment.scores {
      let expected = try score.metric.score(
        predictions: values, targets: targets, problem: predictor.manifest.problem)
      #expect(abs(score.interval.estimate - expected) < 1e-12)
      #expect(score.interval.lower <= score.interval.upper)
    }
    #expect(assessment.confusion?.support(of: 1) == targets.reduce(0, +))
    #expect(assessment.rowCount == 60)
    #expect(assessment.diagnostics.isEmpty)
  }

  @Test func `rows that cannot be scored are counted, not hidden`() throws {
    var labels: [String?] = BundleSample.targets(.binary).map { $0 == 1 ? "yes" : "no" }
    labels[3] = nil
    labels[4] = "perhaps"
    labels[5] = "perhaps"
    let assessment = try predictor(.binary).assess(labelled(labels), metrics: [.accuracy])
    #expect(assessment.rowCount == 57)
    #expect(assessment.diagnostics.map(\.code) == ["missing-target", "unknown-target"])
  }

  @Test func `a metric that is undefined is left out, unless it was asked for`() throws {
    let frame = try labelled(Array(repeating: "yes", count: 60))
    let assessment = try predictor(.binary).assess(frame)
    #expect(!assessment.scores.map(\.metric).contains(.auc))
    #expect(assessment.diagnostics.contains { $0.code == "undefined-metric" })
    #expect(throws: InferenceError.self) { try predictor(.binary).assess(frame, metrics: [.auc]) }
    #expect(throws: InferenceError.self) { try predictor(.binary).assess(frame, metrics: [.rmse]) }
  }

  @Test func `data without true values are refused as bad input`() throws {
    let error = #expect(throws: InferenceError.self) {
      try predictor(.regression).assess(BundleSample.frame())
    }
    #expect(error?.isBadInput == true)
    #expect(error?.description.contains("\"target\"") == true)
    #expect(throws: InferenceError.self) {
      try predictor(.binary).assess(labelled(Array(repeating: "perhaps", count: 60)))
    }
  }
}
