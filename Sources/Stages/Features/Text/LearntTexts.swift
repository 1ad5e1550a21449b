import LatheCore

/// What has been learnt from the texts of one set of training rows, kept so that each view of them need not learn it again.
///
/// One value serves fits of the same rows, target and seed, with whatever options, also several at a time. It keeps the terms alive, some
/// megabytes a column, but no features of rows.
public final class LearntTexts: Sendable {
  private struct Key: Hashable {
    let column: String
    let hasScores: Bool
  }

  private let kept = OnceCache<Key, [TermTransform.Fit]>()

  /// Nothing learnt yet.
  public init() {}

  /// The terms of `column`, with or without estimates of the target, from `make` if nobody has made them yet.
  func terms(
    column: String, hasScores: Bool, make: () throws(FeaturesError) -> [TermTransform.Fit]
  ) throws(FeaturesError) -> [TermTransform.Fit] {
    try kept.value(for: Key(column: column, hasScores: hasScores), make: make)
  }
}
