import DataFrames
import LatheCore
import Metrics
import Testing

@testable import AutoML

@Suite struct PermutationImportanceTests {
  @Test func `the column that matters comes first and noise stays near zero`() async throws {
    var request = FitRequest(target: "value")
    request.ignoredColumns = SyntheticTable.otherAnswers(than: "value").union(["day", "store", "w"])
    let table = try TrainingTable(SyntheticTable.frame(rows: 300), request: request)
    let folds = try SplitPlan.holdout(fraction: 0.3, by: .random).folds(
      rowCount: table.rowCount, targets: table.targets, problem: table.problem, seed: 1)
    let cache = FeatureCache(table: table, folds: folds, monotone: [:], transform: .identity, seed: 1)
    let search = ModelSearch(
      table: table, folds: folds, evaluation: Evaluation(table: table, folds: folds, metric: .rmse),
      transform: .identity, cache: cache,
      portfolio: Portfolio(facts: DataFacts(table), preset: .fast, honouringMonotone: false), tuning: nil,
      budget: SearchBudget(deadline: .never, choiceDeadline: .never, seconds: .infinity, trials: 1),
      threads: 1,
      threadsPerFit: 1, seed: 1, stop: StopSignal(), clock: RunClock(), expectedSecondsPerFit: nil,
      record: nil,
      emit: { _ in })
    let state = try await search.run { _ in }
    let importance = try #require(
      PermutationImportance(state: state, cache: cache, folds: folds, table: table, limits: FitLimits()))
    #expect(importance.entries.map(\.column).first == "x")
    #expect(importance.repeats == PermutationImportance.repeatsAtMost)
    let noise = try #require(importance.entries.first { $0.column == "z" })
    #expect(abs(noise.rise) < importance.entries[0].rise / 5)
    #expect(importance.loss == state.loss)
  }

  @Test func `without time for one pass there is none`() throws {
    let state = SearchState(
      evaluation: Evaluation(
        table: try TrainingTable(SyntheticTable.frame(rows: 50), request: FitRequest(target: "value")),
        folds: [],
        metric: .rmse))
    let table = try TrainingTable(SyntheticTable.frame(rows: 50), request: FitRequest(target: "value"))
    let cache = FeatureCache(table: table, folds: [], monotone: [:], transform: .identity, seed: 1)
    #expect(
      PermutationImportance(state: state, cache: cache, folds: [], table: table, limits: FitLimits()).map(
        \.rows) == nil)
  }
}
