import BundleSamples
import Bundles
import Foundation
import LatheCore
import Testing

@testable import Inference

@Suite struct PredictorTests {
  private func predictor(_ task: PredictionTask) throws -> Predictor {
    Predictor(try ModelBundle(files: BundleSample.contents(task).files()))
  }

  @Test(arguments: PredictionTask.allCases)
  func `an answer is the weighted mean of the members' answers on the target's scale`(task: PredictionTask)
    throws
  {
    let contents = try BundleSample.contents(task)
    let frame = try BundleSample.frame()
    let predictions = try predictor(task).predict(frame)
    var expected = [Double](repeating: 0, count: frame.rowCount * contents.manifest.problem.outputCount)
    for member in contents.manifest.members {
      let set = try #require(contents.features[member.featureSet])
      let model = try #require(contents.artifacts[member.id]).model(
        problem: contents.manifest.problem, featureCount: set.features.count)
      for (index, answer) in model.predict(set.transform(frame).features).enumerated() {
        let isLogarithmic = member.targetTransform != .identity
        expected[index] += member.weight * (isLogarithmic ? min(max(expm1(answer), 0), 40) : answer)
      }
    }
    #expect(predictions.values.count == expected.count)
    for (value, expected) in zip(predictions.values, expected) { #expect(abs(value - expected) < 1e-12) }
    #expect(predictions.rowCount == BundleSample.rowCount)
    #expect(predictions.diagnostics.isEmpty)
  }

  @Test(arguments: PredictionTask.allCases)
  func `blocks and threads change no bit`(task: PredictionTask) throws {
    let bundle = try ModelBundle(files: BundleSample.contents(task).files())
    let frame = try BundleSample.frame()
    let whole = try Predictor(bundle).predict(frame).values
    for blockRows in [1, 7, 59] {
      let predictor = Predictor(bundle, blockRows: blockRows)
      #expect(try predictor.predict(frame).values == whole)
      #expect(try predictor.predict(frame, threads: 4).values == whole)
    }
  }

  @Test func `a row alone is answered as in its frame`() throws {
    let predictor = try predictor(.binary)
    let frame = try BundleSample.frame()
    let all = try predictor.predict(frame)
    for row in 0..<frame.rowCount {
      var values: [String: InputValue] = [:]
      for column in frame.columns {
        switch column.values {
        case .numbers(let numbers):
          values[column.name] = numbers[row].isNaN ? .missing : .number(numbers[row])
        case .instants(let seconds): values[column.name] = .number(seconds[row])
        case .texts(let texts): values[column.name] = texts[row].map { .text($0) } ?? .missing
        case .categories(let categories) where column.kind == .boolean:
          values[column.name] = .boolean(categories.codes[row] == 1)
        case .categories(let categories): values[column.name] = categories[row].map { .text($0) } ?? .missing
        }
      }
      let one = try predictor.predict(row: values)
      #expect(one.values == [all.values[row]])
      #expect(one.labels == all.labels.map { [$0[row]] })
      #expect(one.diagnostics.isEmpty)
    }
  }

  @Test func `a date may be written as text`() throws {
    let predictor = try predictor(.binary)
    let day: InputValue = .number(1_514_764_800)
    let asNumber = try predictor.predict(row: ["age": 30, "joined": day])
    let asText = try predictor.predict(row: ["age": 30, "joined": "2018-01-01"])
    #expect(asNumber.values == asText.values)
  }

  @Test func `missing, extra and unseen are answered and reported`() throws {
    let predictor = try predictor(.multiclass)
    let predictions = try predictor.predict(row: [
      "city": "Atlantis", "age": 30, "shoe size": 44, "target": "low",
    ])
    #expect(predictions.values.count == 3)
    #expect(abs(predictions.values.reduce(0, +) - 1) < 1e-12)
    let codes = predictions.diagnostics.map { "\($0.code):\($0.column ?? "")" }.sorted()
    #expect(
      codes == [
        "extra-column:", "missing-column:income", "missing-column:joined", "missing-column:member",
        "unseen-category:city",
      ])
  }

  @Test func `what is odd is counted over all blocks`() throws {
    let bundle = try ModelBundle(files: BundleSample.contents(.binary).files())
    let columns = try BundleSample.frame().columns.map { column in
      column.name != "city"
        ? column
        : Column(
          name: "city", kind: .category,
          values: .categories(CategoricalValues((0..<60).map { $0 % 4 == 0 ? "Atlantis" : "Oslo" })))
    }
    let predictions = try Predictor(bundle, blockRows: 7).predict(DataFrame(columns: columns), threads: 2)
    let unseen = predictions.diagnostics.filter { $0.code == "unseen-category" }
    #expect(unseen.count == 1)
    #expect(unseen.first?.message.hasPrefix("15 of 60 values") == true)
  }

  @Test func `data of another model are refused`() throws {
    let frame = try DataFrame(columns: [Column(name: "x", kind: .float, values: .numbers([1]))])
    let error = #expect(throws: InferenceError.self) { try predictor(.binary).predict(frame) }
    #expect(error?.isBadInput == true)
    #expect(throws: InferenceError.self) { try predictor(.binary).predict(row: [:]) }
  }

  @Test func `no row gives no answer`() throws {
    let none = try predictor(.binary).predict(BundleSample.frame().selecting(rows: []))
    #expect(none.rowCount == 0)
    #expect(none.labels == [])
  }

  @Test func `labels follow the decision rule and probabilities the classes`() throws {
    var contents = try BundleSample.contents(.binary)
    let frame = try BundleSample.frame()
    contents.manifest.decision = .threshold(at: 0.4)
    contents.manifest.calibration = .logistic(slope: 2, intercept: 0.1)
    let plain = try predictor(.binary).predict(frame)
    let predictions = try Predictor(ModelBundle(files: contents.files())).predict(frame)
    for (row, value) in predictions.values.enumerated() {
      let odds = plain.values[row] / (1 - plain.values[row])
      #expect(abs(value - 1 / (1 + exp(-0.1) / (odds * odds))) < 1e-12)
      #expect(predictions.labels?[row] == (value >= 0.4 ? "yes" : "no"))
    }
    #expect(predictions.probabilities(ofClass: 1) == predictions.values)
    #expect(predictions.probabilities(ofClass: 0) == predictions.values.map { 1 - $0 })
  }
}
