import Bundles
import DataFrames
import Features
import LatheCore

/// The features of one fold in one shape: fitted on its training rows, applied to its validation rows.
struct FoldFeatures: Sendable {
  let fitted: FittedFeatures
  let training: LearningSet
  let validation: LearningSet
  /// Seconds it took to make them.
  let seconds: Double
}

/// Makes each fold's features at most once, whichever worker asks first; the others wait for it.
final class FeatureCache: Sendable {
  private struct Key: Hashable {
    let fold: Int
    let options: FeatureOptions
  }

  private let table: TrainingTable
  private let folds: [Fold]
  private let monotone: [String: Int]
  let transform: TargetTransform
  private let seed: UInt64
  private let kept = OnceCache<Key, FoldFeatures>()
  private let samples = OnceCache<Key, LearningSet>()
  /// What is learnt from texts is the same in every view: one for each fold.
  private let texts: [LearntTexts]

  init(table: TrainingTable, folds: [Fold], monotone: [String: Int], transform: TargetTransform, seed: UInt64)
  {
    self.table = table
    self.folds = folds
    texts = folds.map { _ in LearntTexts() }
    self.monotone = monotone
    self.transform = transform
    self.seed = seed
  }

  /// The features of `fold` made with `options`.
  func features(fold: Int, options: FeatureOptions, limits: FitLimits) throws(FeaturesError) -> FoldFeatures {
    try kept.value(for: Key(fold: fold, options: options)) { () throws(FeaturesError) in
      try make(
        rows: folds[fold].training, validation: folds[fold].validation, options: options,
        texts: texts[fold], limits: limits)
    }
  }

  /// The rows of a fold that a first look at a candidate learns from.
  func sample(fold: Int, options: FeatureOptions, limits: FitLimits) throws(FeaturesError) -> LearningSet {
    let whole = try features(fold: fold, options: options, limits: limits).training
    return samples.value(for: Key(fold: fold, options: options)) { FirstLook.sample(of: whole, seed: seed) }
  }

  /// Features fitted on all rows, for a refit.
  func allRows(options: FeatureOptions, limits: FitLimits) throws(FeaturesError) -> FoldFeatures {
    try make(
      rows: Array(0..<table.rowCount), validation: [], options: options, texts: LearntTexts(), limits: limits)
  }

  /// Measured microseconds that the features of one row take; zero where they were not made.
  func microsecondsPerRow(fold: Int, options: FeatureOptions) -> Double {
    guard let fitted = try? features(fold: fold, options: options, limits: FitLimits(seed: seed)).fitted
    else {
      return 0
    }
    let rows = (0..<min(32, table.rowCount)).map { table.inputs.selecting(rows: [$0]) }
    return Deployer.medianMicroseconds(rows) { _ = fitted.transform($0) }
  }

  private func make(
    rows: [Int], validation: [Int], options: FeatureOptions, texts: LearntTexts, limits: FitLimits
  ) throws(FeaturesError) -> FoldFeatures {
    let start = ContinuousClock.now
    let isWhole = rows.count == table.rowCount
    let frame = isWhole ? table.inputs : table.inputs.selecting(rows: rows)
    let rawTargets = rows.map { table.targets[$0] }
    let targets = transform.forward(rawTargets)
    let weights = table.trainingWeights.map { weights in rows.map { weights[$0] } }
    var seeded = limits
    seeded.seed = seed
    let (fitted, matrix) = try FittedFeatures.fit(
      frame,
      target: SupervisedTarget(
        problem: table.problem, targets: targets, weights: weights,
        groups: table.groups.map { groups in rows.map { groups[$0] } }),
      options: options, learntTexts: texts, limits: seeded)
    let constraints =
      monotone.isEmpty
      ? [] : fitted.features.map { $0.followsSource ? monotone[$0.source] ?? 0 : 0 }
    let held =
      validation.isEmpty
      ? matrix.selecting(rows: []) : fitted.transform(table.inputs.selecting(rows: validation)).features
    return FoldFeatures(
      fitted: fitted,
      training: LearningSet(
        problem: table.problem, features: matrix, targets: targets, weights: weights, monotone: constraints),
      validation: LearningSet(
        problem: table.problem, features: held,
        targets: transform.forward(validation.map { table.targets[$0] }),
        weights: table.weights.map { weights in validation.map { weights[$0] } }, monotone: constraints),
      seconds: start.duration(to: .now) / .seconds(1))
  }
}
