import Foundation

/// The distribution of some numbers in a fixed, small size.
public struct NumericSketch: Codable, Sendable, Hashable {
  /// How many numbers there were, missing ones left out.
  public let count: Int
  /// The smallest, the largest, the mean and the standard deviation (of the population); `nil` without numbers.
  public let minimum, maximum, mean, standardDeviation: Double?
  /// The quantiles at 0 %, 1 %, … 100 %, interpolated linearly between order statistics; empty without numbers.
  public let quantiles: [Double]

  /// The number of quantiles.
  public static let quantileCount = 101

  /// The sketch of `values`, in which NaN is missing. O(values + sample × log(sample)).
  ///
  /// - Parameter sample: Rows for the quantiles; `nil` for all.
  init(of values: [Double], sample: [Int]?) {
    var count = 0
    var minimum = Double.infinity
    var maximum = -Double.infinity
    var mean = 0.0
    var squares = 0.0
    // Welford's recurrence: one pass, and no cancellation.
    for value in values where value.isFinite {
      count += 1
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      let offset = value - mean
      mean += offset / Double(count)
      squares += offset * (value - mean)
    }
    self.count = count
    let isEmpty = count == 0
    self.minimum = isEmpty ? nil : minimum
    self.maximum = isEmpty ? nil : maximum
    self.mean = isEmpty ? nil : mean
    standardDeviation = isEmpty ? nil : (squares / Double(count)).squareRoot()
    var sorted = (sample.map { rows in rows.map { values[$0] } } ?? values).filter(\.isFinite)
    if sorted.isEmpty { sorted = values.filter(\.isFinite) }
    sorted.sort()
    quantiles = isEmpty ? [] : Self.quantiles(ofSorted: sorted)
  }

  /// Whether the numbers are possible: a reader relies on it.
  var isConsistent: Bool {
    guard count > 0 else {
      return count == 0 && quantiles.isEmpty && minimum == nil && maximum == nil && mean == nil
        && standardDeviation == nil
    }
    // The mean and the deviation of numbers near the largest may overflow.
    guard let minimum, let maximum, mean != nil, standardDeviation != nil, minimum <= maximum,
      quantiles.count == Self.quantileCount, quantiles.allSatisfy({ minimum <= $0 && $0 <= maximum })
    else { return false }
    return zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 }
  }

  private static func quantiles(ofSorted sorted: [Double]) -> [Double] {
    var quantiles: [Double] = []
    for index in 0..<quantileCount {
      let position = Double(index) / Double(quantileCount - 1) * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      let share = position - Double(below)
      // Both ends are weighted, so that no sum overflows; the bounds undo what rounding may break.
      let value = sorted[below] * (1 - share) + sorted[above] * share
      quantiles.append(min(max(value, sorted[below], quantiles.last ?? sorted[below]), sorted[above]))
    }
    return quantiles
  }
}
