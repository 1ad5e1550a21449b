import LatheCore
import Models
import Testing

@testable import Learners

@Suite struct BoostedTreesLearnerTests {
  static let binary = LearningProblem.classification(classes: ["no", "yes"])
  static let problems = [
    binary, .classification(classes: ["a", "b", "c"]), .regression(), .regression(loss: .absoluteError),
    .regression(loss: .quantile(level: 0.9)), .regression(loss: .poisson),
    .regression(loss: .tweedie(power: 1.3)),
  ]

  private func learner(rounds: Int, _ change: (inout BoostedTreeParameters) -> Void = { _ in })
    -> BoostedTreesLearner
  {
    var settings = BoostedTreeParameters { $0.maximumRounds = rounds }
    settings.minimumLeafRows = 10
    settings.minimumCategoryRows = 10
    change(&settings)
    return BoostedTreesLearner(settings: settings)
  }

  @Test(arguments: problems)
  func `the scorer answers what LightGBM answers`(problem: LearningProblem) throws {
    let training = LearningSet.mixed(problem, rows: 600, seed: 1)
    let call = LightGBMCall(learner: "test")
    let limits = FitLimits()
    let dataset = try BinnedDataset.training(training, bins: 255, limits: limits, call: call)
    var options = learner(rounds: 12).settings.options
    for (key, value) in problem.lightGBMObjective.list { options.set(key, value) }
    options.set("verbosity", -1)
    let booster = try TreeBooster(dataset, options: options, call: call)
    for _ in 0..<12 { _ = try booster.grow() }
    let model = try TreeEnsemble(text: booster.text(iterations: 12), problem: problem, featureCount: 5)
    let rows = LearningSet.mixed(problem, rows: 203, seed: 2).features
    let expected = try booster.predict(rows, outputCount: problem.outputCount)
    for (answer, expected) in zip(model.predict(rows), expected) {
      #expect(abs(answer - expected) <= 1e-12 * abs(expected))
    }
  }

  @Test func `it stops when the validation loss has stopped falling and keeps the best`() throws {
    var eager = learner(rounds: 2000) { $0.learningRate = 0.3 }
    eager.earlyStopping = EarlyStopping(maximumPatience: 20)
    let fitted = try eager.fit(
      .mixed(Self.binary, rows: 500, seed: 1), validation: .mixed(Self.binary, rows: 200, seed: 2),
      limits: FitLimits())
    let kept = try #require(fitted.iterations)
    #expect(fitted.ending == .earlyStopping)
    #expect(fitted.validationLosses.count == kept + 20)
    let best = try #require(fitted.validationLosses.min())
    #expect(fitted.validationLosses[kept - 1] == best)
    let model = try #require(fitted.model as? TreeEnsemble)
    #expect(model.treeCount == kept)
  }

  @Test func `patience grows with the best iteration and shrinks with rows and learning rate`() {
    let rule = EarlyStopping()
    #expect(rule.patience(best: 1, rows: 500, learningRate: 0.05) == 100)
    #expect(rule.patience(best: 1, rows: 500, learningRate: 0.005) == 100)
    #expect(rule.patience(best: 2000, rows: 500, learningRate: 0.05) == 620)
    #expect(rule.patience(best: 1, rows: 30_000, learningRate: 0.05) == 100)
    #expect(rule.patience(best: 1, rows: 60_000, learningRate: 0.05) == 50)
    #expect(rule.patience(best: 1, rows: 1_000_000, learningRate: 0.05) == 20)
    #expect(rule.patience(best: 1, rows: 500, learningRate: 0.1) == 50)
    #expect(rule.patience(best: 1, rows: 500, learningRate: 1) == 20)
    let bounded = EarlyStopping(maximumPatience: 50)
    #expect(bounded.patience(best: 2000, rows: 500, learningRate: 0.05) == 50)
  }

  @Test func `the training loss is taken down every tenth iteration`() throws {
    let fitted = try learner(rounds: 25).fit(
      .mixed(Self.binary, rows: 500, seed: 1), validation: .mixed(Self.binary, rows: 200, seed: 2),
      limits: FitLimits())
    #expect(fitted.trainingLosses.count == 2)
    #expect(fitted.trainingLosses[1] < fitted.trainingLosses[0])
  }

  @Test func `a deadline ends the fit with the trees so far`() throws {
    let training = LearningSet.mixed(Self.binary, rows: 2000, seed: 1)
    let fitted = try learner(rounds: 1_000_000).fit(
      training, validation: nil, limits: FitLimits(deadline: .after(seconds: 0.5)))
    #expect(fitted.ending == .interrupted)
    #expect(try #require(fitted.iterations) > 0)
  }

  @Test func `a stop before the first tree leaves no model`() {
    let stop = StopSignal()
    stop.request()
    #expect(throws: LearnersError.self) {
      try learner(rounds: 5).fit(
        .mixed(Self.binary, rows: 100, seed: 1), validation: nil, limits: FitLimits(stop: stop))
    }
  }

  @Test func `a monotone constraint holds over the whole range`() throws {
    let training = LearningSet.mixed(.regression(), rows: 500, seed: 1, noise: 2, monotone: [1, -1, 0, 0, 0])
    let model = try learner(rounds: 40).fit(training, validation: nil, limits: FitLimits()).model
    for (feature, sign) in [(0, 1.0), (1, -1.0)] {
      for row in 0..<20 {
        let steps = (0...60).map { Double($0) / 10 - 3 }
        let columns = training.features.columns.indices.map { column in
          column == feature ? steps : steps.map { _ in training.features.columns[column][row] }
        }
        let answers = model.predict(
          FeatureMatrix(features: training.features.features, columns: columns, rowCount: steps.count))
        for (lower, upper) in zip(answers, answers.dropFirst()) {
          #expect(sign * (upper - lower) >= -1e-12)
        }
      }
    }
  }

  @Test(arguments: [RegressionLoss.absoluteError, .quantile(level: 0.8)])
  func `a monotone constraint under a loss of quantiles is refused before it is fitted`(
    loss: RegressionLoss
  ) {
    let problem = LearningProblem.regression(loss: loss)
    let training = LearningSet.mixed(problem, rows: 100, seed: 1, monotone: [1, 0, 0, 0, 0])
    for learner in TreeLearners.small {
      #expect(!learner.honoursMonotone(problem))
      #expect(learner.honoursMonotone(.regression()))
      let error = #expect(throws: LearnersError.self) {
        try learner.fit(training, validation: nil, limits: FitLimits())
      }
      #expect(error?.isBadInput == true)
    }
  }

  @Test func `a weight of five counts like a row five times`() throws {
    let once = LearningSet.mixed(.regression(), rows: 400, seed: 1)
    let isHeavy = once.targets.indices.map { $0 % 3 == 0 }
    let weighted = LearningSet(
      problem: once.problem, features: once.features, targets: once.targets,
      weights: isHeavy.map { $0 ? 5 : 1 })
    let repeated = once.selecting(
      rows: once.targets.indices.flatMap { [Int](repeating: $0, count: isHeavy[$0] ? 5 : 1) })
    // Leaves are bounded by weight alone, for LightGBM counts rows, not weights.
    let learner = learner(rounds: 20) {
      $0.minimumLeafRows = 1
      $0.minimumLeafHessian = 15
      $0.minimumCategoryRows = 1
    }
    let answers = try [weighted, repeated, once].map {
      try learner.fit($0, validation: nil, limits: FitLimits()).model.predict(once.features)
    }
    func distance(_ first: [Double], _ second: [Double]) -> Double {
      zip(first, second).map { abs($0 - $1) }.reduce(0, +)
    }
    #expect(distance(answers[0], answers[1]) < distance(answers[2], answers[1]))
  }

  @Test(arguments: [0.1, 0.5, 0.9])
  func `a quantile covers its share of the rows`(level: Double) throws {
    let problem = LearningProblem.regression(loss: .quantile(level: level))
    let training = LearningSet.mixed(problem, rows: 1500, seed: 1)
    let test = LearningSet.mixed(problem, rows: 1500, seed: 2)
    let answers = try learner(rounds: 60).fit(training, validation: nil, limits: FitLimits()).model
      .predict(test.features)
    let below = zip(test.targets, answers).count { $0 <= $1 }
    #expect(abs(Double(below) / 1500 - level) < 0.08)
  }

  @Test func `configurations with as many bins share the binned data`() throws {
    let training = LearningSet.mixed(Self.binary, rows: 100, seed: 1)
    let call = LightGBMCall(learner: "test")
    func dataset(_ set: LearningSet, _ bins: Int) throws -> BinnedDataset {
      try .training(set, bins: bins, limits: FitLimits(), call: call)
    }
    let copy = training
    #expect(try dataset(training, 255) === dataset(copy, 255))
    #expect(try dataset(training, 255) !== dataset(training, 63))
    #expect(try dataset(training, 255) !== dataset(training.selecting(rows: Array(0..<100)), 255))
  }

  @Test func `published configurations have names of their own and can be fitted`() throws {
    let published = BoostedTreeParameters.published
    #expect(published.count == 33)
    #expect(Set(published.map(\.name)).count == published.count)
    let training = LearningSet.mixed(Self.binary, rows: 200, seed: 1)
    for configuration in published {
      let learner = BoostedTreesLearner(name: configuration.name, settings: configuration.parameters)
        .fixingIterations(2)
      #expect(try learner.fit(training, validation: nil, limits: FitLimits()).iterations == 2)
    }
  }

  @Test func `a message of LightGBM becomes an error`() {
    let negative = LearningSet.mixed(.regression(), rows: 100, seed: 1)
    let poisson = LearningSet(
      problem: .regression(loss: .poisson), features: negative.features, targets: negative.targets)
    #expect(throws: LearnersError.self) {
      try learner(rounds: 2).fit(poisson, validation: nil, limits: FitLimits())
    }
  }
}
