import Testing

@testable import LatheCore

@Suite struct DataFrameTests {
  private func frame() throws -> DataFrame {
    try DataFrame(columns: [
      Column(name: "age", kind: .integer, values: .numbers([30, .nan, 50])),
      Column(name: "city", kind: .category, values: .categories(CategoricalValues(["a", nil, "b"]))),
      Column(name: "note", kind: .text, values: .texts(TextValues(["x", "", nil]))),
    ])
  }

  @Test func `selecting rows keeps values and missing marks of every kind`() throws {
    let selected = try frame().selecting(rows: [2, 1, 2])
    guard case .numbers(let ages)? = selected["age"]?.values,
      case .categories(let cities)? = selected["city"]?.values,
      case .texts(let notes)? = selected["note"]?.values
    else {
      Issue.record("columns changed their representation")
      return
    }
    #expect(ages[0] == 50 && ages[1].isNaN && ages[2] == 50)
    #expect((0..<3).map { cities[$0] } == ["b", nil, "b"])
    #expect((0..<3).map { notes[$0] } == [nil, "", nil])
  }

  @Test func `missing values are counted by column`() throws {
    #expect(try frame().columns.map(\.missingCount) == [1, 1, 1])
  }

  @Test func `two columns of one name are refused`() {
    let column = Column(name: "a", kind: .float, values: .numbers([1]))
    #expect(throws: CoreError.self) { try DataFrame(columns: [column, column]) }
  }

  @Test func `columns of different length are refused`() {
    #expect(throws: CoreError.self) {
      try DataFrame(columns: [
        Column(name: "a", kind: .float, values: .numbers([1])),
        Column(name: "b", kind: .float, values: .numbers([1, 2])),
      ])
    }
  }
}
