/// The spellings of a missing value.
///
/// The strong markers mean missing in every column. The weak ones do so only where the other values are numbers or
/// dates, for among strings they may be values: `None` is the absence of masonry veneer in the Ames houses, `-` is
/// a class of the credit approval data.
enum MissingMarkers {
  static let strong: [String] = [
    "", "NA", "N/A", "n/a", "NaN", "nan", "NAN", "-NaN", "-nan", "NULL", "null", "Null", "#N/A", "#N/A N/A",
    "#NA",
    "<NA>", "<null>", "?", "\\N", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN", "#DIV/0!", "#VALUE!", "#REF!",
    "#NUM!", "NaT", "nil",
  ]

  static let weak: Set<String> = [
    "None", "none", "NONE", "-", "--", "---", ".", "..", "...", "na", "Na", "N.A.", "n.a.", "missing",
    "Missing",
    "MISSING", "unknown", "Unknown", "UNKNOWN", "-n/a-", "*", "x", "X", "nan.", "no data",
  ]

  private static let strongSet = Set(strong)

  /// Whether `text`, without the spaces around it, is a strong marker.
  static func isMissing(_ text: String) -> Bool {
    strongSet.contains(text) || strongSet.contains(text.trimmingSpaces)
  }
}

extension String {
  /// The string without spaces and tabs at its ends.
  var trimmingSpaces: String {
    let view = utf8
    guard let first = view.first, let last = view.last,
      first == 32 || first == 9 || last == 32 || last == 9 || first == 0xc2 || last == 0xa0
    else { return self }
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{a0}" }
    var text = Substring(self)
    while let first = text.first, isSpace(first) { text.removeFirst() }
    while let last = text.last, isSpace(last) { text.removeLast() }
    return String(text)
  }
}
