/// The features of a text's terms of one kind: their TF-IDF weights reduced to a few components by truncated singular value decomposition
/// (latent semantic analysis), and linear estimates of the target from all of them.
struct TermTransform: Sendable {
  /// The terms.
  let vocabulary: TermVocabulary
  /// What each term adds to each component: rows of ``componentCount`` numbers, of bfloat16 precision so that a bundle stays small.
  let loadings: [Float]
  /// One scaling a component; the identity for trees.
  let scalings: [StandardScaling]
  /// The estimates.
  let scores: [TermScore]

  var componentCount: Int { scalings.count }

  var featureCount: Int { componentCount + scores.count }

  /// Appends the features of the text that `counter` has read to `features`.
  @inline(__always)
  func append(_ counter: TermCounter, to features: inout [Double], scratch: inout [Float]) {
    let width = componentCount
    scratch.removeAll(keepingCapacity: true)
    for _ in 0..<width { scratch.append(0) }
    scratch.withUnsafeMutableBufferPointer { components in
      loadings.withUnsafeBufferPointer { loadings in
        guard let components = components.baseAddress, let loadings = loadings.baseAddress else { return }
        for (term, weight) in zip(counter.indices, counter.weights) {
          Vectors.add(loadings + Int(term) * width, times: weight, to: components, count: width)
        }
      }
    }
    for (scaling, component) in zip(scalings, scratch) { features.append(scaling(Double(component))) }
    for score in scores { features.append(score(counter)) }
  }

  /// The nearest number of bfloat16, ties to even.
  static func rounded(_ number: Float) -> Float {
    let bits = number.bitPattern
    return Float(bitPattern: (bits &+ 0x7fff &+ ((bits >> 16) & 1)) & 0xffff_0000)
  }

  func validate() throws(DamagedTransform) {
    try vocabulary.validate()
    try DamagedTransform.require(
      (1...vocabulary.kind.maximumComponents).contains(componentCount)
        && loadings.count == vocabulary.terms.count * componentCount,
      "\(loadings.count) loadings for \(vocabulary.terms.count) terms and \(componentCount) components")
    try DamagedTransform.require(
      loadings.allSatisfy { $0.isFinite && abs($0) <= 1.01 }, "a loading that is no part of a unit vector")
    for scaling in scalings { try scaling.validate() }
    for score in scores { try score.validate(termCount: vocabulary.terms.count) }
  }
}

extension TermTransform: Codable {
  private enum CodingKeys: String, CodingKey {
    case vocabulary, loadings, scalings, scores
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let bits = try container.decode(PackedIntegers<UInt16>.self, forKey: .loadings).values
    self.init(
      vocabulary: try container.decode(TermVocabulary.self, forKey: .vocabulary),
      loadings: bits.map { Float(bitPattern: UInt32($0) << 16) },
      scalings: try container.decode([StandardScaling].self, forKey: .scalings),
      scores: try container.decode([TermScore].self, forKey: .scores))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(vocabulary, forKey: .vocabulary)
    try container.encode(
      PackedIntegers(values: loadings.map { UInt16(truncatingIfNeeded: $0.bitPattern >> 16) }),
      forKey: .loadings)
    try container.encode(scalings, forKey: .scalings)
    try container.encode(scores, forKey: .scores)
  }
}
