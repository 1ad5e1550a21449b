import LatheCore

/// How the predictions of a regression miss: target minus prediction.
public struct ResidualSummary: Codable, Hashable, Sendable {
  /// A share and the residual below which it lies.
  public struct Quantile: Codable, Hashable, Sendable {
    /// The share of rows, from 0 to 1.
    public let level: Double
    /// The residual.
    public let residual: Double
  }

  /// A row.
  public struct Point: Codable, Hashable, Sendable {
    /// The target.
    public let actual: Double
    /// The prediction.
    public let predicted: Double
  }

  /// A stretch of residuals.
  public struct Bin: Codable, Hashable, Sendable {
    /// The smallest residual it can hold.
    public let lower: Double
    /// The end of the stretch.
    public let upper: Double
    /// The number of rows.
    public let count: Int
  }

  /// The number of rows.
  public let rowCount: Int
  /// The mean residual: what the model is off on average.
  public let mean: Double
  /// Quantiles from the smallest to the largest residual.
  public let quantiles: [Quantile]
  /// How many rows have which residual, between the quantiles 0.005 and 0.995; what lies beyond is in the outer bins.
  public let histogram: [Bin]
  /// All rows, or a random choice if there are more than asked for, in row order.
  public let points: [Point]

  /// The summary of one prediction and one target a row, weights left aside. O(n log n).
  ///
  /// - Parameter seed: Chooses the points.
  /// - Throws: ``MetricsError`` if the arrays are empty, their lengths disagree or a number is not finite.
  public init(
    predictions: [Double], targets: [Double], pointLimit: Int = 1_000, binCount: Int = 40, seed: UInt64 = 0
  ) throws(MetricsError) {
    _ = try ValueTargets(targets, weights: nil)
    try checkPredictions(predictions, rows: targets.count, problem: .regression())
    let sorted = zip(targets, predictions).map { $0 - $1 }.sorted()
    rowCount = targets.count
    mean = sorted.reduce(0, +) / Double(sorted.count)
    quantiles = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1].map {
      Quantile(level: $0, residual: sortedQuantile(sorted, $0))
    }
    histogram = Self.histogram(sorted, binCount: max(binCount, 1))
    var rows = Array(targets.indices)
    if rows.count > pointLimit {
      var random = RandomSource(seed: seed, stream: "residual points")
      rows.shuffle(using: &random)
      rows = rows.prefix(max(pointLimit, 0)).sorted()
    }
    points = rows.map { Point(actual: targets[$0], predicted: predictions[$0]) }
  }

  private static func histogram(_ sorted: [Double], binCount: Int) -> [Bin] {
    let lower = sortedQuantile(sorted, 0.005)
    let width = (sortedQuantile(sorted, 0.995) - lower) / Double(binCount)
    guard width > 0 else { return [Bin(lower: lower, upper: lower, count: sorted.count)] }
    var counts = [Int](repeating: 0, count: binCount)
    for residual in sorted {
      let place = min(max((residual - lower) / width, 0), Double(binCount - 1))
      counts[Int(place)] += 1
    }
    return counts.enumerated().map { index, count in
      Bin(lower: lower + Double(index) * width, upper: lower + Double(index + 1) * width, count: count)
    }
  }
}
