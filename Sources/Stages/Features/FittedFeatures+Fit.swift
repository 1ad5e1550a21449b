import Dispatch
import LatheCore
import Synchronization

extension FittedFeatures {
  /// Fits features on all rows of `frame`, which must be training rows only and hold no target.
  ///
  /// In the training matrix, target encodings are out-of-fold, so that a learner can be fitted on it: each row's comes from rows of other folds
  /// (five, drawn by the seed; where there are groups, of other groups), never from its own target. All else in it is what ``transform(_:)``
  /// gives for the same rows. Columns that are identifiers or constant are left out, with a note.
  ///
  /// O(rows × columns), and O(bytes × components) for texts. Quantiles come from a sample of 100,000 rows, the terms of texts from one of
  /// 20,000. Columns are fitted on up to `limits.threads` threads; the result depends on the rows, the options and the seed alone.
  ///
  /// - Parameter learntTexts: What earlier fits of the same rows have learnt from texts, and learns what this one adds; `nil` to learn all
  ///   anew. The result is the same.
  /// - Throws: ``FeaturesError/interrupted`` if `limits` ask to stop; ``FeaturesError/noUsableColumn(columns:)`` if nothing varies.
  public static func fit(
    _ frame: DataFrame, target: SupervisedTarget, options: FeatureOptions,
    learntTexts: LearntTexts? = nil, limits: FitLimits
  ) throws(FeaturesError) -> (fitted: FittedFeatures, training: FeatureMatrix) {
    for count in [
      target.targets.count, target.weights?.count ?? frame.rowCount, target.groups?.count ?? frame.rowCount,
    ] where count != frame.rowCount {
      throw .rowCounts(rows: frame.rowCount, targets: count)
    }
    let fitter = ColumnFitter(
      rowCount: frame.rowCount, target: target, options: options, learntTexts: learntTexts ?? LearntTexts(),
      limits: limits)
    var inputs: [ColumnSchema] = []
    var transforms: [ColumnTransform] = []
    var names = UniqueNames()
    var features: [Feature] = []
    var columns: [[Double]] = []
    var notes: [Diagnostic] = []
    for (column, result) in zip(frame.columns, outcomes(of: frame.columns, by: fitter)) {
      let outcome = try result.get()
      guard case .fitted(let fit) = outcome else {
        if case .ignored(let reason) = outcome { notes.append(.ignored(column, reason: reason)) }
        continue
      }
      inputs.append(ColumnSchema(name: column.name, kind: column.kind))
      transforms.append(fit.transform)
      features += fit.features.map { names.unique($0) }
      columns += fit.training
    }
    guard !features.isEmpty else { throw .noUsableColumn(columns: frame.columns.count) }
    let fitted = FittedFeatures(
      view: options.view, features: features, inputs: inputs, notes: notes, transforms: transforms)
    return (fitted, FeatureMatrix(features: features, columns: columns, rowCount: frame.rowCount))
  }

  /// What comes of each column, several at a time; each draws from random streams of its own.
  private static func outcomes(
    of columns: [Column], by fitter: ColumnFitter
  ) -> [Result<ColumnFitter.Outcome, FeaturesError>] {
    // Texts take longest, so they begin first.
    let order = columns.indices.filter { columns[$0].isText } + columns.indices.filter { !columns[$0].isText }
    let next = Atomic(0)
    let results = Mutex(
      [Result<ColumnFitter.Outcome, FeaturesError>](repeating: .failure(.interrupted), count: columns.count))
    DispatchQueue.concurrentPerform(iterations: min(max(fitter.limits.threads, 1), columns.count)) { _ in
      while true {
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard turn < order.count else { return }
        let position = order[turn]
        let result = Result { () throws(FeaturesError) in try fitter.fit(columns[position]) }
        results.withLock { $0[position] = result }
      }
    }
    return results.withLock { $0 }
  }
}

extension Column {
  fileprivate var isText: Bool { if case .texts = values { true } else { false } }
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
