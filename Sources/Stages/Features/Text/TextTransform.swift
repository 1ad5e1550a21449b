import LatheCore

/// The features of a column of text: statistics of its form, and components and estimates of the target from its words and from its character
/// runs.
///
/// A missing text has no terms; its statistics are NaN for trees and, dense, those of a median text beside an indicator if training had any.
struct TextTransform: Codable, Sendable {
  /// A statistic and what becomes of it.
  struct Quantity: Codable, Sendable {
    let statistic: TextStatistic
    let transform: NumericTransform
  }

  /// The statistics that vary.
  let quantities: [Quantity]
  /// Whether a feature says that the text is missing.
  let indicatesMissing: Bool
  /// The terms, by kind.
  let terms: [TermTransform]

  var featureCount: Int {
    quantities.count + (indicatesMissing ? 1 : 0) + terms.reduce(0) { $0 + $1.featureCount }
  }

  /// The features of column `source`; one name for each score of the terms.
  func features(source: String, scoreNames: [String]) -> [Feature] {
    var names = quantities.map(\.statistic.name)
    if indicatesMissing { names.append("is missing") }
    for term in terms {
      let kind = term.vocabulary.kind.rawValue
      names += (1...term.componentCount).map { "\(kind) \($0)" }
      names += scoreNames.map { "\(kind) \($0)" }
    }
    return names.map { Feature(name: "\(source) \($0)", source: source) }
  }

  /// O(bytes × components).
  func append(_ texts: TextValues, to columns: inout [[Double]]) {
    let rowCount = texts.count
    var statistics = quantities.map { _ in Array(repeating: Double.nan, count: rowCount) }
    let first = columns.count + quantities.count + (indicatesMissing ? 1 : 0)
    var numbers = (first..<columns.count + featureCount).map { _ in Array(repeating: 0.0, count: rowCount) }

    var text = NormalizedText()
    var counters = terms.map { TermCounter($0.vocabulary) }
    var ofText: [Double] = []
    var scratch: [Float] = []
    for row in 0..<rowCount {
      text.read(texts.utf8(row))
      if !texts.isMissing(row) {
        let counts = TextCounts(text)
        for (index, quantity) in quantities.enumerated() {
          statistics[index][row] = counts[quantity.statistic]
        }
      }
      ofText.removeAll(keepingCapacity: true)
      for (index, term) in terms.enumerated() {
        counters[index].read(text)
        term.append(counters[index], to: &ofText, scratch: &scratch)
      }
      for (index, number) in ofText.enumerated() { numbers[index][row] = number }
    }

    for (quantity, values) in zip(quantities, statistics) { quantity.transform.append(values, to: &columns) }
    if indicatesMissing { columns.append((0..<rowCount).map { texts.isMissing($0) ? 1 : 0 }) }
    columns += numbers
  }

  func validate() throws(DamagedTransform) {
    for quantity in quantities {
      try quantity.transform.validate()
      try DamagedTransform.require(
        !quantity.transform.indicatesMissing, "a statistic that can be missing alone")
    }
    try DamagedTransform.require(
      Set(quantities.map(\.statistic)).count == quantities.count, "a statistic that occurs twice")
    for term in terms { try term.validate() }
  }
}
