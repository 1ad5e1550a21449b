import LatheCore
import Testing

@testable import AutoML

@Suite struct TrainingTableTests {
  private func frame() throws -> DataFrame {
    try DataFrame(columns: [
      Column(name: "id", kind: .identifier, values: .numbers([1, 2, 3, 4, 5, 6])),
      Column(name: "x", kind: .float, values: .numbers([1, 2, 3, 4, 5, 6])),
      Column(name: "w", kind: .float, values: .numbers([1, 0, 2, 1, .nan, 1])),
      Column(
        name: "country", kind: .constant,
        values: .categories(CategoricalValues(Array(repeating: "PT", count: 6)))),
      Column(
        name: "y", kind: .category, values: .categories(CategoricalValues(["a", "b", "a", "b", "a", nil]))),
    ])
  }

  @Test func `identifiers and constants are no inputs, and their columns say why`() throws {
    let table = try TrainingTable(frame(), request: FitRequest(target: "y"))
    #expect(table.inputs.names == ["x", "w"])
    #expect(table.roles.map(\.role).contains { if case .dropped = $0 { true } else { false } })
  }

  @Test func `rows without a target are left out and counted`() throws {
    let table = try TrainingTable(frame(), request: FitRequest(target: "y"))
    #expect(table.rowCount == 5)
    #expect(table.diagnostics.map(\.code) == ["target-missing"])
  }

  @Test func `rows of no weight are left out and the weights are no input`() throws {
    var request = FitRequest(target: "y")
    request.weightColumn = "w"
    #expect(throws: AutoMLError.self) { try TrainingTable(frame(), request: request) }
  }

  @Test func `balanced class weights give each class the same total`() throws {
    var request = FitRequest(target: "y")
    request.classWeights = .balanced
    let table = try TrainingTable(frame(), request: request)
    let weights = try #require(table.trainingWeights)
    let totals = [0.0, 1].map { label in
      zip(table.targets, weights).reduce(0) { $0 + ($1.0 == label ? $1.1 : 0) }
    }
    #expect(abs(totals[0] - totals[1]) < 1e-12)
    #expect(table.weights == nil)
  }

  @Test(arguments: ["nowhere"]) func `a column that is not there is named with those that are`(name: String) {
    var request = FitRequest(target: "y")
    request.groupColumn = name
    let error = #expect(throws: AutoMLError.self) { try TrainingTable(frame(), request: request) }
    #expect(error?.description.contains("nowhere") == true && error?.description.contains("country") == true)
  }

  @Test func `a sample keeps every class and its rows in order`() throws {
    let count = 1_000
    let frame = try DataFrame(columns: [
      Column(name: "x", kind: .float, values: .numbers((0..<count).map(Double.init))),
      Column(
        name: "y", kind: .category,
        values: .categories(CategoricalValues((0..<count).map { $0 % 100 == 0 ? "rare" : "common" }))),
    ])
    let table = try TrainingTable(frame, request: FitRequest(target: "y")).sampled(rows: 100, seed: 1)
    #expect(table.rowCount == 100)
    #expect(table.targets.count(where: { $0 == 1 }) >= 1)
    guard case .numbers(let x)? = table.inputs["x"]?.values else {
      Issue.record("column x changed its representation")
      return
    }
    #expect(x == x.sorted())
  }
}
