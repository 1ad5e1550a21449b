import LatheCore

/// Makes column names usable: none empty, none twice.
enum ColumnNames {
  /// Empty names become `column_N`, a repeated name gets `_2`, `_3` and so on; what was changed is noted.
  static func unique(_ names: [String], in path: String, _ notes: inout [Diagnostic]) -> [String] {
    var taken: Set<String> = []
    var result: [String] = []
    var renamed: [String] = []
    // The number that the next column of a name may have: thousands of one name are not counted from 2 each.
    var nextNumber: [String: Int] = [:]
    let given = Set(names)
    for (index, name) in names.enumerated() {
      let base = name.isEmpty ? "column_\(index + 1)" : name
      var candidate = base
      var number = nextNumber[base] ?? 2
      while taken.contains(candidate) || candidate != name && given.contains(candidate) {
        candidate = "\(base)_\(number)"
        number += 1
      }
      nextNumber[base] = number
      taken.insert(candidate)
      result.append(candidate)
      if candidate != name && !name.isEmpty {
        renamed.append("another \"\(name)\" is called \"\(candidate)\"")
      }
    }
    if !renamed.isEmpty {
      notes.append(
        Diagnostic(
          .warning, code: "duplicate-header",
          message: "\(path): columns have the same name; "
            + DataFramesError.list(Array(renamed.prefix(5)), of: renamed.count) + "."))
    }
    return result
  }
}
