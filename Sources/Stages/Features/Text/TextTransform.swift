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
    var numbers = TextColumns(quantities.map(\.statistic), terms: terms, rowCount: texts.count)
    for row in 0..<texts.count { numbers.read(row, of: texts, by: terms) }
    for (quantity, values) in zip(quantities, numbers.statistics) {
      quantity.transform.append(values, to: &columns)
    }
    if indicatesMissing { columns.append(Self.missingIndicator(of: texts)) }
    columns += numbers.terms
  }

  /// For each text whether it is missing.
  static func missingIndicator(of texts: TextValues) -> [Double] {
    (0..<texts.count).map { texts.isMissing($0) ? 1 : 0 }
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
