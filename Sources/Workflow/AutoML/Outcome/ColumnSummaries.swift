import Foundation
import LatheCore
import Reports

extension ReportContent.ColumnSummary {
  /// Rows looked at for the distribution; more would only cost time.
  private static let mostRows = 50_000
  private static let bins = 24
  private static let mostLevels = 8

  /// The column in numbers: missing values and levels counted, the distribution from a sample of the rows.
  init(_ column: Column, role: ReportContent.ColumnRole) {
    let step = max(1, column.count / Self.mostRows)
    let sample = Array(stride(from: 0, to: column.count, by: step))
    var distinct: Int?
    var distribution: ReportContent.Distribution?
    switch column.values {
    case .numbers(let numbers), .instants(let numbers):
      let values = sample.map { numbers[$0] }.filter { !$0.isNaN }
      if step == 1 { distinct = Set(values).count }
      distribution = Self.histogram(values).map { .numbers($0) }
    case .categories(let categories):
      var counts = [Int](repeating: 0, count: categories.levels.count)
      for code in categories.codes where code >= 0 { counts[Int(code)] += 1 }
      let used = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }
      distinct = used.count
      let shown = used.prefix(Self.mostLevels)
      distribution = .levels(
        shown.map { ReportContent.Level(categories.levels[$0], count: counts[$0]) },
        otherCount: used.dropFirst(Self.mostLevels).reduce(0) { $0 + counts[$1] })
    case .texts(let texts):
      let lengths = sample.filter { !texts.isMissing($0) }.map { Double(texts.utf8($0).count) }
      distribution = Self.histogram(lengths).map { .numbers($0) }
    }
    self.init(
      name: column.name, kind: column.kind, role: role,
      missingShare: column.count == 0 ? 0 : Double(column.missingCount) / Double(column.count),
      distinctCount: distinct, distribution: distribution)
  }

  /// Counts in equal intervals between the least and the largest of `values`; `nil` without values.
  static func histogram(_ values: [Double], bins: Int = bins, range: ClosedRange<Double>? = nil)
    -> ReportContent.Histogram?
  {
    guard let low = range?.lowerBound ?? values.min(), let high = range?.upperBound ?? values.max() else {
      return nil
    }
    guard high > low else { return ReportContent.Histogram(edges: [low, low], counts: [values.count]) }
    // Halved, so that the width of the largest numbers there are does not overflow.
    let width = (high / 2 - low / 2) / Double(bins) * 2
    var counts = [Int](repeating: 0, count: bins)
    for value in values {
      let place = (value / 2 - low / 2) / (width / 2)
      // The least width there is has no half: everything is then in one place.
      counts[place.isFinite ? Int(min(max(place, 0), Double(bins - 1))) : 0] += 1
    }
    return ReportContent.Histogram(
      edges: (0...bins).map { $0 == bins ? high : low + Double($0) * width }, counts: counts)
  }
}
