import LatheCore

/// What was odd about the rows that ``FittedFeatures/transform(_:reading:)`` read, added up over blocks of rows.
public struct FrameReading: Sendable {
  /// Rows that were read.
  private(set) var rowCount = 0
  /// By column, what was odd; columns without a report were ordinary.
  private(set) var reports: [String: ReadingReport] = [:]
  /// Columns that were not there.
  private(set) var missingColumns: Set<String> = []
  /// Columns that training did not have, in the order of the frame.
  private(set) var extraColumns: [String] = []

  /// Nothing read yet.
  public init() {}

  /// Adds another block of the same frame.
  public mutating func merge(_ block: FrameReading) {
    rowCount += block.rowCount
    reports.merge(block.reports) { $0.merged(with: $1) }
    missingColumns.formUnion(block.missingColumns)
    if extraColumns.isEmpty { extraColumns = block.extraColumns }
  }

  mutating func addRows(_ count: Int) { rowCount += count }

  mutating func add(_ report: ReadingReport, column: String) {
    guard report.isNotable else { return }
    reports[column] = reports[column].map { $0.merged(with: report) } ?? report
  }

  mutating func addMissing(column: String) { missingColumns.insert(column) }

  mutating func setExtra(columns: [String]) { extraColumns = columns }

  /// The reading in words, for features that were made from `inputs`.
  func diagnostics(inputs: [ColumnSchema]) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for input in inputs {
      if missingColumns.contains(input.name) {
        diagnostics.append(
          Diagnostic(
            .warning, code: "missing-column",
            message: "column \"\(input.name)\" is not in the data; all its values count as missing",
            column: input.name))
      } else if let report = reports[input.name] {
        diagnostics += report.diagnostics(schema: input, rowCount: rowCount)
      }
    }
    if !extraColumns.isEmpty {
      let listed = extraColumns.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
      diagnostics.append(
        Diagnostic(
          .note, code: "extra-column",
          message:
            "\(extraColumns.count) columns that training did not have are ignored: \(listed)\(extraColumns.count > 5 ? ", …" : "")"
        ))
    }
    return diagnostics
  }
}

extension ReadingReport {
  /// The report on the rows of both.
  func merged(with other: ReadingReport) -> ReadingReport {
    ReadingReport(
      storage: storage ?? other.storage, unreadableCount: unreadableCount + other.unreadableCount,
      unreadableExample: unreadableExample ?? other.unreadableExample,
      unseenCount: unseenCount + other.unseenCount, unseenExample: unseenExample ?? other.unseenExample)
  }
}
