import Foundation

/// How delimited text is written.
struct Dialect: Equatable {
  var delimiter: UInt8
  var hasHeader: Bool
  /// Whether numbers have a comma before their fraction.
  var hasDecimalComma = false

  /// The records of the first part of a text, as strings.
  struct Sample {
    private(set) var records: [[String]]

    /// Bytes beyond which no sample grows.
    private static let growthLimit = 1 << 24
    /// Records that are enough to tell a header from the rows below it.
    private static let enoughRecords = 3

    /// The records that lie whole in the first `byteLimit` bytes of `bytes`, or in more where the first records are
    /// long.
    init(
      _ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, byteLimit: Int = 1 << 18, recordLimit: Int = 1000
    ) {
      var limit = byteLimit
      while true {
        records = Self.records(bytes, delimiter, byteLimit: limit, recordLimit: recordLimit)
        guard records.count < Self.enoughRecords, limit < min(bytes.count, Self.growthLimit),
          (records.first?.count ?? 0) <= DelimitedText.columnLimit
        else { return }
        limit = min(limit << 3, Self.growthLimit)
      }
    }

    private static func records(
      _ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8, byteLimit: Int, recordLimit: Int
    ) -> [[String]] {
      let isCut = bytes.count > byteLimit
      let head = UnsafeBufferPointer(rebasing: bytes.prefix(byteLimit))
      var parser = RecordParser(head, delimiter: delimiter)
      var records: [[String]] = []
      while records.count < recordLimit, parser.next() {
        // A quoted field of one of the first records may close behind the cut.
        let isOpen = isCut && byteLimit < growthLimit && parser.hasRunOut
        if isOpen && records.count < enoughRecords { return records }
        records.append(parser.texts)
      }
      // The last record of a cut text is left out, unless hardly anything else will ever be known.
      let needed = byteLimit < growthLimit ? 1 : 2
      if isCut, records.count > needed, parser.position >= head.count { records.removeLast() }
      return records
    }

    /// The number of fields that most records have, and the share of the records that have it.
    var commonFieldCount: (count: Int, share: Double) {
      var tally: [Int: Int] = [:]
      for record in records { tally[record.count, default: 0] += 1 }
      let best = tally.max { ($0.value, $0.key) < ($1.value, $1.key) }
      return (best?.key ?? 1, Double(best?.value ?? 0) / Double(max(records.count, 1)))
    }
  }

  static let candidates: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  /// The delimiter under which records agree best on their number of fields, and that is more than one.
  ///
  /// A candidate scores the share of agreeing records; close scores go to the one with more fields, then to the
  /// order comma, semicolon, tab, bar. A text in which none occurs has one column.
  static func delimiter(of bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    var best: (delimiter: UInt8, score: Double, count: Int)?
    for candidate in candidates {
      let sample = Sample(bytes, delimiter: candidate, byteLimit: 1 << 16, recordLimit: 200)
      let (count, share) = sample.commonFieldCount
      guard count > 1 else { continue }
      // The header belongs to the table: a delimiter that splits it differently is worth less.
      let agrees = sample.records.first.map { $0.count == count } ?? false
      let score = share * (agrees ? 1 : 0.8)
      if let current = best {
        let isClose = abs(score - current.score) < 0.05
        if isClose ? count > current.count : score > current.score { best = (candidate, score, count) }
      } else {
        best = (candidate, score, count)
      }
    }
    return best?.delimiter ?? UInt8(ascii: ",")
  }

  /// Whether the first record holds names rather than values.
  ///
  /// Each column votes: a first cell that is no number above numbers says yes, a number above numbers no; above
  /// strings, a first cell that comes again below says no. Without any vote the first record counts as names, if
  /// none of them is empty or a number. Numbers that count up, and only in the first record, are names: years, or the
  /// numbers of the columns.
  static func hasHeader(_ records: [[String]]) -> Bool {
    guard let first = records.first else { return false }
    let body = records.dropFirst()
    guard let second = body.first else { return !first.contains { NumberText.isPlainNumber($0) } }
    if countsUp(first) && !countsUp(second) { return true }
    var yes = 0
    var no = 0
    for (index, name) in first.enumerated() {
      let cells = body.compactMap {
        index < $0.count && !MissingMarkers.isMissing($0[index]) ? $0[index] : nil
      }
      guard !cells.isEmpty else { continue }
      let numbers = cells.count { NumberText.isPlainNumber($0) }
      if numbers * 10 >= cells.count * 9 {
        if NumberText.isPlainNumber(name) { no += 1 } else if !MissingMarkers.isMissing(name) { yes += 1 }
      } else if cells.contains(name) {
        no += 1
      } else if NumberText.isPlainNumber(name) {
        no += 1
      }
    }
    if yes == 0 && no == 0 {
      // All strings, none repeated: long free text is hardly a name.
      return first.allSatisfy { $0.utf8.count <= 64 && !NumberText.isPlainNumber($0) }
    }
    return yes >= no
  }

  /// Whether all numbers of a record are whole, three or more, and each is one more than the last.
  private static func countsUp(_ record: [String]) -> Bool {
    let cells = record.filter { NumberText.isPlainNumber($0) }
    let numbers = cells.compactMap { Int($0.trimmingSpaces) }
    return numbers.count >= 3 && numbers.count == cells.count
      && zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 &+ 1 }
  }

  /// Whether numbers are written with a decimal comma: some cells of `records` are, and hardly one has a decimal point.
  ///
  /// `1,234` may group thousands as well; it says something about the comma only where fields are separated by
  /// semicolons, which is how tables with decimal commas are written.
  static func hasDecimalComma(_ records: ArraySlice<[String]>, delimiter: UInt8) -> Bool {
    guard delimiter != UInt8(ascii: ",") else { return false }
    var commas = 0
    var points = 0
    for cell in records.joined() {
      switch NumberText.decimalMark(of: cell) {
      case UInt8(ascii: ","):
        if delimiter == UInt8(ascii: ";") || NumberText(cell)?.isGrouped != true { commas += 1 }
      case UInt8(ascii: "."): points += 1
      default: break
      }
    }
    return commas > 0 && commas > 10 * points
  }
}
