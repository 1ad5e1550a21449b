import LatheCore

extension TextTransform {
  /// Texts that are read between two looks at the limits.
  private static let rowsBetweenLooks = 256

  /// The transform of a column of text and its training columns; `nil` if it would make no feature. O(bytes × components).
  static func fit(
    _ column: Column, texts: TextValues, target: SupervisedTarget, folds: [UInt8], options: FeatureOptions,
    learntTexts: LearntTexts, limits: FitLimits
  ) throws(FeaturesError) -> ColumnTransform.Fit? {
    let targets = options.textTargetEncoding ? target.encodedTargets : []
    let fits = try learntTexts.terms(column: column.name, hasScores: options.textTargetEncoding) {
      () throws(FeaturesError) in
      try TermTransform.fits(
        column: column.name, texts: texts, targets: targets.map(\.values), weights: target.weights,
        folds: folds, limits: limits)
    }

    // Each text is read once: its numbers tell how to scale them and become the training columns.
    var numbers = TextColumns(TextStatistic.allCases, terms: fits.map(\.transform), rowCount: texts.count)
    let termsOfFold = (0..<TargetEncoding.foldCount).map { fold in fits.map { $0.ofFold[fold] } }
    for row in 0..<texts.count {
      if row % rowsBetweenLooks == 0 && limits.shouldStop { throw .interrupted }
      numbers.read(row, of: texts, by: termsOfFold[Int(folds[row])])
    }

    var training: [[Double]] = []
    var quantities: [Quantity] = []
    var random = RandomSource(seed: limits.seed, stream: "quantiles of \(column.name)")
    for (statistic, values) in zip(TextStatistic.allCases, numbers.statistics) where varies(values) {
      let transform =
        options.view == .trees ? .identity : NumericTransform(denseFor: values, random: &random)
      let quantity = Quantity(statistic: statistic, transform: transform.withoutIndicator)
      quantity.transform.append(values, to: &training)
      quantities.append(quantity)
    }
    // For trees the statistics say that the text is missing, unless there are none.
    let indicatesMissing =
      texts.missing.contains(true) && (options.view == .dense || quantities.isEmpty)
    if indicatesMissing { training.append(missingIndicator(of: texts)) }
    let terms = options.view == .dense ? scaled(fits, &numbers.terms) : fits.map(\.transform)
    training += numbers.terms

    let transform = TextTransform(quantities: quantities, indicatesMissing: indicatesMissing, terms: terms)
    guard transform.featureCount > 0 else { return nil }
    return ColumnTransform.Fit(
      .text(transform), features: transform.features(source: column.name, scoreNames: targets.map(\.name)),
      training: training)
  }

  /// Whether the numbers that are there differ.
  private static func varies(_ numbers: [Double]) -> Bool {
    guard let first = numbers.first(where: { !$0.isNaN }) else { return false }
    return numbers.contains { $0 != first && !$0.isNaN }
  }

  /// Scales the training columns of `fits`, where they lie, and the terms as their columns.
  private static func scaled(_ fits: [TermTransform.Fit], _ columns: inout [[Double]]) -> [TermTransform] {
    var next = 0
    return fits.map { fit in
      var scalings: [StandardScaling] = []
      for index in next..<next + fit.transform.featureCount {
        let scaling = StandardScaling(fitting: columns[index]) ?? StandardScaling.identity
        scaling.apply(to: &columns[index])
        scalings.append(scaling)
      }
      next += fit.transform.featureCount
      return fit.transform.scaled(by: scalings)
    }
  }
}
