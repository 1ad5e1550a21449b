import Foundation
import LatheCore

/// An estimate of what more trials would bring.
///
/// ``TailGain`` needs no model of the objective. The posterior of a Gaussian process gives another estimate: the expected
/// improvement at the best point, or a bound on the regret.
public protocol GainEstimator: Sendable {
  /// By how much the best loss is expected to fall in the next `trials` trials; `nil` if that cannot be said yet.
  func expectedGain(_ request: StoppingRequest, trials: Int) -> Double?
}

/// What more trials would bring, from the spacings of the best losses so far.
///
/// The best of n independent losses form, near the best one, the tail of an extreme-value distribution. If its scale is θ,
/// the spacings i (x₍ᵢ₊₁₎ - x₍ᵢ₎) of the ordered losses are independent and exponential with mean θ (Rényi, "On the Theory
/// of Order Statistics", 1953; Weissman, "Estimation of Parameters and Large Quantiles", JASA 1978), and the best loss is
/// expected to fall by θ (1 ÷ (n + 1) + … + 1 ÷ (n + m)) in m more trials. Where the loss has a smallest value, the first
/// spacings are smaller than that, and the estimate errs towards going on.
///
/// θ is taken at the upper end of its confidence interval, from the √n best losses. Samplers that learn draw from ever
/// other distributions: only the later ``recentShare`` of the trials counts.
public struct TailGain: GainEstimator {
  /// The probability with which the scale is not larger than assumed.
  public var confidence: Double
  /// The share of the trials, the later ones, from which the tail is taken.
  public var recentShare: Double

  /// The fewest losses that make a tail.
  private static let leastCount = 10
  /// The fewest spacings from which a scale is estimated.
  private static let leastSpacings = 5

  /// An estimate with a confidence.
  public init(confidence: Double = 0.9, recentShare: Double = 0.5) {
    self.confidence = min(max(confidence, 0.5), 0.9999)
    self.recentShare = min(max(recentShare, 0.01), 1)
  }

  /// The expected gain below the best loss of all.
  public func expectedGain(_ request: StoppingRequest, trials: Int) -> Double? {
    let losses = request.losses.compactMap { $0.count == 1 && $0[0].isFinite ? $0[0] : nil }
    let recent = losses.suffix(max(Int(Double(losses.count) * recentShare), Self.leastCount)).sorted()
    guard recent.count >= Self.leastCount, let best = losses.min() else { return nil }
    let count = min(max(Int(Double(recent.count).squareRoot()), Self.leastSpacings), recent.count - 1)
    var sum = 0.0
    for place in 1...count { sum += Double(place) * (recent[place] - recent[place - 1]) }
    let scale = 2 * sum / Self.chiSquare(1 - confidence, degreesOfFreedom: Double(2 * count))
    guard scale > 0 else { return 0 }
    let reach = (1...max(trials, 1)).reduce(0.0) { $0 + 1 / Double(recent.count + $1) }
    // An older trial may be better than all recent ones; the tail falls by e with every θ.
    return scale * reach * exp(-(recent[0] - best) / scale)
  }

  /// The number below which a share of the chi-square distribution lies (Wilson and Hilferty, 1931).
  private static func chiSquare(_ share: Double, degreesOfFreedom: Double) -> Double {
    let part = 2 / (9 * degreesOfFreedom)
    let root = 1 - part + NormalDistribution.quantile(share) * part.squareRoot()
    return degreesOfFreedom * root * root * root
  }
}
