import Foundation

/// The standard normal distribution.
enum NormalDistribution {
  /// The probability of a value below `value`.
  static func cumulative(_ value: Double) -> Double { 0.5 * erfc(-value / 2.0.squareRoot()) }

  /// The value below which a share of `probability`, in the open interval (0, 1), lies.
  ///
  /// Acklam's rational approximation (relative error 10⁻⁹), refined to full precision by one step of Halley's method.
  static func quantile(_ probability: Double) -> Double {
    if probability <= 0 { return -.infinity }
    if probability >= 1 { return .infinity }
    if probability > 0.5 { return -quantile(1 - probability) }
    let start: Double
    if probability < 0.02425 {
      let root = (-2 * log(probability)).squareRoot()
      start = polynomial(tailNumerator, root) / (polynomial(tailDenominator, root) * root + 1)
    } else {
      let center = probability - 0.5
      let square = center * center
      start =
        polynomial(centerNumerator, square) * center / (polynomial(centerDenominator, square) * square + 1)
    }
    let error = (cumulative(start) - probability) * (2 * Double.pi).squareRoot() * exp(start * start / 2)
    return start - error / (1 + start * error / 2)
  }

  private static func polynomial(_ coefficients: [Double], _ value: Double) -> Double {
    coefficients.reduce(0) { $0 * value + $1 }
  }

  private static let centerNumerator = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  private static let centerDenominator = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01,
  ]
  private static let tailNumerator = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  private static let tailDenominator = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00,
  ]
}
