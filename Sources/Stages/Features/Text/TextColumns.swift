import LatheCore

/// The numbers of many texts, one array a number, filled text by text.
struct TextColumns {
  /// One array for each statistic, NaN where the text is missing.
  private(set) var statistics: [[Double]]
  /// One array for each feature of the terms.
  var terms: [[Double]]

  private let kinds: [TextStatistic]
  private var counters: [TermCounter]
  private var text = NormalizedText()
  private var ofText: [Double] = []
  private var scratch: [Float] = []

  /// Columns of `rowCount` rows for the statistics `kinds` and the features of `terms`.
  init(_ kinds: [TextStatistic], terms: [TermTransform], rowCount: Int) {
    self.kinds = kinds
    statistics = kinds.map { _ in Array(repeating: Double.nan, count: rowCount) }
    let featureCount = terms.reduce(0) { $0 + $1.featureCount }
    self.terms = (0..<featureCount).map { _ in Array(repeating: 0.0, count: rowCount) }
    counters = terms.map { TermCounter($0.vocabulary) }
  }

  /// Fills the row of one text by `transforms`, whose vocabularies are those of the terms at first. O(bytes × components).
  mutating func read(_ row: Int, of texts: TextValues, by transforms: [TermTransform]) {
    text.read(texts.utf8(row))
    if !texts.isMissing(row) {
      let counts = TextCounts(text)
      for (index, kind) in kinds.enumerated() { statistics[index][row] = counts[kind] }
    }
    ofText.removeAll(keepingCapacity: true)
    for (index, transform) in transforms.enumerated() {
      counters[index].read(text)
      transform.append(counters[index], to: &ofText, scratch: &scratch)
    }
    for (index, number) in ofText.enumerated() { terms[index][row] = number }
  }
}
