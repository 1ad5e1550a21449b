extension String {
  /// Appends the text so that neither HTML nor XML sees markup in it.
  ///
  /// Characters that XML 1.0 forbids become U+FFFD, and so do those that change the direction of the text
  /// around them: a column name must not rearrange the page.
  func writeEscaped(to page: inout String) {
    // Most text is plain, and copied whole.
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && !Self.special.contains($0) }) {
      page += self
      return
    }
    for scalar in unicodeScalars {
      switch scalar {
      case "<": page += "&lt;"
      case ">": page += "&gt;"
      case "&": page += "&amp;"
      case "\"": page += "&quot;"
      case "'": page += "&#39;"
      case "\t", "\n": page.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}",
        "\u{FFFE}"..."\u{FFFF}":
        page += "\u{FFFD}"
      default: page.unicodeScalars.append(scalar)
      }
    }
  }

  private static let special = Array("<>&\"'".utf8)

  /// The text if it is short, else its beginning and an ellipsis, `limit` characters in all.
  func shortened(to limit: Int) -> String {
    guard let end = index(startIndex, offsetBy: limit, limitedBy: endIndex), end != endIndex else {
      return self
    }
    return prefix(limit - 1) + "…"
  }
}
