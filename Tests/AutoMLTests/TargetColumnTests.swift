import LatheCore
import Testing

@testable import AutoML

@Suite struct TargetColumnTests {
  private func numbers(_ values: [Double]) -> Column {
    Column(name: "y", kind: .float, values: .numbers(values))
  }

  private func labels(_ values: [String?]) -> Column {
    Column(name: "y", kind: .category, values: .categories(CategoricalValues(values)))
  }

  @Test func `two labels make a binary task with classes in order`() throws {
    let target = try TargetColumn(labels(["no", "yes", nil, "no"]), task: nil, loss: nil)
    #expect(target.problem == .classification(classes: ["no", "yes"]))
    #expect(target.targets.map { $0.isNaN ? -1 : $0 } == [0, 1, -1, 0])
  }

  @Test func `labels that are numbers are ordered by size`() throws {
    let target = try TargetColumn(labels(["10", "9", "2"]), task: nil, loss: nil)
    #expect(target.problem.classes == ["2", "9", "10"])
  }

  @Test func `a level that no row has is no class`() throws {
    let column = Column(
      name: "y", kind: .category,
      values: .categories(CategoricalValues(codes: [0, 2, 0, 2], levels: ["a", "b", "c"])))
    #expect(try TargetColumn(column, task: nil, loss: nil).problem.classes == ["a", "c"])
  }

  /// Numbers and the task they stand for.
  private static let numberTasks: [([Double], PredictionTask)] = {
    let rows = (0..<200).map(Double.init)
    let spread: [Double] = (0..<200).map { Double($0 % 5) * 1_000 }
    let grades: [Double] = (0..<200).map { Double($0 % 7) }
    return [
      ([0, 1, 1, 0], .binary), ([1.5, 2, 3], .regression), (grades, .multiclass), (rows, .regression),
      (spread, .regression),
    ]
  }()

  @Test(arguments: numberTasks)
  func `the task of numbers follows from how many and how spread they are`(
    values: [Double], task: PredictionTask
  )
    throws
  {
    #expect(try TargetColumn(numbers(values), task: nil, loss: nil).problem.task == task)
  }

  @Test func `missing targets are neither a class nor a reason for classes`() throws {
    let target = try TargetColumn(numbers([1.5, .nan, 2.25, .nan]), task: nil, loss: nil)
    #expect(target.problem.task == .regression)
    #expect(target.targets.count(where: \.isNaN) == 2)
  }

  @Test func `the user's task is followed`() throws {
    #expect(
      try TargetColumn(numbers([0, 1, 0, 1]), task: .regression, loss: nil).problem.task == .regression)
  }

  @Test(arguments: [
    (["a", "a", "a"] as [String?], "single value"), ([nil, nil], "no value"),
    ((0..<400).map { "text \($0)" }, "too few rows a class"),
  ])
  func `a target that cannot be learnt is refused with the reason`(values: [String?], reason: String) {
    let error = #expect(throws: AutoMLError.self) { try TargetColumn(labels(values), task: nil, loss: nil) }
    #expect(error?.description.contains(reason) == true)
    #expect(error?.isBadInput == true)
  }

  @Test func `a loss for counts refuses negative targets`() {
    #expect(throws: AutoMLError.self) { try TargetColumn(numbers([1.5, -2, 7]), task: nil, loss: .poisson) }
  }
}
