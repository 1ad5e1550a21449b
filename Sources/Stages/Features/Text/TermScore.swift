/// A linear estimate of the target from a text's terms: the text's target encoding.
struct TermScore: Sendable {
  /// The estimate for a text without known terms.
  let prior: Double
  /// What each term adds.
  let weights: [Float]
  /// The scaling of the estimate; the identity for trees.
  let scaling: StandardScaling

  /// The estimate for the text that `counter` has read.
  func callAsFunction(_ counter: TermCounter) -> Double {
    var sum: Float = 0
    for (term, weight) in zip(counter.indices, counter.weights) { sum += weight * weights[Int(term)] }
    return scaling(prior + Double(sum))
  }

  func validate(termCount: Int) throws(DamagedTransform) {
    try DamagedTransform.require(
      weights.count == termCount, "\(weights.count) weights for \(termCount) terms")
    try DamagedTransform.require(
      prior.isFinite && weights.allSatisfy(\.isFinite), "a term's weight that is not finite")
    try scaling.validate()
  }
}

extension TermScore: Codable {
  private enum CodingKeys: String, CodingKey {
    case prior, weights, scaling
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      prior: try container.decode(Double.self, forKey: .prior),
      weights: try container.decode(PackedIntegers<UInt32>.self, forKey: .weights).values.map(
        Float.init(bitPattern:)),
      scaling: try container.decode(StandardScaling.self, forKey: .scaling))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(prior, forKey: .prior)
    try container.encode(PackedIntegers(values: weights.map(\.bitPattern)), forKey: .weights)
    try container.encode(scaling, forKey: .scaling)
  }
}
