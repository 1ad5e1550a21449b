/// What counts as a term of a text.
enum TermKind: String, Codable, Sendable, CaseIterable {
  /// Words and pairs of neighbouring words.
  case words
  /// Runs of 3 to 5 characters within a word and the spaces around it, where a word is all between white space
  /// (scikit-learn's `char_wb`).
  case characters

  /// The lengths of character runs.
  static let runLengths = 3...5
  /// A term that fewer documents have is dropped.
  var minimumDocuments: Int { self == .words ? 2 : 3 }
  /// The most terms kept, those in most documents.
  var maximumTerms: Int { self == .words ? 20_000 : 10_000 }
  /// The most components that they are reduced to.
  var maximumComponents: Int { self == .words ? 48 : 24 }

  /// Calls `found` with the hash of each term of `text`, in order. O(length).
  @inline(__always)
  func forEachTerm(of text: NormalizedText, _ found: (UInt64) -> Void) {
    text.scalars.withUnsafeBufferPointer { scalars in
      switch self {
      case .words: Self.words(of: scalars, found)
      case .characters: Self.characterRuns(of: scalars, found)
      }
    }
  }

  @inline(__always)
  private static func words(of scalars: UnsafeBufferPointer<UInt32>, _ found: (UInt64) -> Void) {
    var previous: UInt64?
    var position = 0
    while position < scalars.count {
      guard NormalizedText.isWord(scalars[position]) else {
        position += 1
        continue
      }
      var hash = TermHash()
      while position < scalars.count, NormalizedText.isWord(scalars[position]) {
        hash.add(scalars[position])
        position += 1
      }
      found(hash.value)
      if let previous { found(TermHash.pair(previous, hash.value)) }
      previous = hash.value
    }
  }

  @inline(__always)
  private static func characterRuns(of scalars: UnsafeBufferPointer<UInt32>, _ found: (UInt64) -> Void) {
    let space: UInt32 = 0x20
    var start = 0
    while start < scalars.count {
      guard !NormalizedText.isSpace(scalars[start]) else {
        start += 1
        continue
      }
      var end = start
      while end < scalars.count, !NormalizedText.isSpace(scalars[end]) { end += 1 }
      // The word lies at 1...length-2 of its padded self.
      let length = end - start + 2
      let first = start - 1
      for size in runLengths {
        for offset in 0...max(0, length - size) {
          var hash = TermHash()
          for place in offset..<min(offset + size, length) {
            hash.add(place == 0 || place == length - 1 ? space : scalars[first + place])
          }
          found(hash.value)
        }
        // A word that is no longer than a run counts once.
        if length <= size { break }
      }
      start = end
    }
  }

  /// The hash of one term, spelled as scikit-learn does: two words with a space between, or the characters of a run.
  func hash(of term: String) -> UInt64 {
    func hash(_ scalars: some Sequence<Unicode.Scalar>) -> UInt64 {
      var hash = TermHash()
      for scalar in scalars { hash.add(scalar.value) }
      return hash.value
    }
    let parts = self == .words ? term.split(separator: " ") : [term[...]]
    let hashes = parts.map { hash($0.unicodeScalars) }
    return hashes.dropFirst().reduce(hashes.first ?? 0) { TermHash.pair($0, $1) }
  }
}

/// A 64-bit hash of a term. Part of the bundle format: terms are stored as their hashes.
struct TermHash {
  private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

  @inline(__always)
  mutating func add(_ scalar: UInt32) {
    state = (state ^ UInt64(scalar)) &* 0xff51_afd7_ed55_8ccd
    state ^= state >> 32
  }

  /// The hash of what was added; never 0.
  @inline(__always)
  var value: UInt64 { Self.finished(state) }

  /// The hash of two terms in a row.
  @inline(__always)
  static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    finished((first &* 0xc4ce_b9fe_1a85_ec53) ^ (second << 1 | second >> 63))
  }

  @inline(__always)
  private static func finished(_ state: UInt64) -> UInt64 {
    var mixed = (state ^ (state >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    mixed ^= mixed >> 29
    return mixed == 0 ? 1 : mixed
  }
}
