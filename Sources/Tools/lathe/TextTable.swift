import Foundation

/// A table for a terminal: columns as wide as their widest cell, numbers to the right.
struct TextTable {
  private let header: [String]
  private var rows: [[String]] = []

  init(_ header: [String]) { self.header = header }

  /// Adds a row of one cell a column.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The lines of the table.
  var text: String {
    let columns = header.indices.map { column in [header[column]] + rows.map { $0[column] } }
    let widths = columns.map { column in column.map(\.count).max() ?? 0 }
    let isNumeric = columns.map { column in column.dropFirst().allSatisfy { Double($0) != nil || $0 == "–" } }
    let lines = ([header] + rows).map { cells in
      let padded = cells.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - cells[column].count)
        return isNumeric[column] ? gap + cells[column] : cells[column] + gap
      }
      return padded.joined(separator: "  ").trimmingSuffix(while: { $0 == " " })
    }
    return lines.joined(separator: "\n")
  }
}

extension Double {
  /// The number with at most `digits` significant digits.
  func rounded(digits: Int) -> String { String(format: "%.\(digits)g", self) }
}

extension String {
  /// The text without the last characters that fulfil `condition`.
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
    var rest = self[...]
    while let last = rest.last, condition(last) { rest.removeLast() }
    return String(rest)
  }
}
