import LatheCore

extension TermTransform {
  /// What fitting gives: the transform, unscaled, and for each score its estimates of the sampled rows by the rows of other folds.
  struct Fit {
    let transform: TermTransform
    let outOfFold: [[Double]]
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
    let identity = StandardScaling(center: 0, scale: 1)
    let transform = TermTransform(
      vocabulary: vocabulary, loadings: decomposition.vectors.map(rounded),
      scalings: decomposition.singularValues.map { _ in identity },
      scores: zip(regression.weights, regression.priors).map {
        TermScore(prior: $1, weights: $0, scaling: identity)
      })
    guard transform.componentCount > 0 else { return nil }
    return Fit(transform: transform, outOfFold: regression.outOfFold)
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

  /// The same with each feature scaled by its training column.
  func scaled(by columns: ArraySlice<[Double]>) -> TermTransform {
    let scalings = columns.map { StandardScaling(fitting: $0) ?? StandardScaling(center: 0, scale: 1) }
    return TermTransform(
      vocabulary: vocabulary, loadings: loadings, scalings: Array(scalings.prefix(componentCount)),
      scores: zip(scores, scalings.suffix(scores.count)).map {
        TermScore(prior: $0.prior, weights: $0.weights, scaling: $1)
      })
  }
}
