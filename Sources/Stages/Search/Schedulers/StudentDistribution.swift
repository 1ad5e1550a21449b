import Foundation

/// Student's t distribution.
enum StudentDistribution {
  /// The probability of a value above `value`; for infinitely large ones 0.
  static func upperTail(_ value: Double, degreesOfFreedom: Double) -> Double {
    guard value.isFinite else { return value > 0 ? 0 : 1 }
    let share = degreesOfFreedom / (degreesOfFreedom + value * value)
    let tail = 0.5 * IncompleteBeta.regularized(share, degreesOfFreedom / 2, 0.5)
    return value >= 0 ? tail : 1 - tail
  }
}

/// The incomplete beta function.
enum IncompleteBeta {
  /// The share of the beta distribution with parameters `a` and `b` below `x`, to about 1e-14.
  ///
  /// The continued fraction 8.17.22 of the Digital Library of Mathematical Functions, by Lentz's method.
  static func regularized(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges quickly below the mean; above it, the other tail is taken.
    guard x <= (a + 1) / (a + b + 2) else { return 1 - regularized(1 - x, b, a) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * continuedFraction(x, a, b)
  }

  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let smallest = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < smallest ? smallest : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...1000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let change = d * c
      value *= change
      if abs(change - 1) < 1e-15 { break }
    }
    return value
  }
}
