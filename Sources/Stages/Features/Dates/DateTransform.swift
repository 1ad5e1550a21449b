import LatheCore

/// The features of a date: those parts of it that vary in training.
///
/// For trees a missing date is NaN in each. Dense, the trend is scaled, a missing date is 0 in each part (the mean of the trend, the centre of
/// the cycles), and an indicator stands beside them if training had any.
struct DateTransform: Codable, Sendable {
  /// The parts, one feature each.
  let parts: [DatePart]
  /// The scaling of ``DatePart/day``, `nil` for trees.
  let trend: StandardScaling?
  /// Whether a last feature says that the date is missing.
  let indicatesMissing: Bool

  init(seconds: [Double], view: FeatureView) {
    let missing = seconds.contains { CalendarDate(seconds: $0) == nil }
    let days = seconds.filter { CalendarDate(seconds: $0) != nil }.map { $0 / CalendarDate.secondsPerDay }
    parts = Self.varying(DatePart.parts(for: view), in: seconds)
    trend = view == .dense ? StandardScaling(fitting: days) ?? StandardScaling.identity : nil
    // Without any part that varies, that there is a date at all is what is left to know.
    indicatesMissing = missing && (view == .dense || parts.isEmpty)
  }

  /// Those of `parts` that are not the same for all dates.
  private static func varying(_ parts: [DatePart], in seconds: [Double]) -> [DatePart] {
    var first: [Double] = []
    var varies = Array(repeating: false, count: parts.count)
    for second in seconds {
      guard let date = CalendarDate(seconds: second) else { continue }
      if first.isEmpty {
        first = parts.map { $0.value(of: date, seconds: second) }
        continue
      }
      for index in parts.indices where !varies[index] {
        varies[index] = parts[index].value(of: date, seconds: second) != first[index]
      }
      if !varies.contains(false) { break }
    }
    return zip(parts, varies).filter(\.1).map(\.0)
  }

  var featureCount: Int { parts.count + (indicatesMissing ? 1 : 0) }

  func features(source: String) -> [Feature] {
    var features = parts.map {
      Feature(name: "\(source) \($0.name)", source: source, followsSource: $0.followsTime)
    }
    if indicatesMissing { features.append(Feature(name: "\(source) is missing", source: source)) }
    return features
  }

  func append(_ seconds: [Double], to columns: inout [[Double]]) {
    let first = columns.count
    let absent = trend == nil ? Double.nan : 0
    for _ in parts { columns.append(Array(repeating: absent, count: seconds.count)) }
    if indicatesMissing { columns.append(Array(repeating: 1, count: seconds.count)) }
    for (row, second) in seconds.enumerated() {
      guard let date = CalendarDate(seconds: second) else { continue }
      for (index, part) in parts.enumerated() {
        var value = part.value(of: date, seconds: second)
        if part == .day, let trend { value = trend.cut(value) }
        columns[first + index][row] = value
      }
      if indicatesMissing { columns[first + parts.count][row] = 0 }
    }
  }

  func validate() throws(DamagedTransform) {
    try DamagedTransform.require(Set(parts).count == parts.count, "a part of a date that occurs twice")
    try trend?.validate()
  }
}
