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
        $0.learningRate = 0.3
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
}
