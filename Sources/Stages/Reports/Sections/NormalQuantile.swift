import Foundation

/// Quantiles of the standard normal distribution.
enum NormalQuantile {
  /// The value below which `share` of the distribution lies, for shares in the open interval (0, 1).
  ///
  /// Bisection on the distribution function: exact to double precision, and fast enough for a chart.
  static func value(_ share: Double) -> Double {
    var low = -40.0
    var high = 40.0
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
