import Foundation
import LatheCore

extension Calibration {
  /// The calibration that lowers the log-loss of these predictions, or ``identity`` where none does for sure.
  ///
  /// Candidates are tried from the simplest on: for two classes logistic, then isotonic if each class has
  /// 1,000 rows; for more classes a temperature, then a temperature with one offset a class. Each is fitted on four
  /// fifths of the rows and judged on the remaining fifth; it replaces the one before if the log-loss over all rows
  /// falls by more than one standard error of the difference.
  ///
  /// - Parameters:
  ///   - predictions: Out-of-fold, row-major as `LearningProblem` lays them out. Predictions of rows that the model
  ///     learnt from would calibrate nothing.
  ///   - keepingRanks: Whether only maps are tried that change the order of no rows and make none equal, for objectives
  ///     that judge ranks (``Metric/judgesRanks``): for two classes the logistic one, for more none.
  ///   - seed: Divides the rows into fifths.
  /// - Throws: ``MetricsError`` if lengths disagree or a number is not valid.
  /// - Complexity: O(n log n) for two classes, O(n × classes) for more; reads a random 200,000 probabilities at most.
  public static func fitted(
    predictions: [Double], targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    keepingRanks: Bool = false, seed: UInt64 = 0
  ) throws(MetricsError) -> Calibration {
    guard problem.isClassification else { return .identity }
    let all = try ClassTargets(targets, weights: weights, problem: problem)
    try checkPredictions(predictions, rows: all.rowCount, problem: problem)
    var random = RandomSource(seed: seed, stream: "calibration")
    var rows = Array(0..<all.rowCount)
    let limit = 200_000 / problem.outputCount
    if rows.count > limit {
      rows.shuffle(using: &random)
      rows = rows.prefix(limit).sorted()
    }
    guard let sample = CalibrationSample(predictions, all, rows: rows) else { return .identity }
    let parts = CrossFit(sample.targets, &random).parts
    let partRows = (0..<CrossFit.partCount).map { part in parts.indices.filter { parts[$0] == part } }
    guard partRows.allSatisfy({ !$0.isEmpty }) else { return .identity }

    var best = (fit: CalibrationSample.Fit.none, losses: sample.losses())
    for fit in sample.candidates(keepingRanks: keepingRanks) {
      guard let losses = sample.crossFittedLosses(fit, partRows, problem) else { continue }
      if isClearlyLower(losses, than: best.losses, weights: sample.targets.weights) { best = (fit, losses) }
    }
    return sample.fitted(best.fit) ?? .identity
  }

  /// Whether the weighted mean is lower by more than one standard error of the paired difference.
  private static func isClearlyLower(_ losses: [Double], than others: [Double], weights: [Double]?) -> Bool {
    var total = 0.0
    var sum = 0.0
    for row in losses.indices {
      let weight = weights.map { $0[row] } ?? 1
      total += weight
      sum += weight * (others[row] - losses[row])
    }
    let mean = sum / total
    var squares = 0.0
    for row in losses.indices {
      let error = (weights.map { $0[row] } ?? 1) * (others[row] - losses[row] - mean)
      squares += error * error
    }
    return mean > squares.squareRoot() / total
  }
}

/// Rows to fit calibrations on.
struct CalibrationSample {
  let predictions: [Double]
  let targets: ClassTargets

  /// What can be fitted.
  enum Fit {
    case none, logistic, isotonic, temperature, biasedTemperature
  }

  /// The rows at `rows`, `nil` if they have no weight.
  init?(_ predictions: [Double], _ targets: ClassTargets, rows: [Int]) {
    guard let selected = targets.selecting(rows: rows) else { return nil }
    let width = targets.isBinary ? 1 : targets.classCount
    self.targets = selected
    self.predictions =
      width == 1
      ? rows.map { predictions[$0] } : rows.flatMap { predictions[$0 * width..<($0 + 1) * width] }
  }

  /// The fits worth trying, simplest first.
  func candidates(keepingRanks: Bool) -> [Fit] {
    // A temperature changes the order of rows by the probability of one class, which depends on those of all.
    guard targets.isBinary else { return keepingRanks ? [] : [.temperature, .biasedTemperature] }
    guard !keepingRanks else { return [.logistic] }
    let positives = targets.classes.count { $0 == 1 }
    return min(positives, targets.rowCount - positives) >= 1_000 ? [.logistic, .isotonic] : [.logistic]
  }

  func fitted(_ fit: Fit) -> Calibration? {
    switch fit {
    case .none: .identity
    case .logistic: logistic()
    case .isotonic: IsotonicRegression(self).calibration(rowCount: targets.rowCount)
    case .temperature: softmaxScaling(hasOffsets: false)
    case .biasedTemperature: softmaxScaling(hasOffsets: true)
    }
  }

  /// The log-loss of each row.
  func losses() -> [Double] { Self.losses(of: predictions, targets) }

  /// The log-loss of each row under a calibration fitted on the other parts.
  func crossFittedLosses(_ fit: Fit, _ parts: [[Int]], _ problem: LearningProblem) -> [Double]? {
    var losses = [Double](repeating: 0, count: targets.rowCount)
    for part in parts.indices {
      let others = parts.indices.filter { $0 != part }.flatMap { parts[$0] }
      guard let training = CalibrationSample(predictions, targets, rows: others),
        let calibration = training.fitted(fit)
      else { return nil }
      guard let heldOut = CalibrationSample(predictions, targets, rows: parts[part]) else { continue }
      let calibrated = calibration.apply(to: heldOut.predictions, problem: problem)
      for (row, loss) in zip(parts[part], Self.losses(of: calibrated, heldOut.targets)) { losses[row] = loss }
    }
    return losses
  }

  private static func losses(of predictions: [Double], _ targets: ClassTargets) -> [Double] {
    targets.classes.enumerated().map { row, label in
      targets.isBinary
        ? -clippedLog(label == 1 ? predictions[row] : 1 - predictions[row])
        : -clippedLog(predictions[row * targets.classCount + Int(label)])
    }
  }
}
