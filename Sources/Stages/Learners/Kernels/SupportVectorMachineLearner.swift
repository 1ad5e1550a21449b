import Foundation
import LatheCore
import Models

/// Support vector machine: linear for classes, or with the radial kernel for classes, means and medians.
///
/// The cost of an error is chosen from a path, from low to high; an iteration is a step on it. The radial kernel is computed for
/// all pairs of rows, 4 bytes each, so it uses a sample of at most 10,000 rows (7,700 with very many classes, 5,000 for a
/// regression): time grows with the square of the rows. It runs on one thread.
public struct SupportVectorMachineLearner: Learner {
  /// How rows are compared.
  public enum Kernel: Codable, Sendable, Hashable {
    /// By a linear function of the features (the loss is LIBLINEAR's squared hinge).
    case linear
    /// By `exp(-γ |x - v|²)` where `γ` is `width` divided by the summed variances of the features.
    case radial(width: Double)
  }

  /// A short name unique in a portfolio.
  public let name: String
  /// How rows are compared.
  public let kernel: Kernel
  private let fixedSteps: Int?

  /// Always `supportVectorMachine`.
  public var family: ModelFamily { .supportVectorMachine }
  /// Always `dense`.
  public var featureView: FeatureView { .dense }

  /// A learner with `kernel`, called `svm-linear` or `svm-radial` unless a name is given.
  public init(kernel: Kernel = .radial(width: 1), name: String? = nil) {
    self.init(kernel: kernel, name: name, fixedSteps: nil)
  }

  private init(kernel: Kernel, name: String?, fixedSteps: Int?) {
    self.kernel = kernel
    self.name = name ?? (kernel == .linear ? "svm-linear" : "svm-radial")
    self.fixedSteps = fixedSteps
  }

  /// The kernel and its width.
  public var parameters: [String: String] {
    var parameters: [String: String] =
      switch kernel {
      case .linear: ["kernel": "linear"]
      case .radial(let width): ["kernel": "radial", "width": "\(width)"]
      }
    if let fixedSteps { parameters["steps"] = "\(fixedSteps)" }
    return parameters
  }

  /// Whether `problem` is a classification or, with the radial kernel, asks for a mean or a median.
  public func supports(_ problem: LearningProblem) -> Bool {
    if problem.isClassification { return true }
    return kernel != .linear && (problem.loss == .squaredError || problem.loss == .absoluteError)
  }

  /// Always false.
  public func honoursMonotone(_ problem: LearningProblem) -> Bool { false }

  /// The same learner that takes a given number of steps on its path.
  public func fixingIterations(_ iterations: Int) -> SupportVectorMachineLearner {
    SupportVectorMachineLearner(kernel: kernel, name: name, fixedSteps: iterations)
  }

  /// Fits a model.
  public func fit(_ training: LearningSet, validation: LearningSet?, limits: FitLimits) throws(LearnersError)
    -> FittedModel
  {
    guard supports(training.problem) else {
      throw .unsupported(learner: name, reason: "it does not minimise the loss that is asked for")
    }
    let search = PathSearch(learner: name, patience: 2, fixedSteps: fixedSteps)
    switch kernel {
    case .linear:
      let rows = GeneralisedLinearPath.affordableRows(training) / 2
      let set = try training.usable(atMost: max(rows, 1), seed: limits.seed, learner: name)
      return try search.fit(set, validation: validation, limits: limits) { (set, _) throws(LearnersError) in
        LinearMachinePath(set, seed: limits.seed)
      }
    case .radial(let width):
      let rows = Self.affordableRows(training)
      let set = try training.usable(atMost: rows, seed: limits.seed, learner: name)
      return try search.fit(set, validation: validation, limits: limits) {
        (set, limits) throws(LearnersError) in
        try radialPath(set, width, limits)
      }
    }
  }

  private func radialPath(_ set: LearningSet, _ width: Double, _ limits: FitLimits) throws(LearnersError)
    -> RadialPath
  {
    let weights = set.normalisedWeights
    let gamma = width * RadialKernel.scale(set.features, weights: weights)
    let costs = [0.3, 1, 3, 10, 30]
    if set.problem.isClassification {
      guard let path = KernelClassifierPath(set, gamma: gamma, costs: costs, limits: limits) else {
        throw .interrupted(learner: name)
      }
      return .classifier(path)
    }
    // Costs and tube in units of the target's spread.
    let mean = weightedMean(set.targets, weights)
    let variance = weightedMean(set.targets.map { ($0 - mean) * ($0 - mean) }, weights)
    let spread = variance > 0 ? variance.squareRoot() : 1
    guard
      let path = KernelRegressionPath(
        set, gamma: gamma, costs: costs.map { $0 * spread }, tube: 0.05 * spread, tolerance: 1e-3 * spread,
        limits: limits)
    else { throw .interrupted(learner: name) }
    return .regression(path)
  }

  /// Rows whose kernel fits memory and whose pairs of classes fit about a minute.
  private static func affordableRows(_ set: LearningSet) -> Int {
    // A regression has two variables a row and few of them end at a bound: it converges slowest.
    guard set.problem.isClassification else { return 5000 }
    let classes = Double(max(set.problem.classes.count, 2))
    // With equal classes there are c(c-1)/2 pairs of 2n/c rows, whose squares add to about 2n²(c-1)/c.
    return Int(min(10_000, (1.2e8 * classes / (2 * (classes - 1))).squareRoot()))
  }
}

/// A path of either kind.
private enum RadialPath: ModelPath {
  case classifier(KernelClassifierPath)
  case regression(KernelRegressionPath)

  var count: Int {
    switch self {
    case .classifier(let path): path.count
    case .regression(let path): path.count
    }
  }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    switch self {
    case .classifier(var path):
      defer { self = .classifier(path) }
      return try path.next(limits)
    case .regression(var path):
      defer { self = .regression(path) }
      return try path.next(limits)
    }
  }
}
