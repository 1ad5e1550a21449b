/// Comma-separated values as RFC 4180 has them.
enum CommaSeparated {
  /// A row, without the end of its line.
  static func line(_ cells: [String]) -> String {
    cells.map { cell in
      // Compared by scalars, since a carriage return and a line feed are one character.
      let isPlain = !cell.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
      return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",")
  }

  /// The rows of a text; `nil` if a quote has no end.
  static func rows(_ text: String) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var wasQuote = false
    let (quote, comma, feed, carriage) = (UInt8(34), UInt8(44), UInt8(10), UInt8(13))
    func taken() -> String {
      defer { cell = [] }
      return String(decoding: cell, as: UTF8.self)
    }
    for byte in text.utf8 {
      if isQuoted {
        if byte == quote {
          isQuoted = false
          wasQuote = true
        } else {
          cell.append(byte)
        }
        continue
      }
      switch byte {
      case quote:
        // Two quotes within quotes are one.
        if wasQuote { cell.append(quote) }
        isQuoted = true
      case comma: row.append(taken())
      case feed:
        row.append(taken())
        rows.append(row)
        row = []
      case carriage: break
      default: cell.append(byte)
      }
      wasQuote = false
    }
    guard !isQuoted else { return nil }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [taken()]) }
    return rows
  }
}
