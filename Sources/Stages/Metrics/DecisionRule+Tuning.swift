import LatheCore

extension DecisionRule {
  /// The rule that maximises `metric` on these predictions, or ``mostProbable`` where tuning would only fit noise.
  ///
  /// For two classes the best threshold is found exactly by one sweep over the sorted scores; of equally good ones
  /// it is the middle of the widest stretch between neighbouring scores. For more classes one multiplier a class
  /// is improved at a time, each by such a sweep. A rule that labels all rows alike is never chosen.
  ///
  /// Whether tuning pays is judged on rows it has not seen: rules tuned on four fifths of the rows label the
  /// remaining fifth, and their score over all rows must beat that of ``mostProbable`` by more than one standard
  /// error of the difference (infinitesimal jackknife; Efron, "The Jackknife, the Bootstrap and Other Resampling
  /// Plans", 1982).
  ///
  /// - Parameters:
  ///   - metric: One that needs labels. Precision and recall, which a degenerate rule maximises, and metrics
  ///     that need no labels give ``mostProbable``.
  ///   - predictions: Best out-of-fold, row-major as `LearningProblem` lays them out.
  ///   - seed: Divides the rows into fifths.
  /// - Throws: ``MetricsError`` as ``Metric/score(predictions:targets:weights:problem:decision:)``.
  /// - Complexity: O(n log n) for two classes; for more O(n × classes²), about a second at most: of
  ///   more than 100,000 rows, or n × classes² above 20 million, a random choice is read, and with less than 20 rows a
  ///   class nothing is tuned.
  public static func tuned(
    for metric: Metric, predictions: [Double], targets: [Double], weights: [Double]? = nil,
    problem: LearningProblem, seed: UInt64 = 0
  ) throws(MetricsError) -> DecisionRule {
    guard metric.supports(problem) else { throw .unsupported(metric: metric, problem: problem) }
    let checked = try ClassTargets(targets, weights: weights, problem: problem)
    try checkPredictions(predictions, rows: checked.rowCount, problem: problem)
    guard metric.needsLabels, metric != .precision, metric != .recall else { return .mostProbable }
    var random = RandomSource(seed: seed, stream: "decision rule")
    if checked.isBinary {
      return ThresholdSearch(metric: metric, predictions: predictions, targets: checked).rule(&random)
    }
    return MultiplierSearch(metric: metric, predictions: predictions, targets: checked).rule(&random)
  }
}

/// Parts of a sample, for judging a rule on rows that it was not tuned on.
struct CrossFit {
  static let partCount = 5
  /// The part each row belongs to; the rows of a class are spread evenly.
  let parts: [Int8]

  init(_ targets: ClassTargets, _ random: inout RandomSource) {
    var parts = [Int8](repeating: 0, count: targets.rowCount)
    var dealt = [Int](repeating: 0, count: targets.classCount)
    for row in (0..<targets.rowCount).shuffled(using: &random) {
      let label = Int(targets.classes[row])
      parts[row] = Int8(dealt[label] % Self.partCount)
      dealt[label] += 1
    }
    self.parts = parts
  }
}

/// Two labellings of the same rows, compared by a metric.
struct PairedLabels {
  private struct Cell {
    var weight = 0.0
    var squaredWeight = 0.0

    mutating func add(_ weight: Double) {
      self.weight += weight
      squaredWeight += weight * weight
    }
  }

  private let classCount: Int
  /// Rows by actual class, baseline label and candidate label: `(actual × classes + baseline) × classes + candidate`.
  private let cells: [(key: Int, cell: Cell)]

  init(targets: ClassTargets, baseline: [Int32], candidate: [Int32]) {
    classCount = targets.classCount
    var cells: [Int: Cell] = [:]
    for row in 0..<targets.rowCount {
      let key =
        (Int(targets.classes[row]) * classCount + Int(baseline[row])) * classCount + Int(candidate[row])
      cells[key, default: Cell()].add(targets.weight(row))
    }
    self.cells = cells.map { (key: $0.key, cell: $0.value) }.sorted { $0.key < $1.key }
  }

  /// Whether the candidate scores higher by more than one standard error of the difference.
  func isBetterThanNoise(_ metric: Metric) -> Bool {
    var baseline = ClassTally(classCount: classCount)
    var candidate = baseline
    var total = 0.0
    for (key, cell) in cells {
      count(key, cell.weight, &baseline, &candidate)
      total += cell.weight
    }
    let gain = candidate.value(of: metric) - baseline.value(of: metric)
    guard gain > 0 else { return false }
    // The variance of the difference is that of its linearisation in the weights of the rows.
    let step = total * 1e-6
    var variance = 0.0
    for (key, cell) in cells {
      var moreBaseline = baseline
      var moreCandidate = candidate
      count(key, step, &moreBaseline, &moreCandidate)
      let slope = (moreCandidate.value(of: metric) - moreBaseline.value(of: metric) - gain) / step
      variance += slope * slope * cell.squaredWeight
    }
    return gain > variance.squareRoot()
  }

  private func count(
    _ key: Int, _ weight: Double, _ baseline: inout ClassTally, _ candidate: inout ClassTally
  ) {
    let actual = key / (classCount * classCount)
    baseline.count(actual: actual, predicted: key / classCount % classCount, weight: weight)
    candidate.count(actual: actual, predicted: key % classCount, weight: weight)
  }
}
