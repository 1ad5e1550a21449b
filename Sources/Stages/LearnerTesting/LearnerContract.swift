import Foundation
import LatheCore
import Learners
import Models

/// What every learner must do. Run all checks on your own learner in its tests:
///
/// ```swift
/// @Test(arguments: LearnerContract.Check.allCases)
/// func `my learner keeps the contract`(check: LearnerContract.Check) throws {
///   try LearnerContract(MyLearner()).verify(check)
/// }
/// ```
///
/// The checks fit tables of four features and up to 240 rows, one of 3,000 against a deadline.
public struct LearnerContract: Sendable {
  /// One promise.
  public enum Check: String, Sendable, CaseIterable {
    /// Predictions have `LearningProblem.outputCount` finite numbers a row; probabilities lie in [0, 1] and add to one.
    case wellFormedPredictions
    /// An easy problem is learnt better than by the best constant.
    case beatsTheConstant
    /// A deadline that has passed, one that comes soon and a stop that was requested end the fit: with a model or as
    /// interrupted.
    case honoursLimits
    /// The same seed gives the same model, on one thread and on two.
    case isDeterministic
    /// Rows of weight zero count as if they were not there.
    case ignoresRowsWithoutWeight
    /// Weights matter.
    case readsWeights
    /// Weights that are all a million times larger or smaller change nothing.
    case ignoresScaleOfWeights
    /// A row gets the same answer alone and among others.
    case answersRowsIndependently
    /// A stored model answers exactly as before.
    case survivesStorage
    /// A damaged file, or one of another problem, throws.
    case refusesDamagedFiles
    /// One feature, a constant feature, equal features and two rows neither crash nor give numbers that are not finite.
    case survivesDegenerateData
    /// A class of which there is no row to learn from is answered with a small probability.
    case survivesAbsentClass
    /// A problem it does not support throws `unsupported`.
    case refusesUnsupportedProblems
    /// A fit with the number of iterations that validation found can be repeated without validation.
    case refitsWithFixedIterations
  }

  /// A broken promise.
  public struct Violation: Error, CustomStringConvertible {
    /// What was found, with the learner and the problem.
    public let description: String
  }

  private let learner: any Learner

  /// The contract of `learner`.
  public init(_ learner: any Learner) { self.learner = learner }

  /// The problems that the checks pose.
  public static let problems: [LearningProblem] = [
    .classification(classes: ["no", "yes"]), .classification(classes: ["a", "b", "c"]), .regression(),
    .regression(loss: .absoluteError), .regression(loss: .quantile(level: 0.8)), .regression(loss: .poisson),
    .regression(loss: .tweedie(power: 1.5)),
  ]

  /// Checks one promise on every problem that the learner supports.
  ///
  /// - Throws: ``Violation``, or the error of a fit that should have succeeded.
  public func verify(_ check: Check) throws {
    if check == .refusesUnsupportedProblems {
      for problem in Self.problems where !learner.supports(problem) { try refuses(problem) }
      return
    }
    for problem in Self.problems where learner.supports(problem) { try verify(check, on: problem) }
  }

  private func verify(_ check: Check, on problem: LearningProblem) throws {
    switch check {
    case .wellFormedPredictions: try wellFormedPredictions(problem)
    case .beatsTheConstant: try beatsTheConstant(problem)
    case .honoursLimits: try honoursLimits(problem)
    case .isDeterministic: try isDeterministic(problem)
    case .ignoresRowsWithoutWeight: try ignoresRowsWithoutWeight(problem)
    case .readsWeights: try readsWeights(problem)
    case .ignoresScaleOfWeights: try ignoresScaleOfWeights(problem)
    case .answersRowsIndependently: try answersRowsIndependently(problem)
    case .survivesStorage: try survivesStorage(problem)
    case .refusesDamagedFiles: try refusesDamagedFiles(problem)
    case .survivesDegenerateData: try survivesDegenerateData(problem)
    case .survivesAbsentClass: try survivesAbsentClass(problem)
    case .refusesUnsupportedProblems: break
    case .refitsWithFixedIterations: try refitsWithFixedIterations(problem)
    }
  }
}

// MARK: - The checks

extension LearnerContract {
  private func wellFormedPredictions(_ problem: LearningProblem) throws {
    let fitted = try fit(.easy(problem, rows: 160, seed: 1))
    try requireWellFormed(fitted.model, .easy(problem, rows: 50, seed: 3))
    let alone = try learner.fit(.easy(problem, rows: 160, seed: 1), validation: nil, limits: FitLimits())
    try requireWellFormed(alone.model, .easy(problem, rows: 50, seed: 3))
  }

  private func beatsTheConstant(_ problem: LearningProblem) throws {
    guard learner.family != .constant else { return }
    let training = LearningSet.easy(problem, rows: 240, seed: 1)
    let test = LearningSet.easy(problem, rows: 200, seed: 3)
    let model = try fit(training).model
    let constant = try ConstantLearner().fit(training, validation: nil, limits: FitLimits()).model
    let (loss, bar) = (loss(of: model, on: test), loss(of: constant, on: test))
    try require(loss < bar, problem, "its loss of \(loss) is not below the constant's \(bar)")
  }

  private func honoursLimits(_ problem: LearningProblem) throws {
    let stop = StopSignal()
    stop.request()
    for limits in [FitLimits(deadline: .after(seconds: 0)), FitLimits(stop: stop)] {
      try endsInTime(.easy(problem, rows: 160, seed: 1), limits)
    }
    try endsInTime(
      .easy(problem, rows: 3000, seed: 1), FitLimits(deadline: .after(seconds: Self.shortDeadline)))
  }

  /// Seconds in which most learners do not finish.
  private static let shortDeadline = 0.05
  /// Seconds after which even a busy machine must have ended a fit.
  private static let latest = 5.0

  private func endsInTime(_ training: LearningSet, _ limits: FitLimits) throws {
    let start = ContinuousClock.now
    let fitted: FittedModel?
    do throws(LearnersError) {
      fitted = try learner.fit(training, validation: nil, limits: limits)
    } catch .interrupted {
      fitted = nil
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try require(seconds < Self.latest, training.problem, "a fit goes on for \(seconds) seconds")
    if let fitted { try requireWellFormed(fitted.model, .easy(training.problem, rows: 50, seed: 3)) }
  }

  private func isDeterministic(_ problem: LearningProblem) throws {
    let training = LearningSet.easy(problem, rows: 160, seed: 1)
    let validation = LearningSet.easy(problem, rows: 60, seed: 2)
    let answers = try [1, 1, 2].map { threads in
      try learner.fit(training, validation: validation, limits: FitLimits(threads: threads, seed: 7))
        .model.predict(validation.features)
    }
    try require(answers[0] == answers[1], problem, "two fits with the same seed differ")
    try require(answers[0] == answers[2], problem, "fits on one and on two threads differ")
  }

  private func ignoresRowsWithoutWeight(_ problem: LearningProblem) throws {
    let kept = LearningSet.easy(problem, rows: 160, seed: 1)
    let ballast = LearningSet.easy(problem, rows: 40, seed: 9)
    let mixed = kept.appending(
      ballast, weights: [Double](repeating: 1, count: 160), [Double](repeating: 0, count: 40))
    let validation = LearningSet.easy(problem, rows: 60, seed: 2)
    let plain = try fit(kept).model.predict(validation.features)
    let weighted = try fit(mixed).model.predict(validation.features)
    for (first, second) in zip(plain, weighted) {
      try require(
        abs(first - second) <= 1e-6 * max(1, abs(first)), problem,
        "rows of weight zero change an answer from \(first) to \(second)")
    }
  }

  private func readsWeights(_ problem: LearningProblem) throws {
    // Half of the rows say the opposite; the weights say whom to believe.
    let honest = LearningSet.easy(problem, rows: 120, seed: 1)
    let other = LearningSet.easy(problem, rows: 120, seed: 4).shiftingTargets()
    let even = [Double](repeating: 1, count: 120)
    let light = [Double](repeating: 1e-3, count: 120)
    let test = LearningSet.easy(problem, rows: 100, seed: 3)
    let trusted = try fit(honest.appending(other, weights: even, light)).model
    let misled = try fit(honest.appending(other, weights: light, even)).model
    let (low, high) = (loss(of: trusted, on: test), loss(of: misled, on: test))
    try require(low < high, problem, "weights do not matter: the losses are \(low) and \(high)")
  }

  private func ignoresScaleOfWeights(_ problem: LearningProblem) throws {
    let even = LearningSet.easy(problem, rows: 160, seed: 1)
    let weights = even.targets.indices.map { 0.5 + Double($0 % 4) }
    let test = LearningSet.easy(problem, rows: 60, seed: 3)
    let plain = try fit(even.weighing(weights)).model.predict(test.features)
    // Powers of two near a million, so that no weight is rounded in another way.
    for scale in [0x1p20, 0x1p-20] {
      let scaled = try fit(even.weighing(weights.map { $0 * scale })).model.predict(test.features)
      for (first, second) in zip(plain, scaled) {
        try require(
          abs(first - second) <= 1e-6 * max(1, abs(first)), problem,
          "weights times \(scale) change an answer from \(first) to \(second)")
      }
    }
  }

  private func answersRowsIndependently(_ problem: LearningProblem) throws {
    let model = try fit(.easy(problem, rows: 160, seed: 1)).model
    let rows = LearningSet.easy(problem, rows: 30, seed: 3)
    let together = model.predict(rows.features)
    let alone = (0..<30).flatMap { model.predict(rows.features.selecting(rows: [$0])) }
    for (first, second) in zip(together, alone) {
      try require(
        abs(first - second) <= 1e-9 * max(1, abs(first)), problem,
        "a row alone gets \(second), among others \(first)")
    }
  }

  private func survivesStorage(_ problem: LearningProblem) throws {
    let model = try fit(.easy(problem, rows: 160, seed: 1)).model
    let rows = LearningSet.easy(problem, rows: 30, seed: 3)
    let copy = try model.artifact().model(problem: problem, featureCount: model.featureCount)
    try require(
      model.predict(rows.features) == copy.predict(rows.features), problem, "the stored model differs")
  }

  private func refusesDamagedFiles(_ problem: LearningProblem) throws {
    let model = try fit(.easy(problem, rows: 160, seed: 1)).model
    let artifact = try model.artifact()
    for (name, contents) in artifact.files.sorted(by: { $0.key < $1.key }) {
      for length in [0, 7, contents.count / 3, contents.count - 1] {
        var files = artifact.files
        files[name] = contents.prefix(length)
        try requireRefusal(
          ModelArtifact(kind: artifact.kind, files: files), problem, model.featureCount,
          "\(name) cut to \(length) bytes")
      }
      var files = artifact.files
      files[name] = nil
      try requireRefusal(
        ModelArtifact(kind: artifact.kind, files: files), problem, model.featureCount, "\(name) missing")
    }
    let other: LearningProblem =
      problem.task == .multiclass
      ? .classification(classes: ["a", "b"]) : .classification(classes: ["a", "b", "c"])
    try requireRefusal(artifact, other, model.featureCount, "the files of another problem")
  }

  private func survivesDegenerateData(_ problem: LearningProblem) throws {
    let easy = LearningSet.easy(problem, rows: 60, seed: 1)
    let first = easy.features.columns[0]
    let constant = [Double](repeating: 3, count: 60)
    let oneTarget = [Double](repeating: easy.targets[0], count: 60)
    let sets: [(String, LearningSet)] = [
      ("one feature", easy.replacing(columns: [first])),
      ("a constant feature", easy.replacing(columns: [constant, first])),
      ("only a constant feature", easy.replacing(columns: [constant])),
      ("equal features", easy.replacing(columns: [first, first, first])),
      ("huge and tiny features", easy.replacing(columns: [first.map { $0 * 1e8 }, first.map { $0 * 1e-8 }])),
      ("one target", easy.replacing(columns: [first], targets: oneTarget)),
      ("two rows", easy.selecting(rows: [0, 1])), ("one row", easy.selecting(rows: [0])),
      ("more features than rows", easy.selecting(rows: Array(0..<3))),
    ]
    for (name, set) in sets {
      do throws(LearnersError) {
        let fitted = try learner.fit(set, validation: nil, limits: FitLimits())
        do { try requireWellFormed(fitted.model, set) } catch let violation as Violation {
          throw LearnersError.engine(learner: learner.name, message: violation.description)
        } catch {}
      } catch .unsupported {
        continue
      } catch {
        throw Violation(description: "\(name): \(error)")
      }
    }
  }

  private func survivesAbsentClass(_ problem: LearningProblem) throws {
    guard problem.task == .multiclass else { return }
    let width = problem.outputCount
    let absent = width - 1
    let all = LearningSet.easy(problem, rows: 200, seed: 1)
    let training = all.selecting(rows: all.targets.indices.filter { Int(all.targets[$0]) != absent })
    // The validation rows have the class, as in a fold of a rare one.
    let model = try fit(training).model
    try requireWellFormed(model, training)
    let answers = model.predict(training.features)
    let sum = training.targets.indices.reduce(0) { $0 + answers[$1 * width + absent] }
    let mean = sum / Double(training.rowCount)
    try require(mean < 0.2, problem, "a class without rows is expected in \(mean) of the rows")
  }

  private func refuses(_ problem: LearningProblem) throws {
    do {
      _ = try fit(.easy(problem, rows: 40, seed: 1))
    } catch LearnersError.unsupported {
      return
    }
    try require(false, problem, "it fits a problem that it does not support")
  }

  private func refitsWithFixedIterations(_ problem: LearningProblem) throws {
    let training = LearningSet.easy(problem, rows: 160, seed: 1)
    let fitted = try fit(training)
    guard let iterations = fitted.iterations else { return }
    let fixed = learner.fixingIterations(iterations)
    let again = try fixed.fit(training, validation: nil, limits: FitLimits())
    try require(
      again.iterations == iterations, problem,
      "\(iterations) iterations were asked for, \(again.iterations.map(String.init) ?? "none") were kept")
    try require(fixed.name == learner.name, problem, "fixing the iterations changes the name")
  }
}

// MARK: - Helpers of the checks

extension LearnerContract {
  /// Fits with validation rows, which is quicker than without for learners that then cross-validate.
  private func fit(_ training: LearningSet) throws(LearnersError) -> FittedModel {
    try learner.fit(training, validation: .easy(training.problem, rows: 60, seed: 2), limits: FitLimits())
  }

  private func loss(of model: any Model, on set: LearningSet) -> Double {
    set.problem.meanLoss(of: model.predict(set.features), targets: set.targets, weights: nil)
  }

  private func require(_ holds: Bool, _ problem: LearningProblem, _ message: String) throws {
    guard !holds else { return }
    let name = problem.isClassification ? "\(problem.task)" : "\(problem.loss)"
    throw Violation(description: "\(learner.name), \(name): \(message)")
  }

  private func requireWellFormed(_ model: any Model, _ set: LearningSet) throws {
    let problem = set.problem
    let answers = model.predict(set.features)
    try require(
      model.featureCount == set.features.columns.count, problem, "it states the wrong number of features")
    try require(model.outputCount == problem.outputCount, problem, "it states the wrong number of outputs")
    try require(
      answers.count == set.rowCount * problem.outputCount, problem, "it gives \(answers.count) numbers")
    try require(answers.allSatisfy(\.isFinite), problem, "an answer is not finite")
    if problem.isClassification {
      try require(answers.allSatisfy { (0...1).contains($0) }, problem, "a probability is outside [0, 1]")
    } else if problem.loss.isNonNegative {
      try require(answers.allSatisfy { $0 >= 0 }, problem, "a mean is negative")
    }
    guard problem.task == .multiclass else { return }
    for row in 0..<set.rowCount {
      let sum = answers[row * problem.outputCount..<(row + 1) * problem.outputCount].reduce(0, +)
      try require(abs(sum - 1) < 1e-6, problem, "the probabilities of a row add to \(sum)")
    }
  }

  private func requireRefusal(
    _ artifact: ModelArtifact, _ problem: LearningProblem, _ featureCount: Int, _ what: String
  ) throws {
    do {
      _ = try artifact.model(problem: problem, featureCount: featureCount)
    } catch {
      return
    }
    try require(false, problem, "\(what) is read without an error")
  }
}
