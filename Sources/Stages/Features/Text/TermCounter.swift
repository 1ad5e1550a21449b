import Foundation

/// Turns one text after the other into TF-IDF weights of a vocabulary's terms, in buffers that are used again.
///
/// A term that occurs `n` times weighs `(1 + ln n)` times its inverse frequency; the weights of a text have length 1.
struct TermCounter {
  private let vocabulary: TermVocabulary
  /// How often the current text has each term; zero between texts.
  private var counts: [Int32]
  /// The terms that the current text has, in order of appearance.
  private(set) var indices: [Int32] = []
  /// Their weights.
  private(set) var weights: [Float] = []

  init(_ vocabulary: TermVocabulary) {
    self.vocabulary = vocabulary
    counts = Array(repeating: 0, count: vocabulary.terms.count)
  }

  /// Reads `text` into ``indices`` and ``weights``. O(length).
  mutating func read(_ text: NormalizedText) {
    indices.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    vocabulary.kind.forEachTerm(of: text) { term in
      let index = vocabulary.index(of: term)
      if index >= 0 {
        if counts[Int(index)] == 0 { indices.append(index) }
        counts[Int(index)] += 1
      }
    }
    var squares: Float = 0
    for index in indices {
      let count = counts[Int(index)]
      counts[Int(index)] = 0
      let frequency = count == 1 ? 1 : 1 + log(Float(count))
      let weight = frequency * vocabulary.inverseFrequencies[Int(index)]
      weights.append(weight)
      squares += weight * weight
    }
    guard squares > 0 else { return }
    let length = squares.squareRoot()
    for place in weights.indices { weights[place] /= length }
  }
}
