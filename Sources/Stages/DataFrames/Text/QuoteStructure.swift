import Foundation
import Synchronization

/// What the quotes of delimited text mean for how fast it can be read: found in one pass at close to memory speed.
struct QuoteStructure: Equatable {
  /// Whether there is any quote at all.
  var hasQuotes = false
  /// Whether a quoted field holds a line end, so that lines are not records.
  var hasQuotedLineEnds = false
  /// Whether each quoted field closes as RFC 4180 demands; if not the text must be repaired before it is parsed.
  var isSound = true

  /// Examines `bytes`, in several parts at a time where they are many. O(bytes).
  ///
  /// Each part begins behind a line end, as if no quoted field reached over it. Where one does, which shows in its
  /// part ending inside quotes, all bytes are examined in one piece.
  init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, threads: Int = 1) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    let partCount = bytes.count > 1 << 22 ? min(max(threads, 1), 16) : 1
    var starts = [0]
    for part in 1..<max(partCount, 2) where partCount > 1 {
      let nominal = bytes.count / partCount * part
      guard let found = memchr(base + nominal, Int32(RecordParser.lineFeed), bytes.count - nominal) else {
        break
      }
      let start = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
      if start > starts[starts.count - 1] { starts.append(start) }
    }
    let ends = starts.dropFirst() + [bytes.count]
    let parts = Mutex<[Part?]>(Array(repeating: nil, count: starts.count))
    let ranges = zip(starts, ends).map { $0..<$1 }
    // The bytes outlive the calls, and nobody writes to them.
    nonisolated(unsafe) let shared = bytes
    DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
      let part = Part(shared, ranges[index], delimiter)
      parts.withLock { $0[index] = part }
    }
    var found = parts.withLock { $0.compactMap(\.self) }
    if found.count > 1 && found.contains(where: { $0.endsInside || !$0.isSound }) {
      found = [Part(bytes, 0..<bytes.count, delimiter)]
    }
    hasQuotes = found.contains(where: \.hasQuotes)
    hasQuotedLineEnds = found.contains(where: \.hasQuotedLineEnds)
    isSound = found.allSatisfy { $0.isSound && !$0.endsInside }
  }

  /// The findings about a range of bytes, at whose start no quote is open.
  private struct Part {
    var hasQuotes = false
    var hasQuotedLineEnds = false
    var isSound = true
    var endsInside = false

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f

    /// The high bit of each byte of `word` that equals `byte`.
    @inline(__always) private static func matches(_ word: UInt64, _ byte: UInt8) -> UInt64 {
      let difference = word ^ (ones &* UInt64(byte))
      return ~(((difference & low) &+ low) | difference | low)
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ delimiter: UInt8) {
      // Up to the first quote, and in a part without any to its end, a search for one byte is the fastest pass.
      guard let base = UnsafeRawPointer(bytes.baseAddress),
        let first = memchr(base + range.lowerBound, Int32(RecordParser.quote), range.count)
      else { return }
      hasQuotes = true
      var isInside = false
      var skipped = -1
      var position = UnsafeRawPointer(first) - base
      while position < range.upperBound {
        let length = min(8, range.upperBound - position)
        var word: UInt64 = 0
        if length == 8 {
          word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        } else {
          for index in 0..<length { word |= UInt64(bytes[position + index]) << UInt64(8 * index) }
        }
        var quotes = Self.matches(word, RecordParser.quote)
        guard quotes != 0 || isInside else {
          position += length
          continue
        }
        // The bytes of this word that lie inside quotes.
        var inside: UInt64 = isInside ? ~0 : 0
        while quotes != 0 {
          let bit = quotes.trailingZeroBitCount
          quotes &= quotes &- 1
          let place = position + bit >> 3
          if place == skipped { continue }
          if !isInside {
            // In the middle of a field a quote is an ordinary character.
            guard place == 0 || Self.isBoundary(bytes[place - 1], delimiter) else { continue }
          } else if place + 1 < bytes.count && !Self.isBoundary(bytes[place + 1], delimiter) {
            guard bytes[place + 1] == RecordParser.quote else {
              isSound = false
              return
            }
            skipped = place + 1
            continue
          }
          isInside.toggle()
          inside ^= ~0 << UInt64(bit)
        }
        if !hasQuotedLineEnds {
          let lineEnds =
            Self.matches(word, RecordParser.lineFeed) | Self.matches(word, RecordParser.carriageReturn)
          if lineEnds & inside != 0 { hasQuotedLineEnds = true }
        }
        position += length
      }
      endsInside = isInside
    }

    @inline(__always) private static func isBoundary(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
      byte == delimiter || byte == RecordParser.lineFeed || byte == RecordParser.carriageReturn
    }
  }
}
