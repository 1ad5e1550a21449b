import DataFrames
import LatheCore
import Learners
import Models
import Testing

@testable import AutoML

@Suite struct MemberChoiceTests {
  private let targets = (0..<400).map { Double($0 % 37) + 0.5 }

  /// A search over candidates that err by the given numbers, each with five folds.
  private func state(errors: [String: [Double]]) throws -> SearchState {
    let frame = try DataFrame(columns: [
      Column(name: "x", kind: .float, values: .numbers(targets.map { $0 * 2 })),
      Column(name: "y", kind: .float, values: .numbers(targets)),
    ])
    var request = FitRequest(target: "y")
    request.task = .regression
    let table = try TrainingTable(frame, request: request)
    let evaluation = Evaluation(
      table: table, folds: [Fold(training: [], validation: Array(targets.indices))], metric: .rmse)
    var state = SearchState(evaluation: evaluation)
    for (name, errors) in errors {
      let predictions = targets.indices.map { targets[$0] + errors[$0 % errors.count] }
      let set = LearningSet(
        problem: table.problem,
        features: FeatureMatrix(features: [], columns: [], rowCount: targets.count), targets: targets)
      let model = try ConstantLearner().fit(set, validation: nil, limits: FitLimits()).model
      let fits = (0..<5).map { fold in
        FoldFit(
          candidate: name, fold: fold, model: model, iterations: nil, validationLosses: [],
          trainingLosses: [], ending: .finished,
          predictions: [], loss: 0, began: 0, ended: 1, seconds: 1)
      }
      _ = state.add(
        Trial(
          candidate: Candidate(BoostedTreesLearner(name: name), features: .trees, relativeCost: 1),
          fits: fits,
          predictions: predictions, loss: evaluation.loss(predictions)))
    }
    state.choose(seed: 1, deadline: .never)
    return state
  }

  private func choice(
    _ state: SearchState, limit: Double, costs: [String: Double], features: Double = 0,
    preset: FitRequest.Preset = .balanced
  )
    -> MemberChoice
  {
    var request = FitRequest(target: "y")
    request.preset = preset
    return MemberChoice(
      state, request: request, limit: limit, usesOneModel: false, microseconds: { costs[$0.name] ?? 1 },
      microsecondsOfFeatures: { _ in features })
  }

  @Test func `all fold models of all chosen candidates go in where there is time`() throws {
    let state = try state(errors: ["a": [1, -1], "b": [-1, 1]])
    let choice = choice(state, limit: 100, costs: ["a": 5, "b": 5])
    #expect(choice.models.values.allSatisfy { $0 == 5 })
    #expect(choice.state.chosen.count == 2)
    #expect(choice.microseconds == 50)
  }

  @Test func `the dear candidate is left out, not the light one`() throws {
    let state = try state(errors: ["dear": [0.9, -0.9, 0.9], "a": [1, -1], "b": [-1, 1]])
    let choice = choice(state, limit: 100, costs: ["dear": 500, "a": 5, "b": 5])
    #expect(!choice.state.chosen.map { choice.state.trials[$0].name }.contains("dear"))
    #expect(choice.microseconds <= 100)
    #expect(abs(choice.state.weights.reduce(0, +) - 1) < 1e-9)
    #expect(choice.state.loss == choice.state.evaluation.loss(choice.state.predictions))
  }

  @Test func `time that is left over goes to more fold models of the heaviest`() throws {
    let state = try state(errors: ["a": [1, -1, 1, -1.2], "b": [-1, 1, -1.4, 1]])
    let choice = choice(state, limit: 25, costs: ["a": 5, "b": 8])
    #expect(choice.state.chosen.count == 2)
    #expect(choice.microseconds <= 25 && choice.microseconds > 17)
    #expect(choice.models.values.reduce(0, +) > 2)
  }

  @Test func `nothing fits, so the quickest model goes in alone`() throws {
    let state = try state(errors: ["a": [1, -1], "b": [-2, 1]])
    let choice = choice(state, limit: 1, costs: ["a": 50, "b": 20])
    #expect(choice.models.values.allSatisfy { $0 == 1 })
    #expect(!choice.state.chosen.isEmpty)
  }

  @Test func `features count once for all candidates that read them, and for each fold`() throws {
    let state = try state(errors: ["a": [1, -1], "b": [-1, 1]])
    #expect(choice(state, limit: 200, costs: ["a": 5, "b": 5], features: 20).microseconds == 150)
    let tight = choice(state, limit: 100, costs: ["a": 5, "b": 5], features: 20)
    // Three folds of both take 90, a fourth set of features is too much, and so is nothing else.
    #expect(tight.models.values.sorted() == [3, 3])
    #expect(tight.microseconds == 90)
  }

  @Test func `the fast preset deploys the best candidate alone`() throws {
    let state = try state(errors: ["a": [1, -1], "b": [-1, 1.2]])
    let choice = choice(state, limit: 100, costs: [:], preset: .fast)
    #expect(choice.state.chosen.map { choice.state.trials[$0].name } == ["a"])
  }
}
