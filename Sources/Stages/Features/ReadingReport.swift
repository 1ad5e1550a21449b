import LatheCore

/// What was odd about one column's values when they were read at prediction.
struct ReadingReport {
  /// How the values were stored, where that is not how they were in training.
  var storage: String?
  /// Rows whose value could not be read as what the column held in training.
  var unreadableCount = 0
  /// One of the unreadable values.
  var unreadableExample: String?
  /// Rows whose category was not seen in training, or only once.
  var unseenCount = 0
  /// One of the unseen categories.
  var unseenExample: String?

  /// Whether there is anything to say.
  var isNotable: Bool { storage != nil || unreadableCount > 0 || unseenCount > 0 }

  mutating func countUnreadable(_ value: String, rows: Int = 1) {
    guard rows > 0 else { return }
    unreadableCount += rows
    unreadableExample = unreadableExample ?? value
  }

  mutating func countUnseen(_ value: String, rows: Int = 1) {
    guard rows > 0 else { return }
    unseenCount += rows
    unseenExample = unseenExample ?? value
  }

  /// The report in words, for a column of `rowCount` rows that was expected to be as `schema` says.
  func diagnostics(schema: ColumnSchema, rowCount: Int) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    if let storage {
      diagnostics.append(
        Diagnostic(
          .note, code: "converted-column",
          message:
            "column \"\(schema.name)\" was \(schema.kind.rawValue) in training and arrives as \(storage); it was converted",
          column: schema.name))
    }
    if unreadableCount > 0 {
      diagnostics.append(
        Diagnostic(
          .warning, code: "unreadable-value",
          message:
            "\(unreadableCount) of \(rowCount) values of column \"\(schema.name)\" cannot be read as \(schema.kind.rawValue) and count as missing, e.g. \"\(unreadableExample ?? "")\"",
          column: schema.name))
    }
    if unseenCount > 0 {
      diagnostics.append(
        Diagnostic(
          .note, code: "unseen-category",
          message:
            "\(unseenCount) of \(rowCount) values of column \"\(schema.name)\" are categories that training had at most once, e.g. \"\(unseenExample ?? "")\"",
          column: schema.name))
    }
    return diagnostics
  }
}
