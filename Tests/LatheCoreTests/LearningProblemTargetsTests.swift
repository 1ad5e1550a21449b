import Testing

@testable import LatheCore

@Suite struct LearningProblemTargetsTests {
  private func column(_ values: Column.Values) -> Column {
    Column(name: "y", kind: .category, values: values)
  }

  @Test func `labels become their class, unknown and missing ones NaN`() {
    let problem = LearningProblem.classification(classes: ["a", "b"])
    let targets = problem.targets(of: column(.categories(CategoricalValues(["b", nil, "a", "c"]))))
    #expect(targets[0] == 1 && targets[1].isNaN && targets[2] == 0 && targets[3].isNaN)
  }

  @Test(arguments: [
    Column.Values.numbers([1, 0, .nan]), .categories(CategoricalValues(["1", "0", nil])),
    .texts(TextValues(["1", "0", nil])),
  ])
  func `a class that is a number is found however the column is stored`(values: Column.Values) {
    let targets = LearningProblem.classification(classes: ["0", "1"]).targets(of: column(values))
    #expect(targets[0] == 1 && targets[1] == 0 && targets[2].isNaN)
  }

  @Test func `numbers stored as labels are read for a regression`() {
    let targets = LearningProblem.regression().targets(
      of: column(.categories(CategoricalValues(["1.5", "x", "inf"]))))
    #expect(targets[0] == 1.5 && targets[1].isNaN && targets[2].isNaN)
  }
}
