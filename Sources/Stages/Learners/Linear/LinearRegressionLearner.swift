import LatheCore
import Models

/// Linear regression for every loss: ordinary least squares, ridge, lasso and elastic net for squared error, generalised
/// linear models with a logarithmic link for Poisson and Tweedie deviance, linear quantile regression for absolute error and
/// quantiles.
///
/// The strength of the penalty is chosen from a path, from strong to weak; an iteration is a step on it. Squared error costs
/// O(rows × features × min(rows, features)) and uses a sample of the rows where that exceeds 2·10¹¹; the other losses cost
/// O(rows × features) an iteration of their minimiser and use a sample above 2·10⁷ numbers. It runs on one thread.
public struct LinearRegressionLearner: Learner {
  /// A short name unique in a portfolio.
  public let name: String
  /// What keeps the coefficients small.
  public let penalty: Penalty
  private var fixedSteps: Int?

  /// Always `linear`.
  public var family: ModelFamily { .linear }
  /// Always `dense`.
  public var featureView: FeatureView { .dense }

  /// A learner with `penalty`, named after it unless a name is given, e.g. `linear-elastic-net`.
  public init(penalty: Penalty = .ridge, name: String? = nil) {
    self.penalty = penalty
    self.name = name ?? penalty.name(after: "linear")
  }

  /// The penalty.
  public var parameters: [String: String] { penalty.record(fixedSteps: fixedSteps) }

  /// Whether `problem` is a regression.
  public func supports(_ problem: LearningProblem) -> Bool { problem.task == .regression }

  /// Always false.
  public func honoursMonotone(_ problem: LearningProblem) -> Bool { false }

  /// The same learner that takes a given number of steps on its path.
  public func fixingIterations(_ iterations: Int) -> LinearRegressionLearner {
    var fixed = self
    fixed.fixedSteps = iterations
    return fixed
  }

  /// Fits a model.
  public func fit(_ training: LearningSet, validation: LearningSet?, limits: FitLimits) throws(LearnersError)
    -> FittedModel
  {
    guard supports(training.problem) else {
      throw .unsupported(learner: name, reason: "it answers with numbers, not classes")
    }
    let search = PathSearch(learner: name, patience: 3, fixedSteps: fixedSteps)
    let features = training.features.columns.count
    if training.problem.loss == .squaredError {
      let rows = LeastSquares.affordableRows(features: features)
      let set = try training.usable(atMost: rows, seed: limits.seed, learner: name)
      if penalty.mixing == 0 {
        return try search.fit(set, validation: validation, limits: limits) {
          (set, limits) throws(LearnersError) in
          try ridgePath(set, limits)
        }
      }
      return try search.fit(set, validation: validation, limits: limits) {
        (set, limits) throws(LearnersError) in
        try lassoPath(set, limits)
      }
    }
    let set = try training.usable(
      atMost: GeneralisedLinearPath.affordableRows(training), seed: limits.seed, learner: name)
    if training.problem.loss.isNonNegative, set.targets.contains(where: { $0 < 0 }) {
      throw .unsupported(learner: name, reason: "its loss needs targets at or above zero")
    }
    return try search.fit(set, validation: validation, limits: limits) { (set, _) throws(LearnersError) in
      GeneralisedLinearPath(set, loss: Self.loss(set.problem.loss), penalty: penalty)
    }
  }

  private func ridgePath(_ set: LearningSet, _ limits: FitLimits) throws(LearnersError) -> RidgePath {
    guard let problem = LeastSquares(set, limits: limits) else { throw .interrupted(learner: name) }
    let ratios = penalty == .none ? [0] : Penalty.geometric(from: 10, to: 1e-6, count: 15)
    return RidgePath(
      problem, strengths: ratios.map { $0 * problem.meanEigenvalue }, learner: name)
  }

  private func lassoPath(_ set: LearningSet, _ limits: FitLimits) throws(LearnersError)
    -> CoordinateDescentPath
  {
    guard let problem = LeastSquares(set, limits: limits) else { throw .interrupted(learner: name) }
    let largest = CoordinateDescentPath.largestStrength(problem, mixing: penalty.mixing)
    let wide = set.rowCount <= set.features.columns.count
    let strengths = Penalty.geometric(from: largest, to: largest * (wide ? 1e-2 : 1e-4), count: 40)
    return CoordinateDescentPath(problem, strengths: strengths, mixing: penalty.mixing)
  }

  private static func loss(_ loss: RegressionLoss) -> GeneralisedLinearObjective.Loss {
    switch loss {
    case .poisson: .poisson
    case .tweedie(let power): power == 1 ? .poisson : .tweedie(power: power)
    case .quantile(let level): .pinball(level: level, width: smoothing)
    case .absoluteError, .squaredError: .pinball(level: 0.5, width: smoothing)
    }
  }

  /// The width over which the kink of the pinball loss is smoothed, in mean absolute deviations of the target.
  private static let smoothing = 0.03
}
