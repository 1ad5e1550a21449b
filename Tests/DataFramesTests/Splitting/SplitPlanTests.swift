import Foundation
import LatheCore
import Testing

@testable import DataFrames

@Suite struct SplitPlanTests {
  /// A table to divide, with classes, groups and times drawn by chance.
  struct Table: CustomTestStringConvertible {
    let problem: LearningProblem
    let targets: [Double]
    let groups: [Int]
    let times: [Double]
    let testDescription: String

    init(rows: Int, classes: Int, groups groupCount: Int, seed: UInt64) {
      var random = RandomSource(seed: seed)
      problem =
        classes == 0 ? .regression() : .classification(classes: (0..<classes).map { "\($0)" })
      // The square makes later classes and groups rare.
      targets = (0..<rows).map { _ in
        classes == 0 ? random.uniform() : (pow(random.uniform(), 2) * Double(classes)).rounded(.down)
      }
      groups = (0..<rows).map { _ in Int(pow(random.uniform(), 2) * Double(groupCount)) }
      times = (0..<rows).map { _ in (random.uniform() * Double(rows) / 3).rounded() }
      testDescription = "\(rows) rows, \(classes) classes, \(groupCount) groups"
    }

    func folds(_ plan: SplitPlan, seed: UInt64 = 1) throws -> [Fold] {
      try plan.folds(
        rowCount: targets.count, targets: targets, problem: problem, groups: groups, times: times, seed: seed)
    }
  }

  static let tables = [
    Table(rows: 101, classes: 2, groups: 30, seed: 1), Table(rows: 64, classes: 2, groups: 7, seed: 2),
    Table(rows: 200, classes: 5, groups: 50, seed: 3), Table(rows: 57, classes: 19, groups: 40, seed: 4),
    Table(rows: 12, classes: 3, groups: 5, seed: 5), Table(rows: 150, classes: 0, groups: 20, seed: 6),
  ]

  static let plans = SplitPlan.Arrangement.allCases.flatMap { arrangement in
    [0.1, 0.25, 0.7].map { SplitPlan.holdout(fraction: $0, by: arrangement) }
      + [2, 5].map { SplitPlan.crossValidation(folds: $0, by: arrangement) }
  }

  @Test(arguments: tables, plans)
  func `each fold divides rows into two ascending disjoint parts`(table: Table, plan: SplitPlan) throws {
    let folds = try table.folds(plan)
    #expect(!folds.isEmpty)
    for fold in folds {
      let all = fold.training + fold.validation
      #expect(!fold.training.isEmpty && !fold.validation.isEmpty)
      #expect(Set(all).count == all.count)
      #expect(fold.training == fold.training.sorted() && fold.validation == fold.validation.sorted())
      if plan.arrangement != .timeOrdered { #expect(all.sorted() == Array(table.targets.indices)) }
    }
    if case .crossValidation = plan.shape, plan.arrangement != .timeOrdered {
      #expect(folds.flatMap(\.validation).sorted() == Array(table.targets.indices))
    }
  }

  @Test(arguments: tables, plans)
  func `a seed decides the folds`(table: Table, plan: SplitPlan) throws {
    let folds = try table.folds(plan)
    #expect(try folds == table.folds(plan))
    if plan.arrangement == .random || plan.arrangement == .stratified {
      #expect(try folds != table.folds(plan, seed: 2))
    }
  }

  @Test(arguments: tables, [2, 3, 5])
  func `random and stratified folds differ by one row at most`(table: Table, count: Int) throws {
    for arrangement in [SplitPlan.Arrangement.random, .stratified] {
      let sizes = try table.folds(.crossValidation(folds: count, by: arrangement)).map(\.validation.count)
      #expect(sizes.count == count)
      #expect(try #require(sizes.max()) - #require(sizes.min()) <= 1)
    }
  }

  @Test(
    arguments: tables.filter { $0.problem.isClassification }, plans.filter { $0.arrangement == .stratified })
  func `every class has its share to within one row`(table: Table, plan: SplitPlan) throws {
    for fold in try table.folds(plan) {
      let share =
        switch plan.shape {
        case .holdout(let fraction): fraction
        case .crossValidation(let count): 1 / Double(count)
        }
      for label in Set(table.targets) {
        let total = table.targets.count { $0 == label }
        let here = fold.validation.count { table.targets[$0] == label }
        #expect(abs(Double(here) - Double(total) * share) <= 1)
        if total >= 2 { #expect(here < total, "class \(label) is missing from the training rows") }
      }
    }
  }

  @Test(arguments: plans.filter { $0.arrangement == .stratified })
  func `names of classes do not change their shares`(plan: SplitPlan) throws {
    let table = Self.tables[2]
    let renamed = table.targets.map { 4 - $0 }
    let counts = try [table.targets, renamed].map { targets in
      try plan.folds(rowCount: targets.count, targets: targets, problem: table.problem, seed: 3).map { fold in
        Set(table.targets).sorted().map { label in fold.validation.count { table.targets[$0] == label } }
      }
    }
    for (before, after) in zip(counts[0], counts[1]) {
      #expect(zip(before, after).allSatisfy { abs($0 - $1) <= 1 })
    }
  }

  @Test func `a rare class reaches the holdout`() throws {
    let targets = (0..<1_000).map { $0 < 5 ? 1.0 : 0 }
    let problem = LearningProblem.classification(classes: ["no", "yes"])
    for seed in 0..<5 as Range<UInt64> {
      let fold = try #require(
        SplitPlan.holdout(fraction: 0.1, by: .stratified)
          .folds(rowCount: 1_000, targets: targets, problem: problem, seed: seed).first)
      #expect(fold.validation.count == 100)
      #expect(fold.validation.count { targets[$0] == 1 } == 1)
    }
  }

  @Test func `stratified folds of a regression have nearly the same targets`() throws {
    let table = Self.tables[5]
    let folds = try table.folds(.crossValidation(folds: 5, by: .stratified))
    let sorted = table.targets.sorted()
    for fold in folds {
      // One row out of each five neighbours.
      let ranks = fold.validation.map { row in sorted.firstIndex(of: table.targets[row]) ?? 0 }.sorted()
      #expect(ranks.map { $0 / 5 } == Array(0..<30))
    }
  }

  @Test(arguments: tables, plans.filter { $0.arrangement == .grouped })
  func `groups never straddle`(table: Table, plan: SplitPlan) throws {
    for fold in try table.folds(plan) {
      let training = Set(fold.training.map { table.groups[$0] })
      #expect(training.isDisjoint(with: fold.validation.map { table.groups[$0] }))
    }
  }

  @Test func `grouped folds are of similar size and class shares`() throws {
    let table = Table(rows: 600, classes: 3, groups: 120, seed: 8)
    let folds = try table.folds(.crossValidation(folds: 5, by: .grouped))
    for fold in folds {
      #expect(abs(fold.validation.count - 120) <= 6)
      for label in 0..<3 {
        let total = table.targets.count { $0 == Double(label) }
        let here = fold.validation.count { table.targets[$0] == Double(label) }
        #expect(abs(Double(here) - Double(total) / 5) <= 6)
      }
    }
    let holdout = try #require(table.folds(.holdout(fraction: 0.2, by: .grouped)).first)
    #expect(abs(holdout.validation.count - 120) <= 6)
  }

  @Test(arguments: tables, plans.filter { $0.arrangement == .timeOrdered })
  func `validation is later than training and moments never straddle`(table: Table, plan: SplitPlan) throws {
    let folds = try table.folds(plan)
    for fold in folds {
      let latest = try #require(fold.training.map { table.times[$0] }.max())
      #expect(fold.validation.allSatisfy { table.times[$0] > latest })
    }
    for (earlier, later) in zip(folds, folds.dropFirst()) {
      #expect(later.training == (earlier.training + earlier.validation).sorted())
    }
  }

  @Test func `rows without time come first`() throws {
    let fold = try #require(
      SplitPlan.holdout(fraction: 0.25, by: .timeOrdered)
        .folds(rowCount: 4, problem: .regression(), times: [3, .nan, 1, 2], seed: 0).first)
    #expect(fold == Fold(training: [1, 2, 3], validation: [0]))
  }

  @Test func `few rows, groups or moments give fewer folds`() throws {
    let plan = { SplitPlan.crossValidation(folds: 10, by: $0) }
    #expect(try plan(.random).folds(rowCount: 3, problem: .regression(), seed: 0).count == 3)
    #expect(
      try plan(.grouped).folds(rowCount: 6, problem: .regression(), groups: [0, 0, 1, 1, 2, 2], seed: 0).count
        == 3)
    #expect(
      try plan(.timeOrdered).folds(rowCount: 6, problem: .regression(), times: [0, 0, 1, 1, 2, 2], seed: 0)
        == [Fold(training: [0, 1], validation: [2, 3]), Fold(training: [0, 1, 2, 3], validation: [4, 5])])
  }

  @Test func `two groups of one size give a holdout of one`() throws {
    let fold = try #require(
      SplitPlan.holdout(fraction: 0.2, by: .grouped)
        .folds(rowCount: 4, problem: .regression(), groups: [7, 7, 9, 9], seed: 0).first)
    #expect(fold.training.count == 2 && fold.validation.count == 2)
  }

  @Test(arguments: [
    (SplitPlan.holdout(fraction: 0, by: .random), 10), (.holdout(fraction: 1, by: .random), 10),
    (.holdout(fraction: .nan, by: .random), 10), (.crossValidation(folds: 1, by: .random), 10),
    (.crossValidation(folds: 2, by: .random), 1), (.crossValidation(folds: 2, by: .grouped), 10),
    (.crossValidation(folds: 2, by: .timeOrdered), 10),
  ])
  func `a plan that cannot be followed is refused`(plan: SplitPlan, rows: Int) {
    #expect(throws: SplittingError.self) {
      try plan.folds(rowCount: rows, problem: .regression(), seed: 0)
    }
  }

  @Test func `one group or one moment cannot be divided`() {
    let same = [Int](repeating: 1, count: 5)
    #expect(throws: SplittingError.self) {
      try SplitPlan.crossValidation(folds: 2, by: .grouped)
        .folds(rowCount: 5, problem: .regression(), groups: same, seed: 0)
    }
    #expect(throws: SplittingError.self) {
      try SplitPlan.holdout(fraction: 0.2, by: .timeOrdered)
        .folds(rowCount: 5, problem: .regression(), times: same.map(Double.init), seed: 0)
    }
  }

  @Test func `columns give one group a value and one a missing value`() {
    let cities = Column(
      name: "city", kind: .category, values: .categories(CategoricalValues(["x", nil, "y", "x", nil])))
    let groups = cities.groups()
    #expect(groups[0] == groups[3])
    #expect(Set(groups).count == 4)
    let days = Column(name: "day", kind: .date, values: .instants([5, .nan, 5, .nan]))
    #expect(Set(days.groups()).count == 3 && days.groups()[0] == days.groups()[2])
    let texts = Column(name: "text", kind: .text, values: .texts(TextValues(["a", nil, "a", ""])))
    #expect(Set(texts.groups()).count == 3)
  }
}
