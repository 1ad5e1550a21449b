/// Finds the formats of the dates in a column, and never guesses which of two numbers is the day.
///
/// `03/04/2011` may be in March or in April. Where some values of the same form decide (`25/04/2011`) and none
/// contradicts, the others follow them; where none decides, or values contradict each other, those cells are not read.
struct DateDetector {
  /// A date form of two numbers whose order is open.
  private struct Ambiguity: Hashable {
    let dayFirst: String
    let monthFirst: String

    /// Whether `format` is one of the two, with or without a time behind it: `dd/MM/yyyy` is not `dd/MM/yy`.
    func isForm(of format: DateFormat) -> Bool {
      [dayFirst, monthFirst].contains { form in
        format.pattern == form || format.pattern.hasPrefix(form + " ")
          || format.pattern.hasPrefix(form + "'")
      }
    }
  }

  /// What was found about a column.
  struct Finding {
    /// The formats, those of most values first.
    var formats: [DateFormat] = []
    /// Values that follow one of ``formats``.
    var parsed = 0
    /// Values that can be read in two ways, with nothing to decide between them.
    var ambiguous = 0
    /// Values that are no dates.
    var failed = 0
    /// Forms whose order of day and month was settled by other values of the column.
    var settled: [String] = []
  }

  private static let ambiguities = ["/yyyy", "-yyyy", "/yy"].map { form -> Ambiguity in
    let separator = form.prefix(1)
    return Ambiguity(dayFirst: "dd\(separator)MM\(form)", monthFirst: "MM\(separator)dd\(form)")
  }

  private static let datePatterns =
    [
      "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "dd.MM.yyyy", "dd.MM.yy", "d MMM yyyy",
      "d-MMM-yyyy",
      "d-MMM-yy", "d/MMM/yyyy", "MMM d, yyyy", "MMM d yyyy", "EEE, d MMM yyyy", "EEE MMM d yyyy", "yyyy-MM",
      "MMM yyyy",
    ] + ambiguities.flatMap { [$0.dayFirst, $0.monthFirst] }
  private static let timePatterns = [
    "", " HH:mm", " HH:mm:ss", " HH:mm:ss.S", "'T'HH:mm:ss", "'T'HH:mm", "'T'HH:mm:ss.S", "'T'HH:mm:ssX",
    "'T'HH:mm:ss.SX", " HH:mm:ssX", " HH:mm:ss X", " HH:mm:ss.SX", " h:mm a", " h:mm:ss a",
  ]
  /// All formats that are tried, by date form and then by time.
  private static let candidates: [[DateFormat]] = datePatterns.map { date in
    timePatterns.compactMap { DateFormat(date + $0) }
  }
  /// The formats that are read without anything to settle them.
  static let unambiguous: [DateFormat] = candidates.prefix(datePatterns.count - 2 * ambiguities.count).flatMap
  { $0 }

  /// Judges distinct values with the number of rows that have each.
  static func examine(_ values: [(text: String, count: Int)]) -> Finding {
    var finding = Finding()
    var tally: [DateFormat: Int] = [:]
    var votes: [Ambiguity: (day: Int, month: Int)] = [:]
    var undecided: [(ambiguity: Ambiguity, time: Int, count: Int)] = []
    let formsWithoutDoubt = datePatterns.count - 2 * ambiguities.count
    for (text, count) in values {
      let bytes = Array(text.utf8)
      guard (6...40).contains(bytes.count) else {
        finding.failed += count
        continue
      }
      if let format = candidates.prefix(formsWithoutDoubt).lazy.flatMap({ $0 }).first(where: {
        $0.parse(bytes) != nil
      }) {
        tally[format, default: 0] += count
        finding.parsed += count
        continue
      }
      var found = false
      search: for (index, ambiguity) in ambiguities.enumerated() {
        let dayForms = candidates[formsWithoutDoubt + 2 * index]
        let monthForms = candidates[formsWithoutDoubt + 2 * index + 1]
        for time in timePatterns.indices {
          let asDay = dayForms[time].parse(bytes)
          let asMonth = monthForms[time].parse(bytes)
          guard asDay != nil || asMonth != nil else { continue }
          found = true
          if asDay != nil, asMonth == nil {
            votes[ambiguity, default: (0, 0)].day += count
            tally[dayForms[time], default: 0] += count
            finding.parsed += count
          } else if asMonth != nil, asDay == nil {
            votes[ambiguity, default: (0, 0)].month += count
            tally[monthForms[time], default: 0] += count
            finding.parsed += count
          } else {
            undecided.append((ambiguity, time, count))
          }
          break search
        }
      }
      if !found { finding.failed += count }
    }
    var settled: Set<String> = []
    let open = Dictionary(grouping: undecided, by: \.ambiguity).mapValues { $0.reduce(0) { $0 + $1.count } }
    for (ambiguity, time, count) in undecided {
      let vote = votes[ambiguity] ?? (0, 0)
      // One value in fifty must decide: fewer may be slips of the pen.
      let enough = max(1, (open[ambiguity] ?? 0) / 50)
      let pattern: String? =
        if vote.day >= enough && vote.month == 0 {
          ambiguity.dayFirst
        } else if vote.month >= enough
          && vote.day == 0
        { ambiguity.monthFirst } else { nil }
      guard let pattern, let format = DateFormat(pattern + timePatterns[time]) else {
        finding.ambiguous += count
        continue
      }
      settled.insert(pattern)
      tally[format, default: 0] += count
      finding.parsed += count
    }
    finding.settled = settled.sorted()
    // Where day and month contradict each other within a form, neither order may be taken.
    let contradicted = votes.filter { $0.value.day > 0 && $0.value.month > 0 }
    for (format, count) in tally where contradicted.keys.contains(where: { $0.isForm(of: format) }) {
      tally[format] = nil
      finding.parsed -= count
      finding.ambiguous += count
    }
    finding.formats = tally.sorted { ($1.value, $0.key.pattern) < ($0.value, $1.key.pattern) }.map(\.key)
    return finding
  }
}
