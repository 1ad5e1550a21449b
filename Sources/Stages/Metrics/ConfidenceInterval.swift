import Foundation
import LatheCore

/// Where a score would lie on other rows from the same source.
public struct ConfidenceInterval: Codable, Hashable, Sendable {
  /// How the bounds were found.
  public enum Method: String, Codable, Sendable, CaseIterable {
    /// Wilson's interval of a share (Wilson, 1927).
    case wilson
    /// The variance of DeLong, DeLong and Clarke-Pearson (1988), on the logit of the AUC.
    case deLong = "delong"
    /// Bias-corrected and accelerated bootstrap (Efron, 1987).
    case acceleratedBootstrap = "bca-bootstrap"
    /// Percentiles of the bootstrap.
    case percentileBootstrap = "percentile-bootstrap"
    /// The bootstrap's standard error around the estimate, for so many rows that resamples are few and the score is
    /// close to normal.
    case normalBootstrap = "normal-bootstrap"
  }

  /// The score on the given rows.
  public let estimate: Double
  /// The lower bound.
  public let lower: Double
  /// The upper bound.
  public let upper: Double
  /// The share of such intervals that hold the true score.
  public let level: Double
  /// How the bounds were found.
  public let method: Method

  /// An interval with these bounds.
  public init(estimate: Double, lower: Double, upper: Double, level: Double, method: Method) {
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
  }

  /// Wilson's interval of a `share` seen in `rows` independent rows.
  public static func wilson(share: Double, rows: Double, level: Double = 0.95) -> ConfidenceInterval {
    let width = NormalDistribution.quantile((1 + level) / 2)
    let square = width * width / rows
    let center = (share + square / 2) / (1 + square)
    let half = (share * (1 - share) * square + square * square / 4).squareRoot() / (1 + square)
    return ConfidenceInterval(
      estimate: share, lower: max(center - half, 0), upper: min(center + half, 1), level: level,
      method: .wilson)
  }

  /// DeLong's interval of an AUC of rows without weights; `nil` where a class has less than two rows.
  ///
  /// It is symmetric on the logit, so that it stays within 0 and 1. For an AUC of 0 or 1 the variance says
  /// nothing; the other bound is then that of as many successes in a row as the smaller class has rows.
  static func deLong(_ outcomes: RankedOutcomes, level: Double) -> ConfidenceInterval? {
    let (positives, negatives) = (outcomes.positiveWeight, outcomes.negativeWeight)
    guard positives >= 2, negatives >= 2, let area = outcomes.areaUnderCurve else { return nil }
    guard area > 0, area < 1 else {
      let bound = pow((1 - level) / 2, 1 / min(positives, negatives))
      return ConfidenceInterval(
        estimate: area, lower: area == 1 ? bound : 0, upper: area == 1 ? 1 : 1 - bound, level: level,
        method: .deLong)
    }
    let deviation = outcomes.areaVariance.squareRoot() / (area * (1 - area))
    let half = NormalDistribution.quantile((1 + level) / 2) * deviation
    return ConfidenceInterval(
      estimate: area, lower: sigmoid(logit(area) - half), upper: sigmoid(logit(area) + half), level: level,
      method: .deLong)
  }
}

extension RankedOutcomes {
  /// DeLong's variance of the AUC of rows without weights, at least two of each class. O(n).
  var areaVariance: Double {
    guard let area = areaUnderCurve else { return .nan }
    var below = 0.0
    var above = positiveWeight
    var positiveSquares = 0.0
    var negativeSquares = 0.0
    for index in 0..<count {
      above -= positives[index]
      // The share of the other class that a row of this score beats.
      let ofPositive = (below + negatives[index] / 2) / negativeWeight - area
      let ofNegative = (above + positives[index] / 2) / positiveWeight - area
      positiveSquares += positives[index] * ofPositive * ofPositive
      negativeSquares += negatives[index] * ofNegative * ofNegative
      below += negatives[index]
    }
    return positiveSquares / ((positiveWeight - 1) * positiveWeight)
      + negativeSquares / ((negativeWeight - 1) * negativeWeight)
  }
}
