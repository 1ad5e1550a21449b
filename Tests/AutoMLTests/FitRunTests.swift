import Bundles
import DataFrames
import Foundation
import Inference
import LatheCore
import Metrics
import Testing

@testable import AutoML

@Suite(.serialized) struct FitRunTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Fits `target` of a small table by trials and gives the summary with the bundle read back.
  private func fit(
    _ target: String, rows: Int = 160, trials: Int = 2, test: Bool = false,
    _ change: (inout FitRequest) -> Void = { _ in }
  ) async throws -> (summary: FitSummary, predictor: Predictor) {
    let train = folder.appending(path: "train.csv")
    try DataFrameWriter(format: .csv).write(SyntheticTable.frame(rows: rows), to: train)
    let held = folder.appending(path: "test.csv")
    if test { try DataFrameWriter(format: .csv).write(SyntheticTable.frame(rows: 60, seed: 2), to: held) }
    var request = FitRequest(target: target)
    request.budget = .trials(trials)
    request.ignoredColumns = SyntheticTable.otherAnswers(than: target).union(["day"])
    change(&request)
    let input = try await FitInput(paths: [train.path], test: test ? [held.path] : [], request: request)
    let output = folder.appending(path: "model.lathe")
    let summary = try await FitRun(request: request, input: input, output: output).run()
    return (summary, try Predictor(contentsOf: output))
  }

  private func score(_ summary: FitSummary, _ rows: RecordedScore.Rows = .validation) throws -> Double {
    try #require(summary.scores.first { $0.metric == summary.metric && $0.rows == rows }).value
  }

  @Test func `two classes are told apart far better than by chance`() async throws {
    defer { remove() }
    let (summary, predictor) = try await fit("class2", trials: 3, test: true)
    #expect(summary.problem.classes == ["no", "yes"] && summary.metric == .auc)
    #expect(try score(summary) > 0.9)
    #expect(try score(summary, .test) > 0.85)
    let answer = try predictor.predict(row: ["x": 1.9, "kind": "k2"])
    #expect(answer.values[0] > 0.8)
  }

  @Test func `three classes get probabilities that add to one`() async throws {
    defer { remove() }
    let (summary, predictor) = try await fit("class3")
    #expect(summary.metric == .logLoss && summary.problem.classes.count == 3)
    #expect(try score(summary) < 0.8)
    let answer = try predictor.predict(row: ["x": -2, "kind": "k1"])
    #expect(abs(answer.values.reduce(0, +) - 1) < 1e-9)
    #expect(summary.problem.classes[answer.classIndices[0]] == "low")
  }

  @Test func `a number is predicted within a fraction of its spread`() async throws {
    defer { remove() }
    let (summary, _) = try await fit("value", trials: 3)
    #expect(summary.problem.task == .regression && summary.metric == .rmse)
    #expect(try score(summary) < 0.9)
  }

  @Test(arguments: [
    (Metric.mae, RegressionLoss.absoluteError), (.pinball(level: 0.9), .quantile(level: 0.9)),
    (.poissonDeviance, .poisson), (.rmsle, .squaredError),
  ]) func `a metric of numbers makes a regression with the loss that belongs to it`(
    metric: Metric, loss: RegressionLoss
  ) async throws {
    defer { remove() }
    let (summary, predictor) = try await fit("count") { $0.metric = metric }
    #expect(summary.problem == .regression(loss: loss))
    #expect(summary.metric == metric && predictor.manifest.metric == metric)
  }

  @Test func `groups, weights and class weights go through to the end`() async throws {
    defer { remove() }
    let (summary, predictor) = try await fit("class2", test: true) {
      $0.groupColumn = "store"
      $0.weightColumn = "w"
      $0.classWeights = .balanced
      $0.metric = .f1
    }
    #expect(try score(summary) > 0.75)
    #expect(try score(summary, .test) > 0.75)
    #expect(predictor.manifest.calibration == nil)
    #expect(!predictor.manifest.inputs.map(\.name).contains("w"))
  }

  @Test func `later rows judge earlier ones, and the last models are refitted on all`() async throws {
    defer { remove() }
    let (summary, _) = try await fit("value", rows: 200) {
      $0.timeColumn = "day"
      $0.ignoredColumns.remove("day")
    }
    #expect(summary.decisions.contains { $0.decision.contains("later rows held out") })
    #expect(summary.decisions.contains { $0.decision.hasPrefix("refit") })
  }

  @Test func `a monotone constraint holds in the bundle`() async throws {
    defer { remove() }
    let (_, predictor) = try await fit("value") { $0.monotone = ["x": 1] }
    let answers = try (-20...20).map { step in
      try predictor.predict(row: ["x": .number(Double(step) / 10), "kind": "k1", "z": 0.5]).values[0]
    }
    #expect(zip(answers, answers.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
  }

  @Test func `the best preset keeps every fold of every chosen candidate`() async throws {
    defer { remove() }
    let (summary, _) = try await fit("class2", trials: 3) { $0.preset = .best }
    let chosen = summary.leaderboard.count { $0.weight > 0 }
    #expect(summary.modelCount == 8 * chosen)
  }

  @Test func `the fast preset makes one model`() async throws {
    defer { remove() }
    let (summary, _) = try await fit("class2") { $0.preset = .fast }
    #expect(summary.modelCount == 1)
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let word: String
    let change: @Sendable (inout FitRequest) -> Void
  }

  @Test(arguments: [
    Mistake(testDescription: "monotone category", word: "kind") { $0.monotone = ["kind": 1] },
    Mistake(testDescription: "undefined metric", word: "--metric") { $0.metric = .rmsle },
    Mistake(testDescription: "task against metric", word: "--task") {
      $0.metric = .rmse
      $0.task = .binary
    },
    Mistake(testDescription: "class weights of a number", word: "--class-weight") {
      $0.classWeights = .balanced
    },
    Mistake(testDescription: "no such group", word: "nowhere") { $0.groupColumn = "nowhere" },
  ]) func `a request that cannot be met is refused before any fit`(mistake: Mistake) async throws {
    defer { remove() }
    let error = await #expect(throws: AutoMLError.self) { try await fit("value") { mistake.change(&$0) } }
    #expect(error?.isBadInput == true)
    #expect(error?.description.contains(mistake.word) == true)
  }

  @Test func `a folder of something else is never replaced`() async throws {
    defer { remove() }
    let output = folder.appending(path: "model.lathe")
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    for name in ["manifest.json", "index.html"] {
      try Data("{}".utf8).write(to: output.appending(path: name))
    }
    let error = await #expect(throws: AutoMLError.self) { try await fit("value") }
    #expect(error?.isBadInput == true)
    #expect(FileManager.default.fileExists(atPath: output.appending(path: "index.html").path))
  }

  @Test func `a stop before the first model says so and writes nothing`() async throws {
    defer { remove() }
    let train = folder.appending(path: "train.csv")
    try DataFrameWriter(format: .csv).write(SyntheticTable.frame(rows: 100), to: train)
    let request = FitRequest(target: "value")
    let input = try await FitInput(paths: [train.path], request: request)
    let stop = StopSignal()
    stop.request()
    let output = folder.appending(path: "model.lathe")
    await #expect(throws: AutoMLError.self) {
      try await FitRun(request: request, input: input, output: output, stop: stop).run()
    }
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test func `a kept record is gone on with under its own plan`() async throws {
    defer { remove() }
    let train = folder.appending(path: "train.csv")
    try DataFrameWriter(format: .csv).write(SyntheticTable.frame(rows: 200), to: train)
    var request = FitRequest(target: "class2")
    request.ignoredColumns = SyntheticTable.otherAnswers(than: "class2")
    request.budget = .trials(1)
    let input = try await FitInput(paths: [train.path], request: request)
    let output = folder.appending(path: "model.lathe")
    let first = try await FitRun(request: request, input: input, output: output, keepsRecord: true).run()
    request.budget = .trials(3)
    let second = try await FitRun(request: request, input: input, output: output, resume: true).run()
    #expect(Set(second.leaderboard.map(\.name)).isSuperset(of: first.leaderboard.map(\.name)))
    #expect(second.decisions.first == first.decisions.first)
  }
}
