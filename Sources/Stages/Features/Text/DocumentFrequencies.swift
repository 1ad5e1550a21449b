/// Counts in how many documents each term occurs. Open addressing, since tens of millions of terms pass through.
struct DocumentFrequencies {
  private var terms: [UInt64]
  private var counts: [Int32]
  /// The document that last had the term, which counts it once.
  private var lastDocument: [Int32]
  private var used = 0

  init() {
    let capacity = 1 << 16
    terms = Array(repeating: 0, count: capacity)
    counts = Array(repeating: 0, count: capacity)
    lastDocument = Array(repeating: -1, count: capacity)
  }

  mutating func add(_ term: UInt64, document: Int32) {
    let mask = terms.count - 1
    var place = Int(truncatingIfNeeded: term) & mask
    while terms[place] != 0 {
      if terms[place] == term {
        if lastDocument[place] != document {
          counts[place] += 1
          lastDocument[place] = document
        }
        return
      }
      place = (place + 1) & mask
    }
    terms[place] = term
    counts[place] = 1
    lastDocument[place] = document
    used += 1
    if used * 2 > terms.count { grow() }
  }

  private mutating func grow() {
    let old = self
    let mask = terms.count * 2 - 1
    terms = Array(repeating: 0, count: mask + 1)
    counts = Array(repeating: 0, count: mask + 1)
    lastDocument = Array(repeating: -1, count: mask + 1)
    for index in old.terms.indices where old.terms[index] != 0 {
      var place = Int(truncatingIfNeeded: old.terms[index]) & mask
      while terms[place] != 0 { place = (place + 1) & mask }
      terms[place] = old.terms[index]
      counts[place] = old.counts[index]
      lastDocument[place] = old.lastDocument[index]
    }
  }

  /// The `limit` terms in most documents among those in at least `minimum` of them and not in all; of equals, those of smaller hash.
  func mostFrequent(_ limit: Int, minimum: Int, documentCount: Int) -> [(term: UInt64, documents: Int32)] {
    var kept: [(term: UInt64, documents: Int32)] = []
    for index in terms.indices
    where terms[index] != 0 && counts[index] >= Int32(minimum) && counts[index] < Int32(documentCount) {
      kept.append((terms[index], counts[index]))
    }
    kept.sort { $0.documents != $1.documents ? $0.documents > $1.documents : $0.term < $1.term }
    return Array(kept.prefix(limit))
  }
}
