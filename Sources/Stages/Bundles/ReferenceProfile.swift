import LatheCore

/// What the training data and the ensemble's predictions looked like: what later data are compared with.
public struct ReferenceProfile: Codable, Sendable, Hashable {
  /// Rows of training data.
  public let rowCount: Int
  /// One sketch for each of the manifest's inputs, in their order.
  public let columns: [ColumnSketch]
  /// One sketch for each number of a prediction, made of predictions for rows that their models had not learnt from.
  public let predictions: [NumericSketch]

  /// Rows from which quantiles are taken where there are more.
  public static let sampledRows = 20_000

  /// The profile of a bundle's inputs and predictions.
  ///
  /// - Parameters:
  ///   - frame: The training data; it has all columns of `inputs`.
  ///   - inputs: The columns to sketch.
  ///   - predictions: Row-major, `outputCount` a row; rows may be fewer than the frame's, or none.
  ///   - outputCount: Numbers of a prediction; see `LearningProblem.outputCount`.
  ///   - seed: Of the sample that quantiles come from.
  /// - Complexity: O(rows × columns).
  public init(
    frame: DataFrame, inputs: [ColumnSchema], predictions: [Double], outputCount: Int, seed: UInt64
  ) {
    rowCount = frame.rowCount
    let sample = Self.sample(of: frame.rowCount, seed: seed)
    columns = inputs.compactMap { input in frame[input.name].map { ColumnSketch(of: $0, sample: sample) } }
    let predictedRows = predictions.count / max(outputCount, 1)
    let predictedSample = Self.sample(of: predictedRows, seed: seed)
    self.predictions = (0..<outputCount).map { output in
      let column = (0..<predictedRows).map { predictions[$0 * outputCount + output] }
      return NumericSketch(of: column, sample: predictedSample)
    }
  }

  /// One random row of each of ``sampledRows`` equal stretches of the rows; `nil` for all rows.
  private static func sample(of rowCount: Int, seed: UInt64) -> [Int]? {
    guard rowCount > sampledRows else { return nil }
    var random = RandomSource(seed: seed, stream: "reference-profile")
    let stretch = Double(rowCount) / Double(sampledRows)
    return (0..<sampledRows).map { index in
      min(Int((Double(index) + random.uniform()) * stretch), rowCount - 1)
    }
  }

  /// Throws unless the profile is possible and belongs to `manifest`.
  func check(against manifest: Manifest) throws(BundlesError) {
    func require(_ condition: Bool, _ reason: String) throws(BundlesError) {
      guard condition else { throw .damaged(file: BundlePath.reference, reason: reason) }
    }
    try require(rowCount >= 0, "a negative number of rows")
    try require(
      columns.map(\.name) == manifest.inputs.map(\.name), "its columns are not the manifest's inputs")
    try require(
      columns.allSatisfy { $0.isConsistent(rowCount: rowCount) },
      "the counts of a column contradict each other")
    try require(
      predictions.count == manifest.problem.outputCount && predictions.allSatisfy(\.isConsistent),
      "its predictions are not those of the problem")
  }
}
