import Foundation

/// The scale on which a regression member learnt its target, and the way back.
public enum TargetTransform: Codable, Sendable, Hashable {
  /// The member learnt the target as it is.
  case identity
  /// The member learnt log(1 + target); its answers are brought back and clamped to `lower...upper`, so that
  /// the exponential of an extrapolation cannot explode.
  case log1p(lower: Double, upper: Double)

  /// Targets on the scale the member learns. O(rows).
  public func forward(_ targets: [Double]) -> [Double] {
    switch self {
    case .identity: targets
    case .log1p: targets.map { Foundation.log1p($0) }
    }
  }

  /// A member's answers on the scale of the target. O(rows).
  public func inverse(_ answers: [Double]) -> [Double] {
    switch self {
    case .identity: answers
    case .log1p(let lower, let upper):
      // A NaN stays one: `max` and `min` would turn it into a bound.
      answers.map { $0.isNaN ? $0 : min(max(expm1($0), lower), upper) }
    }
  }
}
