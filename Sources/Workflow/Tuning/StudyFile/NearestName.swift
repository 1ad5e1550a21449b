/// Finds the name that somebody probably meant.
enum NearestName {
  /// The one of `names` that differs from `name` in the fewest letters; `nil` if all differ in more than a third.
  static func suggestion(for name: String, among names: some Sequence<String>) -> String? {
    let word = Array(name.lowercased())
    let candidates = names.map { (name: $0, distance: distance(word, Array($0.lowercased()))) }
    guard let nearest = candidates.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }),
      nearest.distance <= max(1, max(word.count, nearest.name.count) / 3)
    else { return nil }
    return nearest.name
  }

  /// What to write in place of an unknown name.
  static func remedy(for name: String, among names: [String]) -> String {
    if let suggestion = suggestion(for: name, among: names) { return "Did you mean \"\(suggestion)\"?" }
    return "There are: \(names.joined(separator: ", "))."
  }

  /// Insertions, deletions, replacements and exchanges of neighbours that lead from one word to the other: Damerau,
  /// "A technique for computer detection and correction of spelling errors", CACM 1964.
  private static func distance(_ word: [Character], _ other: [Character]) -> Int {
    // The words of a study file are short; a long one is not a slip of the hand.
    guard word.count <= 100, other.count <= 100 else { return .max }
    var rows = [Array(0...other.count)]
    for (index, letter) in word.enumerated() {
      var row = [index + 1]
      for (place, otherLetter) in other.enumerated() {
        var cost = min(
          rows[index][place] + (letter == otherLetter ? 0 : 1), rows[index][place + 1] + 1, row[place] + 1)
        if index > 0, place > 0, letter == other[place - 1], word[index - 1] == otherLetter {
          cost = min(cost, rows[index - 1][place - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[word.count][other.count]
  }
}
