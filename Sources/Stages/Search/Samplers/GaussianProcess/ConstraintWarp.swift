import Foundation

/// Constraints on results made such that a Gaussian process fits them: below 0 where they hold, and above where they do not.
enum ConstraintWarp {
  /// The numbers to model. Trials of which nothing is known stand at the border.
  static func targets(_ constraints: [Double?]) -> [Double] {
    let known = constraints.compactMap { $0 }
    // How far within its border a trial is tells where the border runs; sums of what is broken do not say it.
    guard known.contains(where: { $0 < 0 }) else { return ofViolations(constraints) }
    let sizes = known.map(abs).filter { $0 > 0 }.sorted()
    guard !sizes.isEmpty else { return constraints.map { _ in 0 } }
    let scale = sizes[sizes.count / 2]
    return constraints.map { asinh(($0 ?? 0) / scale) }
  }

  private static func ofViolations(_ violations: [Double?]) -> [Double] {
    let broken = violations.compactMap { $0 }.filter { $0 > 0 }.sorted()
    guard !broken.isEmpty else { return violations.map { _ in 0 } }
    let scale = broken[broken.count / 2]
    return violations.map { violation in
      guard let violation else { return 0 }
      // As far from the border on either side, so that trials close in on it by halves.
      return violation > 0 ? 0.5 + log1p(violation / scale) : -0.5
    }
  }
}
