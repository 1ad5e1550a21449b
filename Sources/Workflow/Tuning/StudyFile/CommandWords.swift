/// Splits a command into its words without a shell: quotes and backslashes keep blanks together, nothing else is special.
enum CommandWords {
  /// The words; `nil` if a quote has no end.
  static func split(_ command: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in command {
      if isEscaped {
        // Within double quotes a backslash means something before few characters only.
        let isPlain = quote == "\"" && !"\"\\$`".contains(character)
        word = (word ?? "") + (isPlain ? ["\\", character] : [character])
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + [character] }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + [character]
      }
    }
    guard quote == nil, !isEscaped else { return nil }
    return words + (word.map { [$0] } ?? [])
  }
}
