import LatheCore

extension TextTransform {
  /// Terms are learnt from at most so many texts…
  static let sampleRows = 20_000
  /// …and about so many bytes.
  static let sampleBytes = 16_000_000

  /// The transform of a column of text; `nil` if it would make no feature.
  static func fit(
    _ column: Column, texts: TextValues, target: SupervisedTarget, folds: [UInt8], options: FeatureOptions,
    limits: FitLimits
  ) throws(FeaturesError) -> ColumnTransform.Fit? {
    var random = RandomSource(seed: limits.seed, stream: "text of \(column.name)")
    let quantities = try quantities(of: texts, view: options.view, random: &random, limits: limits)
    let present = (0..<texts.count).filter { !texts.isMissing($0) }
    let averageBytes = max(1, texts.bytes.count / max(1, present.count))
    let sample = random.sample(present, count: min(sampleRows, max(1_000, sampleBytes / averageBytes)))

    let targets = options.textTargetEncoding ? target.encodedTargets : []
    var fits: [TermTransform.Fit] = []
    for kind in TermKind.allCases {
      let fit = try TermTransform.fit(
        kind, texts: texts, rows: sample, targets: targets.map(\.values), weights: target.weights,
        folds: folds,
        random: &random, limits: limits)
      if let fit { fits.append(fit) }
    }
    var transform = TextTransform(
      quantities: quantities,
      // For trees the statistics say that the text is missing, unless there are none.
      indicatesMissing: present.count < texts.count && (options.view == .dense || quantities.isEmpty),
      terms: fits.map(\.transform))
    guard transform.featureCount > 0 else { return nil }

    // Rows outside the sample had no part in the regression, so what it says of them is out of their fold as it is.
    var columns: [[Double]] = []
    transform.append(texts, to: &columns)
    var scores: [Int: [Double]] = [:]
    var next = columns.count - fits.reduce(0) { $0 + $1.transform.featureCount }
    var terms: [TermTransform] = []
    for fit in fits {
      let features = next..<next + fit.transform.featureCount
      let firstScore = features.upperBound - fit.outOfFold.count
      for (index, estimates) in fit.outOfFold.enumerated() {
        for (row, estimate) in zip(sample, estimates) { columns[firstScore + index][row] = estimate }
      }
      let scaled = options.view == .dense ? fit.transform.scaled(by: columns[features]) : fit.transform
      for (index, score) in scaled.scores.enumerated() {
        scores[firstScore + index] = columns[firstScore + index].map { score.scaling($0) }
      }
      terms.append(scaled)
      next = features.upperBound
    }
    transform = TextTransform(
      quantities: quantities, indicatesMissing: transform.indicatesMissing, terms: terms)
    return ColumnTransform.Fit(
      transform: .text(transform),
      features: transform.features(source: column.name, scoreNames: targets.map(\.name)), outOfFold: scores)
  }

  private static func quantities(
    of texts: TextValues, view: FeatureView, random: inout RandomSource, limits: FitLimits
  ) throws(FeaturesError) -> [Quantity] {
    var columns = TextStatistic.allCases.map { _ in Array(repeating: Double.nan, count: texts.count) }
    var text = NormalizedText()
    for row in 0..<texts.count where !texts.isMissing(row) {
      if row % 1024 == 0 && limits.shouldStop { throw .interrupted }
      text.read(texts.utf8(row))
      let counts = TextCounts(text)
      for (index, statistic) in TextStatistic.allCases.enumerated() {
        columns[index][row] = counts[statistic]
      }
    }
    var quantities: [Quantity] = []
    for (statistic, values) in zip(TextStatistic.allCases, columns) {
      guard let first = values.first(where: { !$0.isNaN }),
        values.contains(where: { $0 != first && !$0.isNaN })
      else { continue }
      let transform = view == .trees ? .identity : NumericTransform(denseFor: values, random: &random)
      quantities.append(Quantity(statistic: statistic, transform: transform.withoutIndicator))
    }
    return quantities
  }
}
