import Foundation

/// Splits delimited text into records, one at a time, and is strict about nothing: whatever the bytes, each line ends up in one record.
///
/// It follows RFC 4180 and says what it had to forgive. A quote opens a field only at its beginning. A field that
/// is never closed, or whose closing quote is followed by more text on another line, ends with its line instead,
/// so that one lost quote costs at most one row.
struct RecordParser {
  /// A field: the range of its content, without the quotes around it.
  struct Field {
    var range: Range<Int>
    /// Whether doubled quotes inside stand for single ones.
    var hasDoubledQuotes = false
    var isQuoted = false
  }

  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  let bytes: UnsafeBufferPointer<UInt8>
  let delimiter: UInt8
  /// The place of the next record.
  private(set) var position = 0
  /// The line of the next record, from 1.
  private(set) var line: Int
  /// The fields of the record that ``next()`` has found.
  private(set) var fields: [Field] = []
  /// The bytes of that record, with its line end.
  private(set) var recordRange = 0..<0
  /// The line on which that record begins.
  private(set) var recordLine = 0
  /// Whether a quote of that record was never closed.
  private(set) var hasUnclosedQuote = false
  /// Whether a quoted field of that record is open at the end of the bytes, and so was taken for an ordinary one.
  private(set) var hasRunOut = false
  /// Bytes looked at in vain for a closing quote.
  private var wasted = 0
  /// The bytes that may be looked at in vain before fields must be written by the rules; bounds the time on hostile
  /// input.
  private let patience: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, line: Int = 1) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.line = line
    patience = 4 * bytes.count + (1 << 20)
  }

  /// Finds the next record that is not an empty line; false at the end.
  mutating func next() -> Bool {
    while position < bytes.count, isLineEnd(bytes[position]) { skipLineEnd() }
    guard position < bytes.count else { return false }
    fields.removeAll(keepingCapacity: true)
    hasUnclosedQuote = false
    hasRunOut = false
    recordLine = line
    let start = position
    while true {
      readField()
      if position < bytes.count, bytes[position] == delimiter {
        position += 1
        continue
      }
      break
    }
    if position < bytes.count { skipLineEnd() }
    recordRange = start..<position
    return true
  }

  private mutating func readField() {
    if position < bytes.count, bytes[position] == Self.quote, readQuotedField() { return }
    var start = position
    let scan = position
    while position < bytes.count, bytes[position] != delimiter, !isLineEnd(bytes[position]) { position += 1 }
    if start < bytes.count, bytes[start] == Self.quote, position > start {
      let rest = bytes[(start + 1)..<position]
      if !rest.contains(Self.quote) {
        // The quote has no partner: it is dropped.
        hasUnclosedQuote = true
        start = scan + 1
      }
    }
    fields.append(Field(range: start..<position))
  }

  /// Reads a field in quotes; false, and nowhere moved, if it does not close as it should.
  private mutating func readQuotedField() -> Bool {
    let start = position + 1
    var index = start
    var field = Field(range: start..<start, isQuoted: true)
    var lines = 0
    var isSloppy = false
    let isPatient = wasted <= patience
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Self.quote {
        let after = index + 1
        if after == bytes.count || bytes[after] == delimiter || isLineEnd(bytes[after]) {
          field.range = start..<index
          fields.append(field)
          position = after
          line += lines
          return true
        }
        if bytes[after] == Self.quote {
          field.hasDoubledQuotes = true
          index += 2
          continue
        }
        if lines > 0 || !isPatient { break }
        isSloppy = true
      } else if byte == Self.lineFeed || byte == Self.carriageReturn && !isLineFeed(index + 1) {
        if isSloppy || !isPatient { break }
        lines += 1
      }
      index += 1
    }
    if index >= bytes.count { hasRunOut = true }
    wasted += index - start
    return false
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == Self.lineFeed || byte == Self.carriageReturn }

  private func isLineFeed(_ index: Int) -> Bool { index < bytes.count && bytes[index] == Self.lineFeed }

  private mutating func skipLineEnd() {
    let byte = bytes[position]
    position += 1
    if byte == Self.carriageReturn, isLineFeed(position) { position += 1 }
    line += 1
  }

  /// The text of a field of the record just found.
  func text(_ field: Field) -> String {
    let raw = String(decoding: UnsafeBufferPointer(rebasing: bytes[field.range]), as: UTF8.self)
    return field.hasDoubledQuotes ? raw.replacingOccurrences(of: "\"\"", with: "\"") : raw
  }

  /// The texts of all fields of the record just found.
  var texts: [String] { fields.map(text) }
}
