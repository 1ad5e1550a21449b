import LatheCore

/// The fitted way from a frame's columns to a matrix of features.
///
/// Fitted once on training rows, the same value transforms them and every row to come, in a batch or alone. As JSON it keeps every number
/// exactly, and decoding refuses transforms that contradict themselves (``FeaturesError/damaged(column:reason:)``).
///
/// ```swift
/// let (fitted, training) = try FittedFeatures.fit(
///   frame, target: target, options: FeatureOptions(view: .trees), limits: limits)
/// let (features, diagnostics) = fitted.transform(newRows)
/// ```
public struct FittedFeatures: Sendable {
  /// Whom the features are for.
  public let view: FeatureView
  /// The features of the matrix that ``transform(_:)`` makes.
  public let features: [Feature]
  /// The columns it reads.
  public let inputs: [ColumnSchema]
  /// What fitting left out, and why.
  public let notes: [Diagnostic]
  /// One transform for each of ``inputs``.
  let transforms: [ColumnTransform]

  init(
    view: FeatureView, features: [Feature], inputs: [ColumnSchema], notes: [Diagnostic],
    transforms: [ColumnTransform]
  ) {
    self.view = view
    self.features = features
    self.inputs = inputs
    self.notes = notes
    self.transforms = transforms
  }

  /// The features of `frame`'s rows, and what was odd about them.
  ///
  /// Nothing in a frame makes this fail: a column that is missing counts as all missing, columns that training did not have are ignored, values
  /// are converted where their representation differs, and unseen categories are unknown; a diagnostic says so each time.
  /// O(rows × features).
  public func transform(_ frame: DataFrame) -> (features: FeatureMatrix, diagnostics: [Diagnostic]) {
    var reading = FrameReading()
    let features = transform(frame, reading: &reading)
    return (features, diagnostics(of: reading))
  }

  /// The features of a block of rows; what was odd about them is added to `reading`.
  ///
  /// For frames that go through in blocks: ``diagnostics(of:)`` then speaks of all blocks together.
  public func transform(_ block: DataFrame, reading: inout FrameReading) -> FeatureMatrix {
    var columns: [[Double]] = []
    columns.reserveCapacity(features.count)
    var found = 0
    for (schema, transform) in zip(inputs, transforms) {
      var report = ReadingReport()
      if let column = block[schema.name] {
        found += 1
        transform.append(column.values, to: &columns, report: &report)
        reading.add(report, column: schema.name)
      } else {
        let missing = Column.Values.missing(like: schema.kind, rowCount: block.rowCount)
        transform.append(missing, to: &columns, report: &report)
        reading.addMissing(column: schema.name)
      }
    }
    if found < block.columns.count {
      let known = Set(inputs.map(\.name)).union(notes.compactMap(\.column))
      reading.setExtra(columns: block.names.filter { !known.contains($0) })
    }
    reading.addRows(block.rowCount)
    return FeatureMatrix(features: features, columns: columns, rowCount: block.rowCount)
  }

  /// What was odd about all rows of a reading, in words.
  public func diagnostics(of reading: FrameReading) -> [Diagnostic] {
    reading.diagnostics(inputs: inputs)
  }
}

extension Column.Values {
  /// Missing values, stored as a column of `kind` is.
  static func missing(like kind: ColumnKind, rowCount: Int) -> Column.Values {
    switch kind {
    case .integer, .float, .identifier, .constant:
      .numbers(Array(repeating: .nan, count: rowCount))
    case .boolean, .category:
      .categories(CategoricalValues(codes: Array(repeating: LevelTable.missing, count: rowCount), levels: []))
    case .date, .dateTime:
      .instants(Array(repeating: .nan, count: rowCount))
    case .text:
      .texts(
        TextValues(
          bytes: [], offsets: Array(repeating: 0, count: rowCount + 1),
          missing: Array(repeating: true, count: rowCount)))
    }
  }
}
