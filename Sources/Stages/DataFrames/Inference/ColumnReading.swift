import LatheCore

/// A column with its kind settled, and what was noticed on the way.
struct ColumnReading {
  var column: Column
  /// The formats of its dates, separated by `|`, where they are not ISO 8601.
  var dateFormat: String?
  var diagnostics: [Diagnostic] = []
  /// Values that do not fit the kind a schema demands: the first few, and how many there are.
  var mismatches: (examples: [DataFramesError.ValuePlace], count: Int) = ([], 0)

  var schema: ColumnSchema { ColumnSchema(name: column.name, kind: column.kind, format: dateFormat) }

  init(_ name: String, _ kind: ColumnKind, _ values: Column.Values) {
    column = Column(name: name, kind: kind, values: values)
  }

  mutating func note(_ code: String, _ message: String) {
    diagnostics.append(Diagnostic(.note, code: code, message: message, column: column.name))
  }

  mutating func warn(_ code: String, _ message: String) {
    diagnostics.append(Diagnostic(.warning, code: code, message: message, column: column.name))
  }
}
