import LatheCore

/// Keeps the diagnostics of wide tables readable.
enum DiagnosticSummary {
  private static let limit = 10
  private static let namesShown = 20

  /// Where more than ten columns have the same code, one diagnostic names the first of them.
  static func summarise(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var order: [String] = []
    var groups: [String: [Diagnostic]] = [:]
    for diagnostic in diagnostics {
      if groups[diagnostic.code] == nil { order.append(diagnostic.code) }
      groups[diagnostic.code, default: []].append(diagnostic)
    }
    return order.flatMap { code -> [Diagnostic] in
      let group = groups[code] ?? []
      guard group.count > limit, let severity = group.map(\.severity).max() else { return group }
      let names = group.prefix(namesShown).compactMap(\.column)
      let first = group[0].message
      return [
        Diagnostic(
          severity, code: code,
          message: "\(group.count) columns (\(DataFramesError.list(names, of: group.count))): \(first)")
      ]
    }
  }
}
