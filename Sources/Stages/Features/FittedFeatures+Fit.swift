import LatheCore

extension FittedFeatures {
  /// Fits features on all rows of `frame`, which must be training rows only and hold no target.
  ///
  /// In the training matrix, target encodings are out-of-fold, so that a learner can be fitted on it: each row's comes from rows of other folds
  /// (five, drawn by the seed), never from its own target. All else in it is what ``transform(_:)`` gives for the same rows. Columns that are
  /// identifiers or constant are left out, with a note.
  ///
  /// O(rows × columns); quantiles come from a sample of 100,000 rows.
  /// The result depends on the rows, the options and the seed, not on the number of threads.
  ///
  /// - Throws: ``FeaturesError/interrupted`` if `limits` ask to stop; ``FeaturesError/noUsableColumn(columns:)`` if nothing varies.
  public static func fit(
    _ frame: DataFrame, target: SupervisedTarget, options: FeatureOptions, limits: FitLimits
  ) throws(FeaturesError) -> (fitted: FittedFeatures, training: FeatureMatrix) {
    for count in [target.targets.count, target.weights?.count ?? frame.rowCount] where count != frame.rowCount
    {
      throw .rowCounts(rows: frame.rowCount, targets: count)
    }
    let fitter = ColumnFitter(rowCount: frame.rowCount, target: target, options: options, limits: limits)
    var inputs: [ColumnSchema] = []
    var transforms: [ColumnTransform] = []
    var names = UniqueNames()
    var features: [Feature] = []
    var columns: [[Double]] = []
    var notes: [Diagnostic] = []
    for column in frame.columns {
      guard !limits.shouldStop else { throw .interrupted }
      let outcome = try fitter.fit(column)
      guard case .fitted(let fit) = outcome else {
        if case .ignored(let reason) = outcome { notes.append(.ignored(column, reason: reason)) }
        continue
      }
      inputs.append(ColumnSchema(name: column.name, kind: column.kind))
      transforms.append(fit.transform)
      features += fit.features.map { names.unique($0) }
      let first = columns.count
      var report = ReadingReport()
      fit.transform.append(column.values, rowCount: frame.rowCount, to: &columns, report: &report)
      for (position, values) in fit.outOfFold { columns[first + position] = values }
    }
    guard !features.isEmpty else { throw .noUsableColumn(columns: frame.columns.count) }
    let fitted = FittedFeatures(
      view: options.view, features: features, inputs: inputs, notes: notes, transforms: transforms)
    return (fitted, FeatureMatrix(features: features, columns: columns, rowCount: frame.rowCount))
  }
}

extension Diagnostic {
  fileprivate static func ignored(_ column: Column, reason: String) -> Diagnostic {
    Diagnostic(
      .note, code: "ignored-column", message: "column \"\(column.name)\" is not used: \(reason)",
      column: column.name)
  }
}

/// Names features so that no two are alike, whatever the columns are called.
private struct UniqueNames {
  private var taken: Set<String> = []

  mutating func unique(_ feature: Feature) -> Feature {
    var name = feature.name
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(feature.name) (\(number))"
      number += 1
    }
    return Feature(
      name: name, source: feature.source, kind: feature.kind, followsSource: feature.followsSource)
  }
}
