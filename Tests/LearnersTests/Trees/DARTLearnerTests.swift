import LatheCore
import Learners
import Models
import Testing

@Suite struct DARTLearnerTests {
  @Test func `the model kept is the ensemble as it was at its best validation loss`() throws {
    let problem = LearningProblem.regression()
    let training = LearningSet.mixed(problem, rows: 400, seed: 1)
    let validation = LearningSet.mixed(problem, rows: 200, seed: 2)
    let learner = DARTLearner(
      settings: BoostedTreeParameters {
        $0.learningRate = 0.05
        $0.maximumRounds = 55
      }, dropRate: 0.3, skipProbability: 0.2)
    let fitted = try learner.fit(training, validation: validation, limits: FitLimits())
    let kept = try #require(fitted.iterations)
    let answers = fitted.model.predict(validation.features)
    let squares = zip(answers, validation.targets).map { ($0 - $1) * ($0 - $1) }
    let loss = squares.reduce(0, +) / Double(squares.count)
    #expect(abs(loss - fitted.validationLosses[kept - 1]) < 1e-5 * loss)
    #expect(fitted.validationLosses.count == 55)
  }

  @Test func `an iteration without a split does not spoil the trees before it`() throws {
    // Each side of the only split has just enough rows, so that many samples of the rows cannot be split.
    let sides = (0..<40).map { Double($0 % 2) }
    let training = LearningSet(
      problem: .regression(),
      features: FeatureMatrix(
        features: [Feature(name: "side", source: "side")], columns: [sides], rowCount: 40),
      targets: sides.enumerated().map { 3 * $1 + Double($0 % 5) })
    let learner = DARTLearner(
      settings: BoostedTreeParameters {
        $0.learningRate = 0.3
        $0.minimumLeafRows = 18
        $0.baggingFraction = 0.9
        $0.maximumRounds = 60
      }, dropRate: 0.5, skipProbability: 0)
    for seed in 0..<8 {
      let limits = FitLimits(seed: UInt64(seed))
      let fitted = try learner.fit(training, validation: nil, limits: limits)
      let kept = try #require(fitted.iterations)
      let again = try learner.fixingIterations(kept).fit(training, validation: nil, limits: limits)
      #expect(fitted.model.predict(training.features) == again.model.predict(training.features))
    }
  }
}
