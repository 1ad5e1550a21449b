import LatheCore
import Models
import Testing

@testable import Learners

/// Coefficients against scikit-learn's at the same strength of penalty.
@Suite struct LinearGoldenTests {
  private let golden: ScikitLearnGolden

  init() throws { golden = try ScikitLearnGolden.load() }

  private func coefficients(_ step: PathStep?) throws -> [Double] {
    let step = try #require(step)
    let model = try #require(step.model as? LinearModel)
    #expect(step.isComplete)
    return model.coefficients + model.intercepts
  }

  private func squares(weighted: Bool = false, wide: Bool = false) throws -> LeastSquares {
    let set = wide ? golden.wideSet : golden.set(.regression(), weighted: weighted)
    return try #require(LeastSquares(set, limits: FitLimits()))
  }

  private func generalised(
    _ problem: LearningProblem, _ loss: GeneralisedLinearObjective.Loss, strength: Double,
    mixing: Double = 0, weighted: Bool = false
  ) throws -> PathStep? {
    let set = golden.set(problem, weighted: weighted)
    var path = GeneralisedLinearPath(
      design: DesignMatrix(set.features), set: set, loss: loss, strengths: [strength * 3, strength],
      mixing: mixing)
    path.minimiser = QuasiNewtonMinimiser(gradientTolerance: 1e-9, decreaseTolerance: 0, iterationLimit: 5000)
    _ = try path.next(FitLimits())
    return try path.next(FitLimits())
  }

  @Test(arguments: [
    ("ridge", false, false, 0.3), ("ridgeWeighted", true, false, 0.3), ("ridgeWide", false, true, 0.2),
  ])
  func `ridge regression`(name: String, weighted: Bool, wide: Bool, strength: Double) throws {
    var path = RidgePath(
      try squares(weighted: weighted, wide: wide), strengths: [strength], learner: "test")
    #expect(isClose(try coefficients(path.next(FitLimits())), try golden.expected(name), 1e-9))
  }

  @Test(arguments: [
    ("lasso", false, false, 0.15, 1.0), ("lassoWide", false, true, 0.1, 1),
    ("elasticNet", false, false, 0.2, 0.4),
    ("elasticNetWeighted", true, false, 0.2, 0.4),
  ])
  func `lasso and elastic net`(
    name: String, weighted: Bool, wide: Bool, strength: Double, mixing: Double
  ) throws {
    var path = CoordinateDescentPath(
      try squares(weighted: weighted, wide: wide), strengths: [strength * 4, strength * 2, strength],
      mixing: mixing, tolerance: 1e-9)
    _ = try path.next(FitLimits())
    _ = try path.next(FitLimits())
    #expect(isClose(try coefficients(path.next(FitLimits())), try golden.expected(name), 1e-6))
  }

  @Test func `no coefficient survives the largest strength`() throws {
    let problem = try squares()
    let largest = CoordinateDescentPath.largestStrength(problem, mixing: 0.5)
    var path = CoordinateDescentPath(problem, strengths: [largest * 1.0001, largest * 0.99], mixing: 0.5)
    #expect(try coefficients(path.next(FitLimits())).dropLast().allSatisfy { $0 == 0 })
    #expect(try coefficients(path.next(FitLimits())).dropLast().contains { $0 != 0 })
  }

  @Test(arguments: [("logistic", false), ("logisticWeighted", true)])
  func `logistic regression`(name: String, weighted: Bool) throws {
    let step = try generalised(.twoClasses, .logistic, strength: 0.02, weighted: weighted)
    #expect(isClose(try coefficients(step), try golden.expected(name), 1e-5))
  }

  @Test func `logistic regression with an elastic net`() throws {
    let step = try generalised(.twoClasses, .logistic, strength: 0.05, mixing: 0.5)
    #expect(isClose(try coefficients(step), try golden.expected("logisticElasticNet"), 1e-5))
  }

  @Test func `multinomial regression`() throws {
    let step = try #require(try generalised(.threeClasses, .softmax, strength: 0.02))
    let probabilities = step.model.predict(golden.queryMatrix)
    #expect(isClose(probabilities, try golden.expected("multinomial"), 1e-6))
  }

  @Test(arguments: [("poisson", false), ("poissonWeighted", true)])
  func `Poisson regression`(name: String, weighted: Bool) throws {
    let problem = LearningProblem.regression(loss: .poisson)
    // Our targets are divided by their mean, which the strength must follow.
    let set = golden.set(problem, weighted: weighted)
    let mean = weightedMean(set.targets, set.normalisedWeights)
    let step = try generalised(problem, .poisson, strength: 0.05 / mean, weighted: weighted)
    #expect(isClose(try coefficients(step), try golden.expected(name), 1e-5))
  }

  @Test func `Tweedie regression`() throws {
    let problem = LearningProblem.regression(loss: .tweedie(power: 1.5))
    let mean = weightedMean(golden.counts, golden.counts.map { _ in 1 })
    let step = try generalised(problem, .tweedie(power: 1.5), strength: 0.05 / mean.squareRoot())
    #expect(isClose(try coefficients(step), try golden.expected("tweedie"), 1e-5))
  }

  @Test func `quantile regression comes within one percent of the least pinball loss`() throws {
    let set = golden.set(.regression(loss: .quantile(level: 0.8)))
    let fitted = try LinearRegressionLearner(penalty: .none).fit(set, validation: nil, limits: FitLimits())
    let loss = set.problem.meanLoss(
      of: fitted.model.predict(set.features), targets: set.targets, weights: nil)
    #expect(loss <= 1.01 * (try golden.expected("pinball")[0]))
  }

  @Test func `the squared hinge loss gives LIBLINEAR's support vector machine`() throws {
    let step = try generalised(.twoClasses, .squaredHinge, strength: 0.05)
    // LIBLINEAR minimises |w|² / 2 + C Σ loss, ours mean loss + s |w|² / 2: C = 1 / (n s).
    #expect(isClose(try coefficients(step), try golden.expected("linearSVC"), 1e-4))
  }
}
