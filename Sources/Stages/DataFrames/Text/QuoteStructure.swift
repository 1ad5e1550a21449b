import Foundation

/// What the quotes of delimited text mean for how fast it can be read: found in one pass at close to memory speed.
struct QuoteStructure: Equatable {
  /// Whether there is any quote at all.
  var hasQuotes = false
  /// Whether a quoted field holds a line end, so that lines are not records.
  var hasQuotedLineEnds = false
  /// Whether each quoted field closes as RFC 4180 demands; if not the text must be repaired before it is parsed.
  var isSound = true

  init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8) {
    guard let base = bytes.baseAddress else { return }
    let end = bytes.count
    func find(_ byte: UInt8, from start: Int, to limit: Int) -> Int? {
      guard start < limit, let found = memchr(base + start, Int32(byte), limit - start) else { return nil }
      return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
    var index = 0
    while let open = find(RecordParser.quote, from: index, to: end) {
      hasQuotes = true
      index = open + 1
      // In the middle of a field a quote is an ordinary character.
      guard open == 0 || Self.isBoundary(bytes[open - 1], delimiter) else { continue }
      while true {
        guard let close = find(RecordParser.quote, from: index, to: end) else {
          isSound = false
          return
        }
        index = close + 1
        if index == end || Self.isBoundary(bytes[index], delimiter) {
          if !hasQuotedLineEnds {
            hasQuotedLineEnds =
              find(RecordParser.lineFeed, from: open, to: close) != nil
              || find(RecordParser.carriageReturn, from: open, to: close) != nil
          }
          break
        }
        guard bytes[index] == RecordParser.quote else {
          isSound = false
          return
        }
        index += 1
      }
    }
  }

  private static func isBoundary(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    byte == delimiter || byte == RecordParser.lineFeed || byte == RecordParser.carriageReturn
  }
}
