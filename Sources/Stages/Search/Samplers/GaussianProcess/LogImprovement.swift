import Foundation

/// Logarithms of what a normal variable promises, exact however improbable it is.
///
/// Ament, Daulton, Eriksson, Balandat and Bakshy, "Unexpected Improvements to Expected Improvement for Bayesian
/// Optimization", NeurIPS 2023.
enum LogImprovement {
  /// log E max(z + Z, 0) for a standard normal Z: log(φ(z) + z Φ(z)).
  static func expected(_ z: Double) -> Double {
    if z > -1 { return log(density(z) + z * probability(z)) }
    return logDensity(z) + log(relativeToDensity(z))
  }

  /// The derivative of ``expected(_:)``: Φ(z) / (φ(z) + z Φ(z)).
  static func expectedSlope(_ z: Double) -> Double {
    if z > -1 { return probability(z) / (density(z) + z * probability(z)) }
    return millsRatio(-z) / relativeToDensity(z)
  }

  /// log Φ(z).
  static func probabilityLogarithm(_ z: Double) -> Double {
    z > -1 ? log(probability(z)) : logDensity(z) + log(millsRatio(-z))
  }

  /// The derivative of ``probabilityLogarithm(_:)``: φ(z) / Φ(z).
  static func probabilityLogarithmSlope(_ z: Double) -> Double {
    z > -1 ? density(z) / probability(z) : 1 / millsRatio(-z)
  }

  /// φ(z).
  static func density(_ z: Double) -> Double { exp(logDensity(z)) }

  /// Φ(z).
  static func probability(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  private static func logDensity(_ z: Double) -> Double { -0.5 * z * z - 0.5 * log(2 * Double.pi) }

  /// (φ(z) + z Φ(z)) / φ(z) for z ≤ −1.
  private static func relativeToDensity(_ z: Double) -> Double {
    guard z < -20 else { return 1 + z * millsRatio(-z) }
    // The difference above loses its digits; this is its asymptotic series.
    let s = 1 / (z * z)
    return s * (1 - s * (3 - s * (15 - s * (105 - s * (945 - s * 10395)))))
  }

  /// (1 − Φ(x)) / φ(x) for x ≥ 1.
  private static func millsRatio(_ x: Double) -> Double {
    if x < 6 { return probability(-x) / density(x) }
    // Laplace's continued fraction 1/(x + 1/(x + 2/(x + 3/(x + …)))).
    var tail = x
    for term in stride(from: 60.0, through: 1, by: -1) { tail = x + term / tail }
    return 1 / tail
  }
}
