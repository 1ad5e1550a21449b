import LatheCore
import Testing

@testable import Inference

@Suite struct PredictionsFrameTests {
  @Test func `classes become a column like the target, and probabilities a column a class`() throws {
    let predictions = Predictions(
      problem: .classification(classes: ["no", "yes"]), values: [0.25, 0.75], classIndices: [0, 1],
      diagnostics: [])
    let frame = try predictions.frame(
      target: ColumnSchema(name: "buys", kind: .category), probabilities: true)
    #expect(frame.names == ["buys", "probability_no", "probability_yes"])
    guard case .categories(let labels)? = frame["buys"]?.values,
      case .numbers(let no)? = frame["probability_no"]?.values
    else {
      Issue.record("columns of another representation")
      return
    }
    #expect([labels[0], labels[1]] == ["no", "yes"])
    #expect(no == [0.75, 0.25])
  }

  @Test func `classes that were numbers are numbers again`() throws {
    let predictions = Predictions(
      problem: .classification(classes: ["3", "5", "10"]), values: [0, 1, 0, 0.2, 0.3, 0.5],
      classIndices: [1, 2], diagnostics: [])
    let frame = try predictions.frame(
      target: ColumnSchema(name: "grade", kind: .integer), probabilities: false)
    guard case .numbers(let grades)? = frame["grade"]?.values else {
      Issue.record("not numbers")
      return
    }
    #expect(grades == [5, 10])
    #expect(predictions.probabilities(ofClass: 2) == [0, 0.5])
  }

  @Test func `a number has no probabilities`() throws {
    let predictions = Predictions(problem: .regression(), values: [1.5], classIndices: [], diagnostics: [])
    let frame = try predictions.frame(
      target: ColumnSchema(name: "price", kind: .integer), probabilities: true)
    #expect(frame.names == ["price"])
    #expect(predictions.labels == nil)
  }
}
