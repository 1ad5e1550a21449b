import LatheCore

/// How often what is predicted comes true: predicted against observed probabilities, with the calibration error.
///
/// For two classes it is about the probability of `classes[1]`, for more about that of the most probable class.
public struct ReliabilityCurve: Codable, Hashable, Sendable {
  /// Rows of similar prediction.
  public struct Bin: Codable, Hashable, Sendable {
    /// The mean predicted probability.
    public let predicted: Double
    /// The share of rows in which it came true, with Wilson's interval at 95 %.
    public let observed: ConfidenceInterval
    /// The share of all weight that the bin holds.
    public let share: Double
  }

  /// The bins in ascending order of prediction, of about equal weight; equal predictions are never divided.
  public let bins: [Bin]
  /// The mean distance between predicted and observed, weighted by the bins' shares (Naeini et al., 2015).
  public let expectedCalibrationError: Double
  /// The Brier score of these probabilities: `reliability - resolution + uncertainty`, up to what varies within bins.
  public let brier: Double
  /// The squared distance between predicted and observed (Murphy, 1973); 0 is calibrated.
  public let reliability: Double
  /// The squared distance of the bins' observed shares from the overall share; more is sharper.
  public let resolution: Double
  /// The variance of the outcome, which no prediction changes.
  public let uncertainty: Double

  /// The curve of `predictions` in at most `binCount` bins. O(n log n).
  ///
  /// - Throws: ``MetricsError`` if the problem is a regression, lengths disagree or a number is not valid.
  public init(
    predictions: [Double], targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    binCount: Int = 10
  ) throws(MetricsError) {
    guard problem.isClassification else { throw .unsupported(metric: .brier, problem: problem) }
    let checked = try ClassTargets(targets, weights: weights, problem: problem)
    try checkPredictions(predictions, rows: checked.rowCount, problem: problem)
    let (scores, outcomes) = Self.events(predictions, checked)
    let events = try ClassTargets(
      outcomes, weights: weights, problem: .classification(classes: ["false", "true"]))
    let ranked = scores.withUnsafeBufferPointer { RankedOutcomes(scores: $0, targets: events, positive: 1) }
    let total = events.totalWeight
    let base = ranked.positiveWeight / total
    let rowsOfWeight = effectiveRows(weights, rows: targets.count) / total

    /// How many of the stretches of equal weight end up to `weight`.
    func stretch(_ weight: Double) -> Double { (weight / total * Double(binCount) + 1e-9).rounded(.down) }
    var bins: [Bin] = []
    var weight = 0.0
    var positive = 0.0
    var predicted = 0.0
    var done = 0.0
    var squares = 0.0
    for index in 0..<ranked.count {
      let score = ranked.scores[index]
      let here = ranked.positives[index] + ranked.negatives[index]
      weight += here
      positive += ranked.positives[index]
      predicted += here * score
      squares += ranked.positives[index] * (1 - score) * (1 - score) + ranked.negatives[index] * score * score
      // By stretches passed rather than bins made: a tie that fills several leaves the later ones no smaller bins.
      guard stretch(done + weight) > stretch(done) || index == ranked.count - 1 else { continue }
      bins.append(
        Bin(
          predicted: predicted / weight,
          observed: .wilson(share: min(positive / weight, 1), rows: weight * rowsOfWeight),
          share: weight / total))
      done += weight
      (weight, positive, predicted) = (0, 0, 0)
    }
    self.bins = bins
    brier = squares / total
    uncertainty = base * (1 - base)
    expectedCalibrationError = bins.reduce(0) { $0 + $1.share * abs($1.predicted - $1.observed.estimate) }
    reliability = bins.reduce(0) { sum, bin in
      let gap = bin.predicted - bin.observed.estimate
      return sum + bin.share * gap * gap
    }
    resolution = bins.reduce(0) { sum, bin in
      let gap = bin.observed.estimate - base
      return sum + bin.share * gap * gap
    }
  }

  /// The probability of the event of each row and whether it came true.
  private static func events(_ predictions: [Double], _ targets: ClassTargets) -> ([Double], [Double]) {
    if targets.isBinary { return (predictions, targets.classes.map(Double.init)) }
    var scores: [Double] = []
    var outcomes: [Double] = []
    predictions.withUnsafeBufferPointer { buffer in
      DecisionRule.mostProbable.forEachLabel(of: buffer, classCount: targets.classCount) { row, label in
        scores.append(buffer[row * targets.classCount + label])
        outcomes.append(label == Int(targets.classes[row]) ? 1 : 0)
      }
    }
    return (scores, outcomes)
  }
}
