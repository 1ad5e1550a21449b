import LatheCore

/// The features of a column of two values: 0 for the first, 1 for the second.
///
/// For trees a missing value stays NaN. Dense, it becomes the more frequent value, with an indicator beside it if training had any.
struct BooleanTransform: Codable, Sendable {
  /// The spellings of false and true.
  let levels: LevelTable
  /// What replaces missing and unknown values, `nil` where they stay NaN.
  let fill: Double?
  /// Whether a second feature says that the value is missing.
  let indicatesMissing: Bool

  init(levels: LevelTable, codes: [Int32], view: FeatureView) {
    self.levels = levels
    let trueCount = codes.count { $0 == 1 }
    let falseCount = codes.count { $0 == 0 }
    fill = view == .dense ? (trueCount > falseCount ? 1 : 0) : nil
    indicatesMissing = view == .dense && trueCount + falseCount < codes.count
  }

  var featureCount: Int { indicatesMissing ? 2 : 1 }

  func features(source: String) -> [Feature] {
    let value = Feature(name: source, source: source, followsSource: true)
    guard indicatesMissing else { return [value] }
    return [value, Feature(name: "\(source) is missing", source: source)]
  }

  func append(_ values: Column.Values, to columns: inout [[Double]], report: inout ReadingReport) {
    let codes = levels.codes(values, report: &report)
    let absent = fill ?? .nan
    columns.append(codes.map { $0 < 0 ? absent : Double($0) })
    if indicatesMissing { columns.append(codes.map { $0 < 0 ? 1 : 0 }) }
  }

  func validate() throws(DamagedTransform) {
    try DamagedTransform.require(levels.levels.count == 2, "a boolean with \(levels.levels.count) values")
    try levels.validate()
    try DamagedTransform.require(
      fill == nil || fill == 0 || fill == 1, "a boolean filled with another number")
    try DamagedTransform.require(
      fill != nil || !indicatesMissing, "a missing indicator beside missing values")
  }
}
