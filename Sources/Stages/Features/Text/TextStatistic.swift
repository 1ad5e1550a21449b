/// A number that describes the form of a text.
enum TextStatistic: String, Codable, Sendable, CaseIterable {
  case length
  case words
  case meanWordLength
  case upperCaseShare
  case digitShare
  case punctuationShare
  case exclamationMarks
  case questionMarks

  /// The statistic in words, as the end of a feature's name.
  var name: String {
    switch self {
    case .length: "length"
    case .words: "words"
    case .meanWordLength: "mean word length"
    case .upperCaseShare: "share of upper case"
    case .digitShare: "share of digits"
    case .punctuationShare: "share of punctuation"
    case .exclamationMarks: "exclamation marks"
    case .questionMarks: "question marks"
    }
  }
}

/// Counts over the characters of one text, from which its statistics follow.
struct TextCounts {
  private var length = 0.0
  private var words = 0.0
  private var inWords = 0.0
  private var upperCase = 0.0
  private var digits = 0.0
  private var punctuation = 0.0
  private var exclamationMarks = 0.0
  private var questionMarks = 0.0

  init(_ text: NormalizedText) {
    length = Double(text.scalars.count)
    upperCase = Double(text.upperCaseCount)
    var isInWord = false
    for scalar in text.scalars {
      let isWord = NormalizedText.isWord(scalar)
      if isWord {
        if !isInWord { words += 1 }
        inWords += 1
        if (0x30...0x39).contains(scalar) { digits += 1 }
      } else if !NormalizedText.isSpace(scalar) {
        punctuation += 1
        if scalar == 0x21 { exclamationMarks += 1 }
        if scalar == 0x3f { questionMarks += 1 }
      }
      isInWord = isWord
    }
  }

  subscript(statistic: TextStatistic) -> Double {
    switch statistic {
    case .length: length
    case .words: words
    case .meanWordLength: inWords / max(1, words)
    case .upperCaseShare: upperCase / max(1, length)
    case .digitShare: digits / max(1, length)
    case .punctuationShare: punctuation / max(1, length)
    case .exclamationMarks: exclamationMarks
    case .questionMarks: questionMarks
    }
  }
}
