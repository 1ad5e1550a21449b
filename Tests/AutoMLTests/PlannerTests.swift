import DataFrames
import LatheCore
import Testing

@testable import AutoML

@Suite struct PlannerTests {
  private func plan(
    rows: Int, seconds: Double, threads: Int = 2, change: (inout FitRequest) -> Void = { _ in }
  ) throws -> Planner.Plan {
    var request = FitRequest(target: "class2")
    request.ignoredColumns = SyntheticTable.otherAnswers(than: "class2")
    change(&request)
    let table = try TrainingTable(SyntheticTable.frame(rows: rows), request: request)
    return Planner(facts: DataFacts(table), request: request, threads: threads, secondsLeft: seconds)
      .plan(table, limits: FitLimits())
  }

  @Test func `few rows are cross-validated on eight folds, one thread a fit`() throws {
    let plan = try plan(rows: 400, seconds: 60)
    #expect(plan.split.shape == .crossValidation(folds: 8))
    #expect(plan.isCrossValidated && plan.threadsPerFit == 1 && plan.rowLimit == nil)
    #expect(try #require(plan.secondsPerFit) > 0)
  }

  @Test func `a search by trials measures nothing, so that it can be repeated`() throws {
    let plan = try plan(rows: 2_000, seconds: .infinity)
    #expect(plan.split.shape == .crossValidation(folds: 5))
    #expect(plan.secondsPerFit == nil && plan.threadsPerFit == 1)
  }

  @Test func `the fast preset holds rows out once, and its pace is measured too`() throws {
    let plan = try plan(rows: 2_000, seconds: 60) { $0.preset = .fast }
    #expect(plan.split.shape == .holdout(fraction: 0.2))
    #expect(plan.secondsPerFit != nil)
  }

  @Test func `too little memory leaves rows out`() throws {
    let plan = try plan(rows: 3_000, seconds: 60) { $0.memoryBytes = 400_000 }
    #expect(try #require(plan.rowLimit) < 3_000)
    #expect(!plan.isCrossValidated)
  }

  @Test func `hardly any time leaves rows out and says so`() throws {
    let plan = try plan(rows: 40_000, seconds: 0.25)
    #expect(!plan.isCrossValidated)
    #expect(plan.decisions.contains { $0.decision.hasPrefix("learn from") } || plan.secondsPerFit == nil)
  }

  @Test func `groups and times arrange the split`() throws {
    #expect(try plan(rows: 400, seconds: 60) { $0.groupColumn = "store" }.split.arrangement == .grouped)
    #expect(try plan(rows: 400, seconds: 60) { $0.timeColumn = "day" }.split.arrangement == .timeOrdered)
  }
}
