import Foundation

/// Broken constraints made such that a Gaussian process fits them: below 0 where they hold, and above where they do not,
/// by more the more they are broken.
enum ViolationWarp {
  /// The numbers to model. Trials of which nothing is known stand at the border.
  static func targets(_ violations: [Double?]) -> [Double] {
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
