import LatheCore

extension TermTransform {
  /// Terms are learnt from at most so many texts…
  static let sampleRows = 20_000
  /// …and about so many bytes.
  static let sampleBytes = 16_000_000

  /// What fitting gives, all of it unscaled, which is the same in every view.
  struct Fit: Sendable {
    /// The transform with the estimates by all rows.
    let transform: TermTransform
    /// For each fold the same terms and components with the estimates by the rows of other folds.
    let ofFold: [TermTransform]
  }

  /// Learns the terms of each kind from a sample of the texts of `column`; kinds without a frequent term are left out.
  static func fits(
    column: String, texts: TextValues, targets: [[Double]], weights: [Double]?, folds: [UInt8],
    limits: FitLimits
  ) throws(FeaturesError) -> [Fit] {
    // A stream that nothing else draws from, so that every view finds the same terms.
    var random = RandomSource(seed: limits.seed, stream: "text of \(column)")
    let present = (0..<texts.count).filter { !texts.isMissing($0) }
    let averageBytes = max(1, texts.bytes.count / max(1, present.count))
    let sample = random.sample(present, count: min(sampleRows, max(1_000, sampleBytes / averageBytes)))
    var fits: [Fit] = []
    for kind in TermKind.allCases {
      let fit = try fit(
        kind, texts: texts, rows: sample, targets: targets, weights: weights, folds: folds, random: &random,
        limits: limits)
      if let fit { fits.append(fit) }
    }
    return fits
  }

  /// Learns the terms of one kind from the texts at `rows`, none of which is missing; `nil` if no term is frequent enough.
  ///
  /// O(bytes), and O(terms found × components) an iteration for the decomposition.
  static func fit(
    _ kind: TermKind, texts: TextValues, rows: [Int], targets: [[Double]], weights: [Double]?, folds: [UInt8],
    random: inout RandomSource, limits: FitLimits
  ) throws(FeaturesError) -> Fit? {
    guard let vocabulary = try vocabulary(kind, texts: texts, rows: rows, limits: limits) else { return nil }
    var matrix = SparseMatrix(columnCount: vocabulary.terms.count)
    var text = NormalizedText()
    var counter = TermCounter(vocabulary)
    for (document, row) in rows.enumerated() {
      if document % 256 == 0 && limits.shouldStop { throw .interrupted }
      text.read(texts.utf8(row))
      counter.read(text)
      matrix.appendRow(columns: counter.indices, values: counter.weights)
    }
    guard
      let decomposition = TruncatedDecomposition(
        of: matrix, count: kind.maximumComponents, random: &random, limits: limits),
      let regression = TermRegression(
        texts: matrix, targets: targets.map { target in rows.map { target[$0] } },
        rowWeights: weights.map { weights in rows.map { weights[$0] } }, folds: rows.map { folds[$0] },
        limits: limits)
    else { throw .interrupted }
    let transform = TermTransform(
      vocabulary: vocabulary, loadings: decomposition.vectors.map(rounded),
      scalings: decomposition.singularValues.map { _ in StandardScaling.identity }, scores: regression.scores)
    guard transform.componentCount > 0 else { return nil }
    return Fit(
      transform: transform,
      ofFold: regression.scoresOfFold.map { scores in
        TermTransform(
          vocabulary: vocabulary, loadings: transform.loadings, scalings: transform.scalings, scores: scores)
      })
  }

  private static func vocabulary(
    _ kind: TermKind, texts: TextValues, rows: [Int], limits: FitLimits
  ) throws(FeaturesError) -> TermVocabulary? {
    var frequencies = DocumentFrequencies()
    var text = NormalizedText()
    for (document, row) in rows.enumerated() {
      if document % 256 == 0 && limits.shouldStop { throw .interrupted }
      text.read(texts.utf8(row))
      kind.forEachTerm(of: text) { frequencies.add($0, document: Int32(document)) }
    }
    let kept = frequencies.mostFrequent(
      kind.maximumTerms, minimum: kind.minimumDocuments, documentCount: rows.count)
    guard !kept.isEmpty else { return nil }
    return TermVocabulary(
      kind: kind, terms: kept.map(\.term), documentFrequencies: kept.map { UInt32($0.documents) },
      documentCount: rows.count)
  }

  /// The same with one scaling a feature.
  func scaled(by scalings: [StandardScaling]) -> TermTransform {
    TermTransform(
      vocabulary: vocabulary, loadings: loadings, scalings: Array(scalings.prefix(componentCount)),
      scores: zip(scores, scalings.suffix(scores.count)).map {
        TermScore(prior: $0.prior, weights: $0.weights, scaling: $1)
      })
  }
}
