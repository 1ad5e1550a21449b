import LatheCore

/// A monotone map from a column's values to a standard normal distribution, through the column's empirical quantiles.
///
/// The same as scikit-learn's `QuantileTransformer(output_distribution="normal")`: probabilities are interpolated between knots, a value that
/// many rows share gets the middle of its probabilities, and the result is cut at ±5.2.
struct QuantileTransform: Codable, Sendable, Hashable {
  /// The most knots kept.
  static let maximumKnots = 256

  /// The column's values at evenly spaced probabilities from 0 to 1, never falling; at least two.
  let knots: [Double]

  /// The transform with the quantiles of `sorted`, which rises and holds at least two finite numbers.
  init(sorted: [Double]) {
    let count = min(Self.maximumKnots, sorted.count)
    var knots: [Double] = []
    knots.reserveCapacity(count)
    for index in 0..<count {
      knots.append(Self.quantile(of: sorted, at: Double(index) / Double(count - 1)))
      // Interpolation can fall by a rounding error.
      if index > 0 { knots[index] = max(knots[index], knots[index - 1]) }
    }
    self.knots = knots
  }

  /// The quantile of `sorted` at `probability`, linear between the neighbouring values; `sorted` is not empty.
  static func quantile(of sorted: [Double], at probability: Double) -> Double {
    let position = probability * Double(sorted.count - 1)
    let lower = min(Int(position), sorted.count - 1)
    let upper = min(lower + 1, sorted.count - 1)
    let share = position - Double(lower)
    // In halves, since the difference of two finite numbers may overflow.
    let step = sorted[upper] / 2 - sorted[lower] / 2
    return sorted[lower] + step * share + step * share
  }

  /// The transformed value; `value` is not NaN. O(log knots).
  func callAsFunction(_ value: Double) -> Double {
    let last = knots.count - 1
    let probability: Double
    if value <= knots[0] {
      probability = 0
    } else if value >= knots[last] {
      probability = 1
    } else {
      let atOrAbove = partition { $0 < value }
      if knots[atOrAbove] == value {
        let above = partition { $0 <= value }
        probability = Double(atOrAbove + above - 1) / 2 / Double(last)
      } else {
        let left = knots[atOrAbove - 1]
        let right = knots[atOrAbove]
        let share = (value / 2 - left / 2) / (right / 2 - left / 2)
        probability = (Double(atOrAbove - 1) + share) / Double(last)
      }
    }
    return min(max(NormalDistribution.quantile(probability), -Self.bound), Self.bound)
  }

  /// The normal quantile at 1 - 1e-7, where scikit-learn cuts.
  static let bound = 5.199337582605575

  /// The number of knots at the start for which `belongs` holds.
  private func partition(_ belongs: (Double) -> Bool) -> Int {
    var low = 0
    var high = knots.count
    while low < high {
      let middle = (low + high) / 2
      if belongs(knots[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func validate() throws(DamagedTransform) {
    try DamagedTransform.require(
      (2...Self.maximumKnots).contains(knots.count), "\(knots.count) quantile knots")
    try DamagedTransform.require(
      knots.allSatisfy(\.isFinite) && zip(knots, knots.dropFirst()).allSatisfy { $0 <= $1 },
      "quantile knots that do not rise")
  }
}
