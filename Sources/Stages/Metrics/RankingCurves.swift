import LatheCore

/// The trade between rows rightly and rows wrongly taken for a class, over all thresholds.
public struct ROCCurve: Codable, Hashable, Sendable {
  /// What one threshold gives.
  public struct Point: Codable, Hashable, Sendable {
    /// The share of the rows of other classes that score at least the threshold.
    public let falsePositiveRate: Double
    /// The share of the rows of the class that score at least the threshold.
    public let truePositiveRate: Double
    /// The threshold; `nil` for the first point, which takes no row for the class.
    public let threshold: Double?
  }

  /// The points from (0, 0) to (1, 1); at most as many as asked for, evenly spaced along the curve.
  public let points: [Point]
  /// The area under the curve of all points.
  public let area: Double

  /// The curve of class `positive` against all others. O(n log n).
  ///
  /// - Throws: ``MetricsError`` as ``Metric/auc``, also where one side has no rows.
  public init(
    predictions: [Double], targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    positive: Int = 1,
    pointLimit: Int = 512
  ) throws(MetricsError) {
    let outcomes = try rankedOutcomes(.auc, predictions, targets, weights, problem, positive)
    guard let area = outcomes.areaUnderCurve else {
      throw .undefined(metric: .auc, reason: "the rows do not hold two classes")
    }
    var points = [Point(falsePositiveRate: 0, truePositiveRate: 0, threshold: nil)]
    var found = 0.0
    var wrong = 0.0
    for index in (0..<outcomes.count).reversed() {
      found += outcomes.positives[index]
      wrong += outcomes.negatives[index]
      points.append(
        Point(
          falsePositiveRate: share(wrong, of: outcomes.negativeWeight),
          truePositiveRate: share(found, of: outcomes.positiveWeight), threshold: outcomes.scores[index]))
    }
    self.area = area
    self.points = thinned(points, limit: pointLimit) { ($0.falsePositiveRate, $0.truePositiveRate) }
  }
}

/// The trade between finding the rows of a class and being right about them, over all thresholds.
public struct PrecisionRecallCurve: Codable, Hashable, Sendable {
  /// What one threshold gives.
  public struct Point: Codable, Hashable, Sendable {
    /// The share of the rows of the class that score at least the threshold.
    public let recall: Double
    /// The share of the rows that score at least the threshold which are of the class.
    public let precision: Double
    /// The threshold; `nil` for the first point, which takes no row for the class and has precision 1 by convention.
    public let threshold: Double?
  }

  /// The points from recall 0 to recall 1; at most as many as asked for, evenly spaced along the curve.
  public let points: [Point]
  /// The average precision of all points; see ``Metric/averagePrecision``.
  public let averagePrecision: Double
  /// The share of rows that are of the class: the precision of taking all for it.
  public let positiveShare: Double

  /// The curve of class `positive` against all others. O(n log n).
  ///
  /// - Throws: ``MetricsError`` as ``Metric/averagePrecision``, also where the class has no rows.
  public init(
    predictions: [Double], targets: [Double], weights: [Double]? = nil, problem: LearningProblem,
    positive: Int = 1,
    pointLimit: Int = 512
  ) throws(MetricsError) {
    let outcomes = try rankedOutcomes(.averagePrecision, predictions, targets, weights, problem, positive)
    guard let averagePrecision = outcomes.averagePrecision else {
      throw .undefined(metric: .averagePrecision, reason: "no row is of the class")
    }
    var points = [Point(recall: 0, precision: 1, threshold: nil)]
    var found = 0.0
    var taken = 0.0
    for index in (0..<outcomes.count).reversed() {
      found += outcomes.positives[index]
      taken += outcomes.positives[index] + outcomes.negatives[index]
      let recall = share(found, of: outcomes.positiveWeight)
      points.append(
        Point(recall: recall, precision: share(found, of: taken), threshold: outcomes.scores[index]))
      // Beyond full recall precision only falls.
      if recall == 1 { break }
    }
    self.averagePrecision = averagePrecision
    positiveShare = outcomes.positiveWeight / (outcomes.positiveWeight + outcomes.negativeWeight)
    self.points = thinned(points, limit: pointLimit) { ($0.recall, $0.precision) }
  }
}

/// Class `positive` against all others, from checked arguments.
private func rankedOutcomes(
  _ metric: Metric, _ predictions: [Double], _ targets: [Double], _ weights: [Double]?,
  _ problem: LearningProblem, _ positive: Int
) throws(MetricsError) -> RankedOutcomes {
  guard metric.supports(problem) else { throw .unsupported(metric: metric, problem: problem) }
  let checked = try ClassTargets(targets, weights: weights, problem: problem)
  try checkPredictions(predictions, rows: checked.rowCount, problem: problem)
  guard problem.classes.indices.contains(positive) else {
    throw .undefined(metric: metric, reason: "there is no class of index \(positive)")
  }
  let scores =
    checked.isBinary
    ? (positive == 1 ? predictions : predictions.map { 1 - $0 })
    : (0..<checked.rowCount).map { predictions[$0 * checked.classCount + positive] }
  return scores.withUnsafeBufferPointer {
    RankedOutcomes(scores: $0, targets: checked, positive: Int32(positive))
  }
}

/// A part of a sum; the sum is 1 even where rounding in another order says otherwise.
private func share(_ part: Double, of whole: Double) -> Double {
  part > whole * (1 - 1e-12) ? 1 : part / whole
}

/// At most `limit` of the points of a line, first and last among them: the first on each of equal stretches of its length.
func thinned<Point>(_ points: [Point], limit: Int, _ place: (Point) -> (Double, Double)) -> [Point] {
  guard points.count > max(limit, 2), let first = points.first, let last = points.last else { return points }
  func distance(_ left: Point, _ right: Point) -> Double {
    abs(place(left).0 - place(right).0) + abs(place(left).1 - place(right).1)
  }
  let length = zip(points, points.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1) }
  let step = length / Double(max(limit, 3) - 2)
  var kept = [first]
  var next = step
  var travelled = 0.0
  for index in 1..<points.count - 1 {
    travelled += distance(points[index - 1], points[index])
    guard travelled >= next, kept.count < max(limit, 2) - 1 else { continue }
    kept.append(points[index])
    next = ((travelled / step).rounded(.down) + 1) * step
  }
  return kept + [last]
}
