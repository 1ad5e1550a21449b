import Foundation

/// The terms that training kept, with what their rarity tells.
struct TermVocabulary: Sendable {
  /// What counts as a term.
  let kind: TermKind
  /// Their hashes, never 0 and never twice; a term's index is its position.
  let terms: [UInt64]
  /// The training documents that have each term.
  let documentFrequencies: [UInt32]
  /// The training documents.
  let documentCount: Int

  /// The weight of each term's rarity: `ln((1 + documents) / (1 + frequency)) + 1`.
  let inverseFrequencies: [Float]
  /// Indices by open addressing at the low bits of the hash, -1 where empty.
  private let slots: [Int32]

  init(kind: TermKind, terms: [UInt64], documentFrequencies: [UInt32], documentCount: Int) {
    self.kind = kind
    self.terms = terms
    self.documentFrequencies = documentFrequencies
    self.documentCount = documentCount
    inverseFrequencies = documentFrequencies.map { frequency in
      Float(log((1 + Double(documentCount)) / (1 + Double(frequency))) + 1)
    }
    var capacity = 4
    while capacity < terms.count * 3 { capacity *= 2 }
    var slots = Array(repeating: Int32(-1), count: capacity)
    for (index, term) in terms.enumerated() {
      var place = Int(truncatingIfNeeded: term) & (capacity - 1)
      while slots[place] >= 0 { place = (place + 1) & (capacity - 1) }
      slots[place] = Int32(index)
    }
    self.slots = slots
  }

  /// The position of `term`, -1 if it is none of the terms.
  @inline(__always)
  func index(of term: UInt64) -> Int32 {
    terms.withUnsafeBufferPointer { terms in
      slots.withUnsafeBufferPointer { slots in
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: term) & mask
        while slots[place] >= 0 {
          if terms[Int(slots[place])] == term { return slots[place] }
          place = (place + 1) & mask
        }
        return -1
      }
    }
  }

  func validate() throws(DamagedTransform) {
    try DamagedTransform.require(
      !terms.isEmpty && terms.count <= kind.maximumTerms && terms.count == documentFrequencies.count,
      "\(terms.count) terms with \(documentFrequencies.count) frequencies")
    try DamagedTransform.require(
      documentFrequencies.allSatisfy { $0 > 0 && Int($0) <= documentCount },
      "a term in more documents than there are")
    try DamagedTransform.require(
      !terms.contains(0) && Set(terms).count == terms.count, "a term that occurs twice")
  }
}

extension TermVocabulary: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, terms, documentFrequencies, documentCount
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      kind: try container.decode(TermKind.self, forKey: .kind),
      terms: try container.decode(PackedIntegers<UInt64>.self, forKey: .terms).values,
      documentFrequencies: try container.decode(PackedIntegers<UInt32>.self, forKey: .documentFrequencies)
        .values,
      documentCount: try container.decode(Int.self, forKey: .documentCount))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(PackedIntegers(values: terms), forKey: .terms)
    try container.encode(PackedIntegers(values: documentFrequencies), forKey: .documentFrequencies)
    try container.encode(documentCount, forKey: .documentCount)
  }
}
